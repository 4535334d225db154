{# Weeks that so many answers take at a rate, at least the four of the gate's window;
   null where none comes in or the number is unknown. Rounded before it is rounded up,
   so that engines agree on whole weeks. #}
{% macro weeks_of_answers(answers, answers_per_week) -%}
    case
        when {{ answers }} <= round(4 * {{ answers_per_week }}, 9) then 4
        else cast(ceil(round(
            cast({{ answers }} as double) / {{ real(answers_per_week) }}, 9
        )) as bigint)
    end
{%- endmacro %}
