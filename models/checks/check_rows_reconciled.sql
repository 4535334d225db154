-- One row per contract table whose rows do not add up: as many as were landed must
-- have been read, and every row read must be staged or in quarantine.

with

data_quality as (

    select * from {{ ref('data_quality') }}

),

inventory as (

    select * from {{ source('raw', 'inventory') }}

),

tables_read as (

    select * from {{ ref('int_tables_read') }}

),

landed_amiss as (

    select
        inventory.table_name as subject,
        concat(
            'The files of ', inventory.table_name, ' hold ',
            cast(inventory.row_count as varchar), ' records, but ',
            cast(tables_read.rows_landed as varchar),
            ' were landed. Land again: the files may have changed during the build.'
        ) as message
    from inventory
    inner join tables_read
        on inventory.table_name = tables_read.table_name
    where inventory.row_count <> tables_read.rows_landed

),

staged_amiss as (

    select
        table_name as subject,
        concat(
            'Of ', cast(rows_read as varchar), ' rows of ', table_name, ', ',
            cast(rows_staged as varchar), ' are staged and ',
            cast(rows_quarantined as varchar),
            ' in quarantine, which is not all of them.',
            ' Build again with --full-refresh: the files may have changed meanwhile.'
        ) as message
    from data_quality
    where rows_read <> rows_staged + rows_quarantined

),

final as (

    select * from landed_amiss

    union all

    select * from staged_amiss

)

select * from final
