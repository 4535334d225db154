-- One row per raw refund that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'refunds') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    select landed_at
    from {{ source('raw', 'inventory') }}
    where table_name = 'refunds'

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

rows_read as (

    {{ rows_until_as_of('refunds') | indent(4) }}

),

typed as (

    {{ typed_rows('refunds') | indent(4) }}

),

final as (

    select
        typed.refund_id,
        typed.ticket_id,
        typed.paid_at,
        typed.amount,
        typed.currency,
        typed.entitled_amount,
        typed.tool,
        typed.reference,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('refunds') }} then 'missing_key'
            when {{ is_after_landing('refunds') }} then 'time_disorder'
            when typed.currency is not null and exchange_rates.currency is null
                then 'unknown_value'
        end as fault
    from typed
    cross join landing
    left join exchange_rates
        on typed.currency = exchange_rates.currency

)

select * from final
