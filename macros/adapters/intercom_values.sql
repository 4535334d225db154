{# Intercom's kind of source as a channel of the contract. #}
{% macro intercom_channel(source_type) -%}
    case
        when {{ source_type }} in ('conversation', 'push') then 'chat'
        when {{ source_type }} in ('phone_call', 'phone_switch') then 'voice'
        when {{ source_type }} in ('facebook', 'instagram', 'twitter', 'whatsapp')
            then 'social'
        else {{ source_type }}
    end
{%- endmacro %}


{# Intercom's resolution_state, of API 2.14 or 2.16, as an outcome of the contract. #}
{% macro intercom_outcome(state, escalated_at, turns) -%}
    case
        when {{ escalated_at }} is not null then 'escalated'
        when {{ state }} = 'confirmed_resolution' then 'confirmed'
        when {{ state }} = 'assumed_resolution' then 'assumed'
        when {{ state }} in ('routed_to_team', 'escalated', 'procedure_handoff')
            then 'escalated'
        when {{ state }} in ('abandoned', 'negative_feedback') then 'abandoned'
        when {{ state }} is not null then {{ state }}
        else {{ helpdesk_outcome(escalated_at, turns) | indent(4) }}
    end
{%- endmacro %}
