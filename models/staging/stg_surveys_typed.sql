-- One row per raw survey that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ ref('contract_surveys') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    {{ landing_moment(source('raw', 'inventory'), 'surveys') | indent(4) }}

),

rows_read as (

    {{ rows_until_as_of('surveys') | indent(4) }}

),

typed as (

    {{ typed_rows('surveys') | indent(4) }}

),

final as (

    select
        typed.survey_id,
        typed.ticket_id,
        typed.sent_at,
        typed.responded_at,
        typed.score,
        typed.scale_min,
        typed.scale_max,
        typed.satisfied_from,
        typed.instrument,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('surveys') }} then 'missing_key'
            when typed.responded_at < typed.sent_at then 'time_disorder'
            when {{ is_after_landing('surveys') }} then 'time_disorder'
            when typed.scale_min >= typed.scale_max then 'out_of_range'
            when typed.score not between typed.scale_min and typed.scale_max
                then 'out_of_range'
        end as fault
    from typed
    cross join landing

)

select * from final
