-- One row per clause of the canon and period: its value in the unit of claims.
-- Of a range the end counts, as it does in a claim.

with

policies as (

    select * from {{ ref('policies') }}

),

read as (

    select
        *,
        regexp_extract(value, '([0-9.]+)\s*$', 1) as number_text,
        lower(value) in ('true', 'yes') as is_yes
    from policies

),

final as (

    select
        deployment_id,
        policy_key,
        cast(class as bigint) as finding_class,
        severity,
        topic,
        case
            when unit in ('business_days', 'percent', 'boolean') then unit
            when regexp_matches(unit, '^[A-Z]{3}$') then unit
            else 'hours'
        end as unit,
        case
            when unit = 'boolean'
                then cast(case when is_yes then 1 else 0 end as decimal(18, 2))
            else {{ in_hours("try_cast(number_text as decimal(12, 4))", 'unit') }}
        end as amount,
        valid_from,
        valid_to,
        source
    from read

)

select * from final
