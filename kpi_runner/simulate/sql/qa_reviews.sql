-- One row per reviewed conversation: a random share of every archetype,
-- and of the suspects: six in ten invented quotes and claims are found.

with

attempted as (

    select
        *,
        digest(ticket_id, 'review') as bits,
        row_number() over (
            partition by deployment_id, archetype, first_week, generation > 0
            order by digest(ticket_id, 'review'), ticket_id
        ) as place,
        count(*) over (
            partition by deployment_id, archetype, first_week, generation > 0
        ) as attempted_count
    from details
    semi join (select ticket_id from tickets where exclusion is null) using (ticket_id)
    where is_attempted

),

sampled as (

    select *
    from attempted
    where
        (generation = 0 and place <= ceil(review_share * attempted_count))
        or (generation > 0 and chance(bits, 0) < review_share)
        or ((is_wrong or is_overreach) and chance(bits, 0) < 0.6)

),

final as (

    select
        ticket_id || '.q' as review_id,
        ticket_id,
        case
            when is_wrong then ticket_id || '.04'
            when is_overreach then ticket_id || if(path = 'abandoned', '.06', '.05')
        end as message_id,
        after_seconds(ends_at, 86400 * (0.5 + 4 * chance(bits, 1))) as reviewed_at,
        pick(['Noor', 'Sam', 'Wei'], chance(bits, 2)) as reviewer,
        case when is_wrong then 'wrong' when is_quoted then 'right' else 'none' end
            as quote,
        if(is_quoted, false, null) as omits_condition,
        if(path = 'escalated', not is_lost, null) as packet_acknowledged,
        case when is_wrong then topic.finding_class when is_overreach then 4 end
            as finding_class,
        if(is_quoted, topic.topic, null) as policy_key,
        case
            when is_wrong then topic.wrong_value when is_quoted then topic.right_value
        end
            as quoted_value,
        if(is_refunded, paid, null) as refund_quoted,
        case
            when is_refunded and is_unentitled then 0 when is_refunded then entitled
        end
        ::decimal(18, 2) as refund_entitled,
        if(is_refunded, currency, null) as currency
    from sampled

)

select * from final
where reviewed_at < getvariable('data_end')
order by reviewed_at, review_id
