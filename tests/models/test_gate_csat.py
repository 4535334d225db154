"""CSAT cells in the gate: modes, slices, thresholds, holdout and re-baselining."""

import pytest
from gate_cells import MONDAY, cell, csat, judged, rate, statuses, weeks

SLIP = (700, 1000, 8200, 10000)  # twelve points, confirmed
HINT = (790, 1000, 8200, 10000)  # three points, not confirmed
FINE = (8200, 10000, 8200, 10000)


def gate(cells, *columns, **options):
    return judged(cells, **options).rows(
        f"select {', '.join(columns)} from gate order by slice, archetype, rule"
    )


def test_a_confirmed_slip_is_a_rollback_in_both_modes():
    row = gate([csat(*SLIP)], "status", "evidence", "action", "fails_ci", "owner")

    assert row == [("rollback", "confirmed", "remove_archetype", True, "Owner")]


def test_an_unconfirmed_slip_is_watched_and_by_the_letter_reviewed():
    columns = ("status", "status_literal", "status_evidence", "evidence", "gate_mode")

    evidence = gate([csat(*HINT)], *columns)
    literal = gate([csat(*HINT)], *columns, gate_mode="literal")

    assert evidence == [("watch", "review", "watch", "unconfirmed", "evidence")]
    assert literal == [("review", "review", "watch", "unconfirmed", "literal")]


def test_an_unconfirmed_four_point_drop_proposes_the_removal():
    row = gate([csat(156, 200, 8200, 10000)], "status", "action")

    assert row == [("watch", "remove_archetype")]


def test_a_handoff_never_goes_beyond_review():
    row = gate([csat(*SLIP, measure="handoff_csat")], "status", "action")

    assert row == [("review", "fix_handoff_integration")]


def test_segments_are_judged_by_the_evidence_alone():
    cells = [
        csat(*HINT, slice="segment", archetype="all", segment="enterprise"),
        csat(*HINT, slice="archetype_segment", segment="enterprise"),
        csat(*HINT),
    ]

    found = gate(cells, "slice", "status", "status_literal", gate_mode="literal")

    assert found == [
        ("archetype", "review", "review"),
        ("archetype_segment", "watch", "review"),
        ("segment", "watch", "review"),
    ]


def test_only_satisfaction_and_repeat_contact_are_cut_by_segment():
    columns = {"slice": "archetype_segment", "segment": "enterprise"}
    cells = [
        csat(*FINE, **columns),
        csat(1, 1000, 10, 10000, measure="repeat_contact_7d", **columns),
        rate("context_loss_rate", 500, 1000, **columns),
        csat(*SLIP, slice="archetype_channel", channel="chat"),
        csat(*FINE, is_mature=False),
    ]

    assert gate(cells, "rule") == [("csat_slip_resolution",), ("repeat_contact_7d",)]


def test_each_measure_is_judged_in_its_latest_mature_week():
    mature, open_week = csat(*SLIP), csat(*FINE, is_mature=False)

    found = judged(weeks(mature, open_week)).rows(
        "select status, cast(week as varchar) from gate"
    )

    assert found == [("rollback", "2026-02-23")]


def test_every_week_is_judged_and_an_open_one_is_pending():
    cells = weeks(csat(*SLIP), csat(*FINE), csat(*FINE, is_mature=False))

    found = judged(cells).rows("select status from int_measures_judged order by week")

    assert found == [("rollback",), ("protected",), ("pending",)]


def test_a_breach_is_dated_by_the_run_of_weeks_that_it_lasts():
    cells = weeks(csat(*SLIP), csat(*FINE), csat(*HINT), csat(*SLIP), csat(*SLIP))

    found = judged(cells).rows("select cast(first_seen_week as varchar) from gate")

    assert found == [("2026-02-16",)]


def threshold(scope_type, scope, review_at, **columns):
    return {
        "rule": "csat_slip_resolution",
        "measure": "resolution_csat",
        "scope_type": scope_type,
        "scope": scope,
        "compare": "delta",
        "review_at": review_at,
        "rollback_at": -10,
        "review_action": "tuning_review",
        "fails_ci": "true",
        "source": "ours",
        **columns,
    }


def test_the_most_specific_threshold_in_force_wins():
    rows = [
        threshold("all", "all", -2),
        threshold("tier", "1", -3),
        threshold("archetype", "order_status", -4),
        threshold("archetype", "order_status", -5, valid_from="2026-02-23"),
        threshold("archetype", "order_status", -6, valid_from="2026-03-09"),
    ]
    cells = [
        csat(*FINE),
        csat(*FINE, archetype="password_reset"),
        csat(*FINE, archetype="long_tail"),
    ]

    found = gate(cells, "archetype", "review_at", seeds={"thresholds": rows})

    assert found == [("long_tail", -2), ("order_status", -5), ("password_reset", -3)]


