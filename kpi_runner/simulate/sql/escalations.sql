-- One row per handoff to a human, with what its packet held.

with

drawn as (

    select
        *,
        digest(ticket_id, 'packet') as packet_bits,
        digest(ticket_id, 'flags') as flag_bits
    from details
    where path = 'escalated'

),

final as (

    select
        ticket_id || '.e' as escalation_id,
        ticket_id,
        bot_ends_at as escalated_at,
        chance(packet_bits, 0) < 0.97 as intent_passed,
        chance(packet_bits, 1) < if(is_lost, 0.5, 0.95) as account_state_passed,
        chance(packet_bits, 2) < if(is_lost, 0.3, 0.93) as summary_passed,
        if(chance(flag_bits, 0) < 0.03, null, is_lost) as agent_asked_restate,
        if(chance(flag_bits, 1) < 0.05, not is_lost, null) as packet_acknowledged
    from drawn

)

select * from final
where escalated_at < getvariable('data_end')
order by escalated_at, escalation_id
