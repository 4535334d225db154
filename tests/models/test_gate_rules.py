"""Every rule at its limit: just inside, at and beyond, to the letter and for sure."""

import pytest
from gate_cells import cell, csat, each_status, judged, rate, statuses, weeks

HELD = ("held", "held")
REVIEW = ("review", "review")
# To the letter a review; by the evidence not proven.
UNPROVEN = ("review", "watch")


SHARES = [
    ("context_loss_rate", (50, 1000), HELD),
    ("context_loss_rate", (51, 1000), UNPROVEN),
    ("context_loss_rate", (80, 1000), REVIEW),
    ("context_loss_rate", (0, 29), ("insufficient", "insufficient")),
    ("context_loss_rate", (0, 30), HELD),
    ("context_loss_rate", (2, 4), REVIEW),
    ("context_loss_rate", (0, 0), ("insufficient", "insufficient")),
    ("repeat_state_rate", (80, 1000), HELD),
    ("repeat_state_rate", (81, 1000), UNPROVEN),
    ("repeat_state_rate", (120, 1000), REVIEW),
    ("attempt_rate", (100, 1000), HELD),
    ("attempt_rate", (99, 1000), UNPROVEN),
    ("attempt_rate", (70, 1000), REVIEW),
    ("qa_sample_rate", (10, 1000), HELD),
    ("qa_sample_rate", (9, 1000), REVIEW),
    ("refund_accuracy", (5, 5), HELD),
    ("refund_accuracy", (999, 1000), REVIEW),
    ("resolution_coverage", (1, 1000), HELD),
    ("resolution_coverage", (0, 1000), REVIEW),
]


def test_a_share_at_its_limit():
    cells = [
        rate(measure, *counts, in_deflection_list=True) for measure, counts, _ in SHARES
    ]

    assert each_status(cells) == [found for _, _, found in SHARES]


@pytest.mark.parametrize(
    ("archetype", "tier", "share", "found"),
    [
        ("order_status", 1, 400, "held"),
        ("order_status", 1, 399, "watch"),
        ("order_status", 1, 900, "held"),
        ("plan_changes", 3, 600, "held"),
        ("plan_changes", 3, 601, "watch"),
        ("plan_changes", 3, 1, "held"),
    ],
)
def test_a_band_has_a_floor_in_tier_1_and_a_ceiling_in_tier_3(
    archetype, tier, share, found
):
    band = {"archetype": archetype, "tier": tier, "target_low": 40, "target_high": 60}

    assert statuses([rate("deflection_rate", share, 1000, **band)]) == (found, found)


def test_without_a_band_or_a_place_on_the_list_there_is_nothing_to_judge():
    cells = [
        rate("deflection_rate", 1, 1000, archetype="long_tail"),
        rate("attempt_rate", 1, 1000, in_deflection_list=False),
    ]

    assert judged(cells).rows("select * from gate") == []


@pytest.mark.parametrize("measure", ["repeat_contact_7d", "repeat_contact_30d"])
def test_repeat_contact_may_rise_by_one_point(measure):
    counts = [
        (110, 1000, 1000, 10000),  # exactly one point over
        (111, 1000, 1000, 10000),
        (150, 1000, 1000, 10000),
        (0, 29, 1000, 10000),
        (20, 1000, 0, 0),
    ]

    assert each_status(csat(*each, measure=measure) for each in counts) == [
        HELD,
        UNPROVEN,
        REVIEW,
        ("insufficient", "insufficient"),
        ("not_instrumented", "not_instrumented"),
    ]


def test_the_model_score_is_only_ever_watched():
    cells = [
        cell("model_csat", n1=50, n0=500, rolling=70, delta=delta)
        for delta in (-1.9, -2.0, -9.0)
    ]

    assert each_status(cells) == [HELD, ("watch", "watch"), ("watch", "watch")]


def test_one_cent_of_leakage_is_a_breach():
    cells = [cell("refund_overpaid", numerator=paid, value=paid) for paid in (0, 0.01)]

    assert each_status(cells) == [HELD, REVIEW]


def agents(seconds, count=400, spread=60.0):
    """Return an escalated handle time beside a baseline of 400 s over 1,000 tickets."""
    return cell(
        "escalated_handle_time",
        s1=seconds * count,
        n1=count,
        squares1=count * (seconds**2 + spread**2),
        s0=400 * 1000,
        n0=1000,
        squares0=1000 * (400**2 + 60**2),
        rolling=seconds,
        baseline=400,
        delta=100 * (seconds / 400 - 1),
    )


def test_escalated_handle_time_may_rise_by_a_tenth():
    cells = [
        agents(440),
        agents(441),
        agents(441, spread=2000.0),
        agents(420, count=20),
    ]

    assert each_status(cells) == [
        HELD,
        REVIEW,
        UNPROVEN,
        ("insufficient", "insufficient"),
    ]


