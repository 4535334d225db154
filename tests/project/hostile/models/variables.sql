select '{{ var("plain") }}', {{ var('number') + 1 }}, {{ var('ratio') }}, {{ var('nothing') }}, {{ var('nothing', 'unused') }},
    {{ var('yes_or_no') }}, {{ var('words') }}, {{ var('nested').inner.depth }}, '{{ var("rendered") }}',
    '{{ var("shadowed") }}', '{{ var("undeclared", "the default") }}', {{ var('undeclared', none) }}, {{ var('undeclared', [1]) }},
    '{{ uses_var() }}', {{ var('undeclared', default=5) }}
