-- One row per policy check and set of labelled messages that it was measured on: how
-- much of what it suspects is right, and how much of what is there it finds.

with

evidence as (

    select * from {{ ref('policy_evidence') }}

),

counted as (

    select
        *,
        hit_count + false_count as suspected_count,
        hit_count + missed_count as labelled_count
    from evidence

),

final as (

    select
        check_name,
        labelled_set,
        measured_on,
        message_count,
        hit_count,
        suspected_count,
        {{ percent('hit_count', 'suspected_count') }} as precision_rate,
        labelled_count,
        {{ percent('hit_count', 'labelled_count') }} as recall_rate
    from counted

)

select * from final
order by check_name, labelled_set
