{# State of every cell that is no CSAT. The arguments are conditions, and unknown ones
   count against the cell: a limit that is missing is a breach, a breach that cannot be
   confirmed is a watch, a sample that is not known to be enough is not enough.
   `level` is the worst that the rule knows: review, or watch. #}
{% macro rate_state(is_instrumented, is_counted, has_limit, is_breach, is_confirmed,
                    is_enough, level, gate_mode) -%}
    case
        when not coalesce({{ is_instrumented }}, false) then 'not_instrumented'
        when not coalesce({{ is_counted }}, false) then 'insufficient'
        when not coalesce({{ has_limit }}, false) then {{ level }}
        when
            coalesce({{ is_breach }}, true)
            and (coalesce({{ is_confirmed }}, false) or {{ gate_mode }} = 'literal')
            then {{ level }}
        when coalesce({{ is_breach }}, true) then 'watch'
        when not coalesce({{ is_enough }}, false) then 'insufficient'
        else 'held'
    end
{%- endmacro %}
