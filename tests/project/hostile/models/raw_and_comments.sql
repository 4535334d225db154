{# a comment with {{ ref('not_a_model') }} in it #}
select '{% raw %}{{ ref("not_a_model") }} {% if %}{% endraw %}' as r, '{{ "{{ literal }}" }}', '{{ raw_inside() }}' -- {# sql comment #} {{ 1 }}
/* {{ ref('plain_sql') }} in a SQL comment is still a ref */
{#
  many lines
-#}
where 1 = 1
