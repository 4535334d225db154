{# An amount in the reporting currency, rounded half up to cents. A null rate means
   that the amount is in the reporting currency already: staging turns every other
   currency without a rate away. Decimals of 18 digits have a product of 18 digits in
   DuckDB, too few for a hundred million: hence the 19. #}
{% macro in_reporting_currency(amount, rate) -%}
    cast(
        round(cast({{ amount }} as decimal(19, 2)) * coalesce({{ rate }}, 1), 2)
        as decimal(18, 2)
    )
{%- endmacro %}
