{{
    config(
        tags=['from_file', 'house'],
        meta={'level': 4},
    )
}}
select '{{ config.get("materialized") }}', '{{ config.get("not_there", "default") }}', {{ config.get('meta') }}, {{ config.require('tags') | length }}
