-- One row per raw escalation that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ ref('contract_escalations') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    {{ landing_moment(source('raw', 'inventory'), 'escalations') | indent(4) }}

),

rows_read as (

    {{ rows_until_as_of('escalations') | indent(4) }}

),

typed as (

    {{ typed_rows('escalations') | indent(4) }}

),

final as (

    select
        typed.escalation_id,
        typed.ticket_id,
        typed.escalated_at,
        typed.intent_passed,
        typed.account_state_passed,
        typed.summary_passed,
        typed.agent_asked_restate,
        typed.packet_acknowledged,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('escalations') }} then 'missing_key'
            when {{ is_after_landing('escalations') }} then 'time_disorder'
        end as fault
    from typed
    cross join landing

)

select * from final
