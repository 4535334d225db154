-- One row per raw message that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ ref('contract_messages') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    {{ landing_moment(source('raw', 'inventory'), 'messages') | indent(4) }}

),

rows_read as (

    {{ rows_until_as_of('messages') | indent(4) }}

),

typed as (

    {{ typed_rows('messages') | indent(4) }}

),

final as (

    select
        typed.message_id,
        typed.ticket_id,
        typed.sent_at,
        typed.author,
        typed.body,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('messages') }} then 'missing_key'
            when {{ is_after_landing('messages') }} then 'time_disorder'
            when
                {{ is_unknown_value(
                    'typed.author', ['customer', 'bot', 'agent', 'system']
                ) }}
                then 'unknown_value'
        end as fault
    from typed
    cross join landing

)

select * from final
