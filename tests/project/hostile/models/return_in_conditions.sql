{% set words = a_list() %}
{% for word in words if word is string %}
select '{{ word }}' as w{{ ' union all' if not loop.last }}
{% endfor %}
