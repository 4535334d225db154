-- One row per deployment of the demo desk.
-- Lists of a hundred stand for shares: a draw picks one of their elements.

select
    deployment_id,
    prefix,
    volume_share,
    scale_min,
    scale_max,
    satisfied_from,
    instrument,
    review_share,
    has_bot_seconds,
    has_entitlement_rows,
    segments,
    channels,
    currencies
from (
    values
        (
            'web_chat', 'WC', 0.68, 1, 5, null, 'csat-5 v2', 0.02, true, true,
            repeat(['consumer'], 65) || repeat(['business'], 22)
            || repeat(['enterprise'], 12) || ['unknown'],
            repeat(['chat'], 55) || repeat(['email'], 24)
            || repeat(['web_form'], 13) || repeat(['voice'], 8),
            ['USD']
        ),
        (
            'wallet_app', 'WA', 0.32, 0, 10, 8, 'csat-10 v1', 0.03, false, false,
            repeat(['consumer'], 74) || repeat(['business'], 16)
            || repeat(['enterprise'], 9) || ['unknown'],
            repeat(['chat'], 70) || repeat(['email'], 14)
            || repeat(['web_form'], 6) || repeat(['voice'], 10),
            ['USD', 'USD', 'USD', 'USD', 'EUR']
        )
) as desk (
    deployment_id, prefix, volume_share, scale_min, scale_max, satisfied_from,
    instrument, review_share, has_bot_seconds, has_entitlement_rows,
    segments, channels, currencies
)
