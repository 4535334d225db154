{# Whether an answer counts as satisfied: from its own satisfied_from, else in the top
   quarter of its scale, to 1e-9 (4 and 5 of 1..5; 8, 9 and 10 of 0..10). #}
{% macro is_satisfied(score, scale_min, scale_max, satisfied_from) -%}
    case
        when {{ satisfied_from }} is not null then {{ score }} >= {{ satisfied_from }}
        else
            {{ score }} - {{ scale_min }}
            >= 0.75 * ({{ scale_max }} - {{ scale_min }}) - 0.000000001
    end
{%- endmacro %}
