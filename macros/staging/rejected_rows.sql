{#
    What makes a row the only one of its kind. model_scores has no key of its own:
    its rows may share these columns, but only copies do so in all of them.
#}
{% macro key_columns(table) -%}
    {{ return({
        'tickets': ['ticket_id'],
        'messages': ['message_id'],
        'surveys': ['survey_id'],
        'model_scores': ['ticket_id', 'scored_at'],
        'escalations': ['escalation_id'],
        'qa_reviews': ['review_id', 'finding_class', 'message_id'],
        'tool_calls': ['call_id'],
        'refunds': ['refund_id'],
        'entitlements': ['entitlement_id'],
        'citations': ['citation_id'],
    }[table]) }}
{%- endmacro %}


{#
    The working CTEs that give every row of `typed` the first reason that fits; rows
    of the good case have none. `whole_rows`, the same relation, are compared only
    where a key repeats, long texts by their md5: bodies are never sorted, and in the
    good case not even read. Children need `tickets`, the staged ones.
#}
{% macro rejected_rows(table) -%}
{%- set key = key_columns(table) -%}
repeated_keys as (

    select {{ key | join(', ') }}
    from typed
    group by {{ key | join(', ') }}
    having count(*) > 1

),

copies_numbered as (

    select
        whole_rows.*,
        row_number() over (
            partition by
                {%- for column in contract_columns(table) %}
                {%- set value = 'whole_rows.' ~ column['name'] %}
                {%- if is_free_text(column['name']) %}
                md5({{ value }}){{ ',' if not loop.last }}
                {%- else %}
                {{ value }}{{ ',' if not loop.last }}
                {%- endif %}
                {%- endfor %}
            order by whole_rows.raw_file, whole_rows.raw_row
        ) as copy_number
    from whole_rows
    inner join repeated_keys
        on
            {%- for name in key %}
            {{ 'and ' if not loop.first }}whole_rows.{{ name }} is not distinct from repeated_keys.{{ name }}
            {%- endfor %}
    where coalesce(whole_rows.fault, 'none') <> 'bad_type'

),

twins_counted as (

    select
        raw_file,
        raw_row,
        copy_number,
        count(case when copy_number = 1 and fault is null then 1 end) over (
            partition by {{ key | join(', ') }}
        ) as twin_count
    from copies_numbered

),

reasons as (

    select
        typed.raw_file,
        typed.raw_row,
        case
            when typed.fault = 'bad_type' then 'bad_type'
            when twins_counted.copy_number > 1 then 'duplicate_row'
            when typed.fault is not null then typed.fault
            {%- if table != 'model_scores' %}
            when twins_counted.twin_count > 1 then 'duplicate_key'
            {%- endif %}
            {%- if table != 'tickets' %}
            when tickets.ticket_id is null then 'orphan_ticket'
            {%- endif %}
        end as reason
    from typed
    left join twins_counted
        on
            typed.raw_file = twins_counted.raw_file
            and typed.raw_row = twins_counted.raw_row
    {%- if table != 'tickets' %}
    left join tickets
        on typed.ticket_id = tickets.ticket_id
    {%- endif %}

),

-- Grouped, so that a planner takes them for few, and hashes them and not every row.
refused as (

    select
        raw_file,
        raw_row,
        min(reason) as reason
    from reasons
    where reason is not null
    group by raw_file, raw_row

),

rows_read as (

    {{ rows_until_as_of(table) | indent(4) }}

),

final as (

    select
        refused.raw_file,
        refused.raw_row,
        refused.reason,
        {{ row_key(table) }} as row_key,
        {{ row_as_json(table, private=true) }} as row_json,
        {{ row_as_json(table, private=false) }} as public_json
    from refused
    inner join rows_read
        on
            refused.raw_file = rows_read.raw_file
            and refused.raw_row = rows_read.raw_row

)
{%- endmacro %}
