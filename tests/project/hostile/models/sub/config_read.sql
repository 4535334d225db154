{%- do config(materialized='table') -%}
{{ config(tags='second') }}{{ config({'meta': {'third': 3}}) }}
select 1 {% if execute %}, 'executing'{% endif %}{% if is_incremental() %}, 'never'{% endif %}, '{{ target.name }}', '{{ target.schema }}', '{{ target.type }}', '{{ target.database }}', '{{ target.profile_name }}', '{{ config.get("materialized") }}'
