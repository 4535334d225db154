-- One row per contract table of which more is in quarantine than max_quarantine_rate
-- allows. Copies and orphans do not count, and fewer than five rows never stop it.

with

data_quality as (

    select * from {{ ref('data_quality') }}

),

bad_rows_counted as (

    select
        table_name,
        rows_read,
        rows_quarantined - duplicate_row_count - orphan_ticket_count as bad_count
    from data_quality

),

final as (

    select
        table_name as subject,
        concat(
            cast(bad_count as varchar), ' of ', cast(rows_read as varchar),
            ' rows of ', table_name, ' are in quarantine, over max_quarantine_rate',
            ' ({{ var('max_quarantine_rate') }}). The mart quarantine of this build',
            ' says why, row by row; mend the files or raise the limit.'
        ) as message
    from bad_rows_counted
    where
        bad_count >= 5
        and bad_count > {{ var('max_quarantine_rate') }} * rows_read

)

select * from final
