-- One row per tool call of the audit log; a few fail first and are tried again.

with

used as (

    select
        ticket_id,
        tool,
        after_seconds(opened_at, 0.6 * bot_phase_seconds) as called_at,
        '{"order":"' || order_number || '"}' as arguments,
        '{"' || result_key || '":"' || result_value || '"}' as result,
        digest(ticket_id, 'call') as bits
    from details
    where is_tool_used

),

refunded as (

    select
        ticket_id,
        'issue_refund' as tool,
        paid_at - interval 1 second as called_at,
        '{"order":"' || order_number || '","amount":' || paid || ',"currency":"'
        || currency || '","method":"original_payment_method"}' as arguments,
        '{"status":"refunded","amount":' || paid || ',"currency":"' || currency || '"}'
            as result,
        digest(ticket_id, 'refund call') as bits
    from details
    where is_refunded

),

wanted as (

    select * from used
    union all
    select * from refunded

),

tried as (

    select
        ticket_id || '.' || tool as call_id,
        ticket_id,
        called_at,
        tool,
        true as succeeded,
        arguments,
        result
    from wanted

    union all

    select
        ticket_id || '.' || tool || '.0' as call_id,
        ticket_id,
        called_at - interval 2 second as called_at,
        tool,
        false as succeeded,
        arguments,
        '{"error":"timeout"}' as result
    from wanted
    where chance(bits, 0) < 0.03

),

final as (

    select
        call_id,
        ticket_id,
        called_at,
        tool,
        succeeded,
        arguments,
        result
    from tried

)

select * from final
where called_at < getvariable('data_end')
order by called_at, call_id
