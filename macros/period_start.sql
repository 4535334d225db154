{# First day of the month or quarter that a week belongs to: that of its Thursday. #}
{% macro period_start(period, week) -%}
    cast(case {{ period }}
        when 'month' then date_trunc('month', {{ week }} + interval '3' day)
        else date_trunc('quarter', {{ week }} + interval '3' day)
    end as date)
{%- endmacro %}
