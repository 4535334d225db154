-- One row per contract table of which more is in quarantine than max_quarantine_rate
-- allows. Copies and orphans do not count, and fewer than five rows never stop it.

with

data_quality as (

    select * from {{ ref('data_quality') }}

),

rows_rejected as (

    select * from {{ ref('int_rows_rejected') }}

),

bad_rows as (

    select
        *,
        count(*) over (partition by table_name) as bad_count,
        count(*) over (partition by table_name, reason) as reason_count
    from rows_rejected
    where reason not in ('duplicate_row', 'orphan_ticket')

),

examples as (

    select
        *,
        row_number() over (
            partition by table_name
            order by reason_count desc, reason asc, raw_file asc, raw_row asc
        ) as example_number
    from bad_rows

),

final as (

    select
        examples.table_name as subject,
        concat(
            cast(examples.bad_count as varchar), ' of ',
            cast(data_quality.rows_read as varchar), ' rows of ',
            examples.table_name, ' are in quarantine, over max_quarantine_rate',
            ' ({{ var('max_quarantine_rate') }}): most often ', examples.reason, ' (',
            cast(examples.reason_count as varchar), '), first in record ',
            cast(examples.raw_row as varchar), ' of ', examples.raw_file,
            '. All of them: int_rows_rejected in target/work.duckdb.',
            case examples.reason
                when 'malformed_line'
                    then ' A malformed line is no UTF-8, or does not parse.'
                when 'bad_type'
                    then
                        ' A bad type is a value of another kind or form than its'
                        || ' column, such as a date that is not 2026-03-02.'
                when 'unknown_deployment'
                    then ' A new deployment needs a row in seeds/deployments.csv.'
                else ''
            end,
            ' Mend the files or raise the limit.'
        ) as message
    from examples
    inner join data_quality
        on examples.table_name = data_quality.table_name
    where
        examples.example_number = 1
        and examples.bad_count >= 5
        and examples.bad_count
        > {{ var('max_quarantine_rate') }} * data_quality.rows_read

)

select * from final