@pytest.mark.parametrize(
    ("holdout", "shared", "status"),
    [
        ((700, 1000), True, "watch"),  # both arms fell
        ((820, 1000), False, "rollback"),  # the holdout stood
        ((780, 1000), False, "rollback"),  # it fell, by less than half as far
        ((20, 29), False, "rollback"),  # too few to acquit anybody
    ],
)
def test_a_breach_that_the_holdout_shares_is_watched(holdout, shared, status):
    s0, n0 = holdout
    slip = csat(*SLIP, holdout_s0=s0, holdout_n0=n0)

    found = gate([slip], "is_shared_by_holdout", "status", "status_literal")

    assert found == [(shared, status, "rollback")]


def test_the_holdout_delta_has_an_interval():
    slip = csat(*SLIP, holdout_s0=820, holdout_n0=1000)

    ((delta, low, high),) = gate(
        [slip], "holdout_delta", "holdout_delta_low", "holdout_delta_high"
    )

    assert delta == pytest.approx(-12)
    assert low < delta < high < 0


def test_after_a_re_baselining_the_first_window_still_vetoes():
    moved = csat(700, 1000, 7000, 10000, first_s0=8200, first_n0=10000)

    assert statuses([moved]) == ("rollback", "rollback")


def test_a_first_window_on_another_scale_vetoes_nothing():
    moved = csat(
        700,
        1000,
        7000,
        10000,
        first_s0=8200,
        first_n0=10000,
        is_first_comparable=False,
    )

    assert statuses([moved]) == ("protected", "protected")


def test_other_scales_are_incomparable_but_silence_is_insufficient():
    other = csat(*FINE, is_comparable=False)
    silent = csat(0, 0, 8200, 10000, weeks_present=0, archetype="returns")

    found = gate([other, silent], "status")

    assert found == [("incomparable",), ("insufficient",)]


def test_a_rollback_takes_the_archetype_off_the_list_until_it_is_restored():
    restore = {
        "deployment_id": "desk",
        "archetype": "order_status",
        "decision": "restore",
        "decided_by": "Owner",
        "rule": "csat_slip_resolution",
    }
    removed_on = "2026-03-09"  # the Monday on which the week of MONDAY is mature
    query = (
        "select in_deflection_list, cast(since as varchar), why from deflection_policy"
        " where archetype = 'order_status'"
    )

    alone = judged([csat(*SLIP)], upto="deflection_policy").rows(query)
    early, later = (
        judged(
            [csat(*SLIP)],
            upto="deflection_policy",
            seeds={"decisions": [restore | {"decided_on": day}]},
        ).rows(query)
        for day in ("2026-03-08", removed_on)
    )

    why = f"rollback by csat_slip_resolution, week of {MONDAY}"
    assert alone == early == [(False, removed_on, why)]
    assert later == [(True, removed_on, "restored by decision")]


def test_an_unconfirmed_drop_removes_nothing_and_by_the_letter_everything():
    drop = csat(156, 200, 8200, 10000)
    query = "select count(*) from deflection_policy where why like 'rollback%'"

    assert judged([drop], upto="deflection_policy").value(query) == 0
    literal = judged([drop], upto="deflection_policy", gate_mode="literal")
    assert literal.value(query) == 1


def test_an_archetype_off_the_list_is_refused_on_purpose():
    refused = rate("attempt_rate", 0, 1000, in_deflection_list=True)
    slip, fine = csat(*SLIP), csat(*FINE)

    found = judged([*weeks(slip, fine), *weeks(refused, refused)]).rows(
        "select cast(week as varchar), status from int_measures_judged"
        " where rule = 'silent_refusal'"
    )

    # The rollback of the first week is known, and the archetype off, in the second.
    assert found == [("2026-02-23", "review")]


def test_a_cell_that_is_not_judged_any_more_is_not_in_the_gate():
    refused = rate("attempt_rate", 0, 1000, in_deflection_list=True)
    slip, fine = csat(*SLIP), csat(*FINE)

    rows = judged([*weeks(slip, fine), *weeks(refused, refused)]).rows(
        "select rule, cast(week as varchar) from gate"
    )

    assert rows == [("csat_slip_resolution", MONDAY)]


def test_nothing_before_the_launch_is_judged():
    assert gate([cell("resolution_csat", is_after_launch=False)], "rule") == []
