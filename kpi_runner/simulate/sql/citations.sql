-- One row per document that the bot retrieved before it quoted policy.

select
    ticket_id || '.c' as citation_id,
    ticket_id,
    after_seconds(opened_at, 0.3 * bot_phase_seconds) as cited_at,
    topic.document_id as document_id,
    cast(getvariable('start') as timestamp) - interval 60 day as document_updated_at,
    round(0.62 + 0.36 * chance(digest(ticket_id, 'cited'), 0), 4) as retrieval_score
from details
where
    is_quoted
    and cited_at < getvariable('data_end')
    -- An invented quote has no source, as a rule.
    and (not is_wrong or chance(digest(ticket_id, 'cited'), 1) < 0.3)
order by cited_at, citation_id
