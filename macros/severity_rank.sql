{# How bad a status is; 0 is no breach. #}
{% macro severity_rank(status) -%}
    case {{ status }}
        when 'watch' then 1
        when 'review' then 2
        when 'rollback' then 3
        when 'incident' then 4
        else 0
    end
{%- endmacro %}


{# The two ways to judge, as rows, for a cross join. #}
{% macro gate_mode_rows() -%}
    select 'evidence' as gate_mode union all select 'literal' as gate_mode
{%- endmacro %}
