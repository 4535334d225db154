-- One row per wording of a bot and sentence in which it promises or reports a refund
-- and names an amount.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

final as (

    select
        wording_key,
        sentence_number
    from sentences
    where
        may_state_quantity
        and regexp_matches(
            sentence,
            '(?:(?:i|we)(?:''ll|''ve| will| have| just| am going to)?(?: [a-z]+){0,3}'
            || ' (?:refund|refunded|refunding|reimburse|reimbursed)'
            || '|(?:full |partial )?refund of'
            || '|(?:you''ll|you will|you''re going to) (?:receive|get|see)'
            || '(?: [^ ]+){0,5} (?:refund|back)'
            || '|(?:will be|has been|have been|is being) (?:refunded|reimbursed)'
            || '|refund(?:ed)? (?:amount|total))'
        )
        and not regexp_matches(
            sentence,
            '(?:^|[^a-z])'
            || '(?:not|cannot|never|unable|if|would|could|should|may|might|no)'
            || '(?:[^a-z]|$)|n''t(?:[^a-z]|$)'
        )

)

select * from final
