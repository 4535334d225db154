-- One row per raw citation that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'citations') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    select landed_at
    from {{ source('raw', 'inventory') }}
    where table_name = 'citations'

),

rows_read as (

    {{ rows_until_as_of('citations') | indent(4) }}

),

typed as (

    {{ typed_rows('citations') | indent(4) }}

),

final as (

    select
        typed.citation_id,
        typed.ticket_id,
        typed.cited_at,
        typed.document_id,
        typed.document_updated_at,
        typed.retrieval_score,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('citations') }} then 'missing_key'
            when {{ is_after_landing('citations') }} then 'time_disorder'
        end as fault
    from typed
    cross join landing

)

select * from final
