-- One row per build whose counted and excluded tickets are not all staged tickets.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

exclusions as (

    select * from {{ ref('exclusions') }}

),

tables_staged as (

    select * from {{ ref('int_tables_staged') }}

),

tickets_counted as (

    select count(*) as counted
    from tickets
    where is_counted

),

tickets_excluded as (

    select coalesce(sum(ticket_count), 0) as excluded
    from exclusions

),

final as (

    select
        'exclusions' as subject,
        concat(
            cast(tickets_counted.counted as varchar), ' counted and ',
            cast(tickets_excluded.excluded as varchar),
            ' excluded tickets are not the ',
            cast(tables_staged.rows_staged as varchar),
            ' staged ones. Build again with --full-refresh.'
        ) as message
    from tables_staged
    cross join tickets_counted
    cross join tickets_excluded
    where
        tables_staged.table_name = 'tickets'
        and tickets_counted.counted + tickets_excluded.excluded
        <> tables_staged.rows_staged

)

select * from final
