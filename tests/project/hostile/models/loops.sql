{% for key, value in {'z': 1, 'a': 2}.items() %}{{ key }}={{ value }};{{ loop.index0 }}/{{ loop.length }} {{ loop.cycle('odd', 'even') }}
{% endfor %}
{% for x in [] %}never{% else %}empty{% endfor %}
{% for row in [[1, [2, 3]], [4, []]] recursive %}({{ row if row is number else loop(row) }}){% endfor %}
{% for n in range(10) %}{% if n == 2 %}{% continue %}{% elif n > 4 %}{% break %}{% endif %}{{ n }}{{ loop.previtem | default('-') }}{{ loop.first }}{{ loop.changed(n // 2) }} {% endfor %}
