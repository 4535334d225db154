{# What the deflections saved that held for seven days, less what was overpaid; a vetoed
   week saved nothing, whatever a contact costs. Null otherwise where a contact has no
   cost or nobody can see who came back. #}
{% macro protected_savings() -%}
    case
        when verdicts.verdict = 'vetoed' then cast(0 as decimal(18, 2))
        when deployments.cost_per_contact is null or rates.verified_count is null
            then null
        else cast(
            rates.verified_count * deployments.cost_per_contact
            - coalesce(rates.refund_overpaid_amount, 0)
            as decimal(18, 2)
        )
    end
{%- endmacro %}
