-- One row per deployment and kind of record that some staged row of it is: citations,
-- entitlements, refunds, tool calls.

with

tickets as (

    select * from {{ ref('stg_tickets') }}

),

citations as (

    select * from {{ ref('stg_citations') }}

),

entitlements as (

    select * from {{ ref('stg_entitlements') }}

),

refunds as (

    select * from {{ ref('stg_refunds') }}

),

tool_calls as (

    select * from {{ ref('stg_tool_calls') }}

),

recorded as (

    {% for record_name in ['citations', 'entitlements', 'refunds', 'tool_calls'] -%}
        select
            '{{ record_name }}' as record_name,
            ticket_id
        from {{ record_name }}
        {% if not loop.last -%}
            union all
        {% endif -%}
    {% endfor -%}

),

final as (

    select distinct
        tickets.deployment_id,
        recorded.record_name
    from recorded
    inner join tickets
        on recorded.ticket_id = tickets.ticket_id

)

select * from final
