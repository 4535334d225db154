{# The Monday of a moment's ISO week, in the var week_timezone; moments are UTC. #}
{% macro week_of(moment) -%}
    cast(date_trunc('week', {{ local_time(moment) }}) as date)
{%- endmacro %}


{# A UTC moment as the clocks of the var week_timezone show it. #}
{% macro local_time(moment) -%}
    {%- if var('week_timezone') == 'UTC' -%}
        {{ return(moment) }}
    {%- else -%}
        {{ return(adapter.dispatch('moment_in_zone')(moment, var('week_timezone'))) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__moment_in_zone(moment, zone) -%}
    (({{ moment }}) at time zone 'UTC') at time zone '{{ zone }}'
{%- endmacro %}
