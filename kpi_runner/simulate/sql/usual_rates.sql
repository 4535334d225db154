-- One row per archetype and rate, as it is where nothing is planted.

unpivot (
    select
        archetype,
        cast(web_volume as double) as web_volume,
        cast(wallet_volume as double) as wallet_volume,
        cast(attempt as double) as attempt,
        cast(escalate as double) as escalate,
        cast(abandon as double) as abandon,
        cast(confirm as double) as confirm,
        cast(csat as double) as csat,
        cast(bot_seconds as double) as bot_seconds,
        cast(agent_seconds as double) as agent_seconds,
        cast(follow_7d as double) as follow_7d,
        cast(follow_30d as double) as follow_30d,
        cast(refund as double) as refund,
        cast(quote as double) as quote,
        cast(response as double) as response,
        cast(1 as double) as survey_sent,
        cast(0 as double) as delayed_shift,
        cast(0 as double) as model_shift,
        cast(0.03 as double) as context_loss,
        cast(0 as double) as wrong_quote,
        cast(0 as double) as overreach,
        cast(0 as double) as leak
    from archetypes
)
on columns(* exclude (archetype)) into name rate value planted
