-- One row per entitlement that passed every check.

with

typed as (

    select * from {{ ref('stg_entitlements_typed') }}

),

rejected as (

    select * from {{ ref('stg_entitlements_rejected') }}

),

final as (

    select
        typed.entitlement_id,
        typed.ticket_id,
        typed.tool,
        typed.reference,
        typed.amount,
        typed.currency
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
