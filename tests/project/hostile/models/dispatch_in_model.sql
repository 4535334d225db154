select {{ adapter.dispatch('engine_name', 'hostile')() }}, {{ adapter.dispatch('only_default')('z', 1) }}
