{# An amount in the reporting currency, rounded half up to cents. A null rate means
   that the amount is in the reporting currency already: staging turns every other
   currency without a rate away. #}
{% macro in_reporting_currency(amount, rate) -%}
    cast(round({{ amount }} * coalesce({{ rate }}, 1), 2) as decimal(18, 2))
{%- endmacro %}
