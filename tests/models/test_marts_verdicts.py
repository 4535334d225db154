"""What else moves a verdict: the mode, own limits, a new baseline, a holdout."""

import csv

from tests.models.people_desk import before, build, deflected
from tests.support.warehouse import ROOT, SEEDS

WEEK = "2026-01-26"


def line(built):
    """Return the row of the last week with tickets."""
    (found,) = built.records(
        "select * from deflection_weekly"
        f" where week = '{WEEK}' and archetype = 'order_status'"
    )
    return found


def desk(satisfied, *more, **options):
    """Build four weeks of a hundred answers against a baseline of 80 percent."""
    return build(
        before("order_status"),
        deflected("order_status", satisfied, 100, segment="consumer"),
        *more,
        upto=["deflection_weekly"],
        **options,
    )


def thresholds(**columns):
    """Return the shipped limits and one more of resolution CSAT."""
    with (ROOT / "seeds/thresholds.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    (shipped,) = [row for row in rows if row["rule"] == "csat_slip_resolution"]
    return [*rows, shipped | columns]


def test_the_letter_vetoes_a_two_point_drop_that_evidence_only_watches():
    built = desk(78, variables={"gate_mode": "literal"})
    found = line(built)
    assert found["verdict"] == "vetoed"
    assert "vetoed by resolution CSAT -2.0 (review)" in found["headline"]


def test_a_desk_with_another_limit_has_another_tolerance():
    own = {"scope_type": "archetype", "scope": "order_status", "review_at": "-3.5"}
    built = desk(77, seeds={"thresholds": thresholds(**own)})
    assert "CSAT -3.0, inside the 3.5-point tolerance" in line(built)["headline"]


def test_a_new_baseline_does_not_hide_the_drop_from_the_first():
    (first,) = SEEDS["baselines"]
    again = first | {
        "window_start": "2026-01-05",
        "window_end": "2026-01-19",
        "valid_from": "2026-01-12",
    }
    built = desk(60, seeds={"baselines": [first, again]})

    found = line(built)

    assert found["resolution_csat_delta"] == 0
    assert found["delta_pre_deployment"] == -20
    assert found["verdict"] == "vetoed"
    assert "vetoed by resolution CSAT -20.0 (rollback)" in found["headline"]


def test_a_drop_that_the_holdout_shares_is_watched_and_says_so():
    built = desk(
        60,
        deflected("order_status", 60, 100, arm="holdout", bot_attempted=False),
    )

    found = line(built)

    assert found["holdout_delta"] == 0
    assert found["holdout_delta_low"] < 0 < found["holdout_delta_high"]
    assert "resolution CSAT -20.0 (shared by the holdout)" in found["headline"]
    assert found["ticket_count"] == 100


def test_a_drop_that_rounds_to_nothing_has_no_sign_and_is_still_no_rise():
    built = build(
        before("order_status", 999, 1249),
        deflected("order_status", 319, 399),
        upto=["deflection_weekly"],
    )
    headline = line(built)["headline"]
    assert "with CSAT 0.0, inside the two-point tolerance" in headline


def test_answers_too_few_to_see_any_drop_are_said_to_see_none():
    built = build(
        before("order_status", 2, 4),
        deflected("order_status", 1, 1),
        upto=["deflection_weekly"],
    )
    found = line(built)
    assert found["min_detectable"] > 100
    assert "too few answers, sees no drop of any size" in found["headline"]
