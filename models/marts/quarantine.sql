-- One row per raw row that did not reach staging, with the first reason that fits.
-- No free text: message bodies, arguments, results and malformed lines are their
-- length and md5 here.

with

rows_rejected as (

    select * from {{ ref('int_rows_rejected') }}

),

final as (

    select
        table_name,
        row_key,
        reason,
        raw_file as file,
        raw_row as file_row,
        public_json as row_json
    from rows_rejected

)

select * from final