def bot(rising_weeks, logarithm, count=100):
    """Return a week of bot handle times around a mean logarithm, spread 0.3."""
    return cell(
        "bot_handle_time",
        numerator=100 * count,
        denominator=count,
        value=100,
        n1=count,
        rising_weeks=rising_weeks,
        log_count=count,
        log_sum=round(count * logarithm * 10**6),
        log_squares=round(count * (logarithm**2 + 0.3**2) * 10**12),
    )


@pytest.mark.parametrize(
    ("rising_weeks", "level", "found"),
    [(1, 4.5, HELD), (2, 4.01, UNPROVEN), (2, 4.3, REVIEW)],
)
def test_bot_handle_time_is_reviewed_when_it_rises_two_weeks_and_surely(
    rising_weeks, level, found
):
    before = [bot(0, 4.0) for _ in range(8)]
    rising = [bot(0, level), bot(rising_weeks, level)]

    assert statuses(weeks(*before, *rising)) == found


@pytest.mark.parametrize(
    ("abandoned", "found"), [(100, HELD), (101, UNPROVEN), (140, REVIEW)]
)
def test_one_in_ten_may_give_up(abandoned, found):
    cells = [
        rate("abandonment_rate", abandoned, 1000),
        rate("deflection_rate", 500, 1000, target_high=60),
        rate("containment_rate", 500, 1000, wow=0),
    ]

    assert found in judged(cells).rows(
        "select status_literal, status_evidence from gate where rule = 'doom_loop'"
    )


@pytest.mark.parametrize(
    ("deflected", "falls", "found"),
    [
        (600, (-1, -1), HELD),  # at the band, not above it
        (601, (-1, -1), UNPROVEN),
        (700, (-1, -1), REVIEW),
        (700, (0, -1), HELD),
        (700, (-1, 0), HELD),
    ],
)
def test_deflection_above_its_band_while_containment_falls_is_a_loop(
    deflected, falls, found
):
    cells = [
        *weeks(*(rate("containment_rate", 500, 1000, wow=wow) for wow in falls)),
        rate("deflection_rate", deflected, 1000, target_high=60),
        rate("abandonment_rate", 0, 1000),
    ]

    assert found in judged(cells).rows(
        "select status_literal, status_evidence from gate where rule = 'doom_loop'"
    )


def test_survey_coverage_may_not_fall_under_half_of_the_baseline():
    cells = [
        rate("resolution_coverage", answers, 1000, s0=2000, n0=10000)
        for answers in (100, 99)
    ]

    assert each_status(cells) == [HELD, REVIEW]


def test_a_week_without_tickets_hides_no_missing_answers():
    empty = {"numerator": 0, "denominator": 0}
    before = {"s0": 23, "n0": 100}
    cells = [
        {**rate("resolution_coverage", *counts, **baseline), **empty}
        for counts, baseline in [
            ((11, 100), before),
            ((12, 100), before),
            ((11, 100), {}),
            ((0, 0), before),
        ]
    ]

    assert each_status(cells) == [REVIEW, HELD, HELD, ("insufficient",) * 2]


def test_a_breach_clears_after_two_weeks_without_one_and_both_are_shown():
    lost, fine = (rate("context_loss_rate", s1, 1000) for s1 in (200, 10))
    query = "select status, is_clearing, cast(first_seen_week as varchar) from gate"

    first = judged(weeks(lost, fine)).rows(query)
    second = judged(weeks(lost, fine, fine)).rows(query)

    assert first == [("review", True, "2026-02-23")]
    assert second == [("held", False, None)]


LIMITS = {
    "context_loss_rate": rate("context_loss_rate", 0, 1000),
    "attempt_rate": rate("attempt_rate", 1000, 1000, in_deflection_list=True),
    "qa_sample_rate": rate("qa_sample_rate", 500, 1000),
    "refund_overpaid": cell("refund_overpaid", numerator=0, value=0),
    "resolution_csat": csat(3200, 4000, 6400, 8000),
    "repeat_contact_7d": csat(100, 4000, 800, 8000, measure="repeat_contact_7d"),
    "escalated_handle_time": agents(400),
    "bot_handle_time": bot(0, 4.0),
}


@pytest.mark.parametrize(
    "spoilt",
    [
        "delete from thresholds",
        "update thresholds set rule = 'repeat_kontact'",
        "update thresholds set scope_type = 'tier', scope = '4'",
        "update thresholds set valid_from = '2026-03-03'",
        "update thresholds set review_at = null, rollback_at = null",
        "update thresholds set review_at = -1000, rollback_at = -1000",
        "update thresholds set review_at = 1000, rollback_at = 1000"
        " where rule not in ('refund_leakage', 'escalated_handle_time')",
    ],
)
def test_a_missing_empty_or_absurd_limit_never_passes(spoilt):
    found = judged(LIMITS.values(), spoilt=spoilt).rows(
        "select rule from gate where (status_literal, status_evidence)"
        " <> ('review', 'review')"
    )

    # Money and percent over a baseline have no greatest limit.
    unlimited = [("escalated_handle_time",), ("refund_leakage",)]
    assert sorted(found) == (unlimited if "where rule" in spoilt else [])
