{#
    A check: one row where some keys of a relation stand in several of its rows, with
    how many, and one of them.
#}
{% macro unique_grain(relation, name, columns) -%}
    select
        '{{ name }}' as subject,
        concat(
            '{{ name }} has ',
            cast(count(*) as varchar),
            ' keys ({{ columns | join(', ') }}) with more than one row, for example ',
            min(repeated.key_text),
            '. Its rows must be unique by them: do not trust this build.'
        ) as message
    from (
        select
            concat_ws(
                ' / '
                {%- for column in columns -%}
                , cast({{ column }} as varchar)
                {%- endfor -%}
            ) as key_text
        from {{ relation }}
        group by {{ columns | join(', ') }}
        having count(*) > 1
    ) as repeated
    having count(*) > 0
{%- endmacro %}


{# The same of several relations, each with its name and columns. #}
{% macro unique_grains(grains) -%}
    {%- for relation, name, columns in grains -%}
    {{ unique_grain(relation, name, columns) }}
    {%- if not loop.last %}
    union all
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}
