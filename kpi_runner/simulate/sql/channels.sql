-- One row per channel: how long its agents take to answer, how its surveys fare.
-- stretch: seconds on the wall per second of an agent's active work.

select *
from (
    values
        ('chat', 90, 1.2, 0.90, 0.21),
        ('voice', 120, 1.0, 0.60, 0.07),
        ('email', 12000, 8.0, 0.85, 0.12),
        ('web_form', 16000, 8.0, 0.75, 0.09)
) as channels (channel, queue_seconds, stretch, survey_sent, survey_response)
