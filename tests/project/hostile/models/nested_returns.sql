select '{{ returns_inner() }}', '{{ returns_nothing_after_inner() }}', {{ returns_macro_text() }}, {{ factorial(6) }}
