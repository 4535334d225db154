select '{{ defaults(1) }}', '{{ defaults(1, c={}) }}', '{{ defaults(d=(), a=2) }}', '{{ collected(1, 2, three=3) }}', '{{ collected("x") }}',
'{{ late_default("l") }}', {{ quoted("it's") }}, {{ defaults(*[1, 2], **{'c': 3}) }}
