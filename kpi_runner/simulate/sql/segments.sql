-- One row per customer segment, with its distance from the archetype's satisfaction.

select *
from (
    values ('consumer', 0.0), ('business', 0.01), ('enterprise', -0.02), ('unknown', 0.0)
) as segments (segment, csat_offset)
