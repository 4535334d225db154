-- One row per archetype with policy topics: a list to pick one from.

select
    archetype,
    list(
        {
            'topic': topic,
            'finding_class': finding_class,
            'right_value': right_value,
            'wrong_value': wrong_value,
            'document_id': document_id
        }
        order by place
    ) as choices
from topics
group by archetype
