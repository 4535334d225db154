-- One row per channel: how long its agents take to answer, how its surveys fare.
-- stretch: seconds on the wall per second of an agent's active work.

select *
from (
    values
        ('chat', 90, 1.2, 0.92, 0.24),
        ('voice', 120, 1.0, 0.60, 0.08),
        ('email', 12000, 8.0, 0.85, 0.14),
        ('web_form', 16000, 8.0, 0.75, 0.10)
) as channels (channel, queue_seconds, stretch, survey_sent, survey_response)
