-- One row per reviewed ticket: findings by class, and how refunds were quoted.
-- A finding is a row with a class. A review counts once for refunds, by its rows with
-- both amounts: accurate when all agree to 0.01 in their own currency, overquoted by
-- the largest excess, in the reporting currency.

with

reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

converted as (

    select
        reviews.*,
        abs(reviews.refund_quoted - reviews.refund_entitled) <= 0.01 as is_accurate,
        {{ in_reporting_currency('reviews.refund_quoted', 'exchange_rates.rate') }}
        - {{ in_reporting_currency('reviews.refund_entitled', 'exchange_rates.rate') }}
            as overquoted_amount
    from reviews
    left join exchange_rates
        on reviews.currency = exchange_rates.currency

),

by_review as (

    select
        ticket_id,
        review_id,
        count_if(finding_class = 1) as finding_count_1,
        count_if(finding_class = 2) as finding_count_2,
        count_if(finding_class = 3) as finding_count_3,
        count_if(finding_class = 4) as finding_count_4,
        bool_and(packet_acknowledged) as is_packet_acknowledged,
        bool_and(is_accurate) as is_accurate,
        max(case when overquoted_amount > 0 then overquoted_amount else 0 end)
            as overquoted_amount
    from converted
    group by ticket_id, review_id

),

final as (

    select
        ticket_id,
        bool_and(is_packet_acknowledged) as is_packet_acknowledged,
        cast(sum(finding_count_1) as bigint) as finding_count_1,
        cast(sum(finding_count_2) as bigint) as finding_count_2,
        cast(sum(finding_count_3) as bigint) as finding_count_3,
        cast(sum(finding_count_4) as bigint) as finding_count_4,
        cast(count_if(is_accurate is not null) as bigint) as refund_review_count,
        cast(count_if(is_accurate) as bigint) as refund_accurate_count,
        cast(sum(overquoted_amount) as decimal(18, 2)) as refund_overquoted_amount
    from by_review
    group by ticket_id

)

select * from final
