{% set ns = namespace(total=0, seen=[]) %}
{% for n in [1, 2, 3] %}{% set ns.total = ns.total + n %}{% do ns.seen.append(n * n) %}{% endfor %}
{% set lost = 'outer' %}{% for n in [1] %}{% set lost = 'inner' %}{% endfor %}
select {{ ns.total }}, {{ ns.seen }}, '{{ lost }}'
