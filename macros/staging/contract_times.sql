{#
    The event time of a raw table: rows after the as-of moment are not read.
    Entitlements carry none and are never cut.
#}
{% macro event_column(table) -%}
    {{ return({
        'tickets': 'opened_at',
        'messages': 'sent_at',
        'surveys': 'sent_at',
        'model_scores': 'scored_at',
        'escalations': 'escalated_at',
        'qa_reviews': 'reviewed_at',
        'tool_calls': 'called_at',
        'refunds': 'paid_at',
        'citations': 'cited_at',
    }.get(table)) }}
{%- endmacro %}


{#
    Columns that a later event filled in, each with the time of that event: where it
    lies after the as-of moment, the column had no value yet.
#}
{% macro later_columns(table) -%}
    {{ return({
        'tickets': {
            'resolved_at': 'resolved_at',
            'reopened_at': 'reopened_at',
            'closed_at': 'closed_at',
        },
        'surveys': {'responded_at': 'responded_at', 'score': 'responded_at'},
    }.get(table, {})) }}
{%- endmacro %}


{# Every event time of a table, the later ones included: what the watermark reads. #}
{% macro event_columns(table) -%}
    {%- set names = [event_column(table)] if event_column(table) else [] -%}
    {%- for time in later_columns(table).values() if time not in names -%}
        {%- do names.append(time) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
