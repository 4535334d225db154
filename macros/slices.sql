{# The five ways to cut a deployment's tickets. #}
{% macro slice_names() -%}
    {{ return(['archetype', 'archetype_segment', 'archetype_channel', 'segment', 'all']) }}
{%- endmacro %}


{# The slices as rows, for a cross join. #}
{% macro slice_rows() -%}
    {%- for slice in slice_names() %}
    select '{{ slice }}' as slice{{ '' if loop.last else ' union all' }}
    {%- endfor -%}
{%- endmacro %}


{# 'all' where the slice does not cut by a column. #}
{% macro archetype_in(slice) -%}
    case when {{ slice }} in ('segment', 'all') then 'all' else archetype end
{%- endmacro %}

{% macro segment_in(slice) -%}
    case when {{ slice }} in ('archetype_segment', 'segment') then segment else 'all' end
{%- endmacro %}

{% macro channel_in(slice) -%}
    case when {{ slice }} = 'archetype_channel' then channel else 'all' end
{%- endmacro %}
