select '{{ engine_name() }}' as a, {{ only_default("'q'") }} as b, {{ only_default(1, 3) }}, {{ dispatched_list() | sum }}
