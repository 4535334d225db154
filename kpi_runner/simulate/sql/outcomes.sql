-- One row per contact: which path it takes, and the chances that decide the rest.

with

drawn as (

    select
        contacts.*,
        cast(
            (cast(opened_at as date) - getvariable('start')) // 7 as integer
        ) as week_number,
        digest(ticket_id, 'path') as path_bits,
        digest(ticket_id, 'likes') as likes_bits,
        digest(ticket_id, 'time') as time_bits,
        digest(ticket_id, 'more') as more_bits,
        digest(ticket_id, 'said') as said_bits,
        digest(ticket_id, 'done') as done_bits
    from contacts

),

rated as (

    select
        drawn.*,
        rates.* exclude (deployment_id, archetype, segment, arm, week_number, volume),
        rates.attempt > chance(drawn.path_bits, 0) as is_attempted,
        archetypes.abandon as usual_abandon,
        archetypes.confirm as usual_confirm
    from drawn
    inner join rates
        on
            drawn.deployment_id = rates.deployment_id
            and drawn.archetype = rates.archetype
            and drawn.segment = rates.segment
            and drawn.arm = rates.arm
            and drawn.week_number = rates.week_number
    inner join archetypes on drawn.archetype = archetypes.archetype

),

final as (

    select
        *,
        case
            when not is_attempted then 'human'
            when chance(path_bits, 1) < escalate then 'escalated'
            when chance(path_bits, 2) < abandon then 'abandoned'
            when chance(likes_bits, 0) < confirm then 'confirmed'
            else 'assumed'
        end as path
    from rated

)

select * from final
