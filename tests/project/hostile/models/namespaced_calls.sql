select '{{ hostile.engine_name() }}', {{ hostile.a_list() }}, {{ hostile.defaults('x', c=3) }}
