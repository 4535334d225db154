select
    {%- for i in range(3) -%}
        {{ i }} as c{{ i }} {%- if not loop.last -%} , {%- endif -%}
    {%- endfor %}

  {% if false -%}
    never
  {%- else %}  /* else */  {%- endif +%}
    , [{{ tight() }}] [{{ loose() }}] [{{- loose() -}}] [{{ with_comment() }}]
{#- trimmed -#}   , 1 {#+ kept +#}
{%+ if true %}  , 2{% endif %}
