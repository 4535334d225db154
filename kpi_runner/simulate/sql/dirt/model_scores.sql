-- One row per dirty model score of the batch: a probability over one.

select
    * replace (1 + resolution_quality as resolution_quality),
    'out_of_range' as reason
from model_scores
where
    chance(digest(ticket_id, 'dirty score'), 0) < getvariable('dirt')
    and resolution_quality > 0
order by ticket_id
