-- One row per raw ticket that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ ref('contract_tickets') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    {{ landing_moment(source('raw', 'inventory'), 'tickets') | indent(4) }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

rows_read as (

    {{ rows_until_as_of('tickets') | indent(4) }}

),

typed as (

    {{ typed_rows('tickets') | indent(4) }}

),

final as (

    select
        typed.ticket_id,
        typed.deployment_id,
        typed.customer_id,
        typed.segment,
        typed.channel,
        typed.intent,
        typed.opened_at,
        typed.resolved_at,
        typed.reopened_at,
        typed.closed_at,
        typed.bot_attempted,
        typed.bot_outcome,
        typed.bot_version,
        typed.bot_confidence,
        typed.bot_handle_seconds,
        typed.agent_handle_seconds,
        typed.arm,
        typed.exclusion,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('tickets') }} then 'missing_key'
            when deployments.deployment_id is null then 'unknown_deployment'
            when typed.closed_at < typed.opened_at then 'time_disorder'
            when typed.resolved_at < typed.opened_at then 'time_disorder'
            when {{ is_after_landing('tickets') }} then 'time_disorder'
            when {{ is_no_probability('typed.bot_confidence') }} then 'out_of_range'
            when typed.bot_handle_seconds < 0 then 'out_of_range'
            when typed.agent_handle_seconds < 0 then 'out_of_range'
            when
                {{ is_unknown_value(
                    'typed.bot_outcome',
                    ['confirmed', 'assumed', 'abandoned', 'escalated']
                ) }}
                then 'unknown_value'
            when {{ is_unknown_value('typed.arm', ['bot', 'holdout']) }}
                then 'unknown_value'
            when {{ is_unknown_value('typed.exclusion', ['spam', 'test', 'merged']) }}
                then 'unknown_value'
        end as fault
    from typed
    cross join landing
    left join deployments
        on typed.deployment_id = deployments.deployment_id

)

select * from final
