select
    {{ a_list() }} as a, {{ a_list()[2] + 1 }} as b, {{ a_list() | join(' / ') }} as c,
    {{ a_dict() }} as d, {{ a_dict().a[1] }} as e, {{ a_none() }} as f, {{ a_none() is none }} as g,
    {{ bare_return() }} as h, {{ an_int() + 1 }} as i, {{ a_bool(3) }} as j,
    {% if a_bool(1) %}wrong{% else %}right{% endif %} as k, {{ a_float() }} as l,
    {{ a_tuple() }} as m, {{ text_not_number() }}{{ text_not_number() ~ 1 }} as n
