-- One row per raw entitlement that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'entitlements') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

rows_read as (

    {{ rows_until_as_of('entitlements') | indent(4) }}

),

typed as (

    {{ typed_rows('entitlements') | indent(4) }}

),

final as (

    select
        typed.entitlement_id,
        typed.ticket_id,
        typed.tool,
        typed.reference,
        typed.amount,
        typed.currency,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('entitlements') }} then 'missing_key'
            when typed.currency is not null and exchange_rates.currency is null
                then 'unknown_value'
        end as fault
    from typed
    left join exchange_rates
        on typed.currency = exchange_rates.currency

)

select * from final
