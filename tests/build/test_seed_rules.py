from datetime import date

import pytest

from kpi_runner.build.seed_rules import (
    baseline_faults,
    policy_faults,
    threshold_faults,
)

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def clause(line, valid_from=None, valid_to=None, **columns):
    return {
        "line": line,
        "deployment_id": None,
        "policy_key": "refund_days",
        "value": "5",
        "unit": "business_days",
        "valid_from": valid_from,
        "valid_to": valid_to,
        **columns,
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (None, None)),
        ((None, FEBRUARY), (FEBRUARY, None)),
        ((JANUARY, MARCH), (FEBRUARY, FEBRUARY)),
        ((FEBRUARY, None), (JANUARY, MARCH)),
    ],
)
def test_a_clause_with_two_values_on_one_day_is_a_fault(first, second):
    faults = list(policy_faults([clause(2, *first), clause(3, *second)]))
    assert [(line, message) for line, message, _ in faults] == [
        (3, "policy_key 'refund_days' holds at the same time as in line 2.")
    ]


@pytest.mark.parametrize(
    "other",
    [
        clause(3, FEBRUARY),
        clause(3, None, date(2025, 12, 31)),
        clause(3, JANUARY, policy_key="warranty_months"),
        clause(3, JANUARY, deployment_id="web_chat"),
    ],
)
def test_a_clause_may_change_or_stand_beside_another(other):
    assert list(policy_faults([clause(2, JANUARY, date(2026, 1, 31)), other])) == []


def test_a_clause_that_ends_before_it_begins_is_a_fault():
    faults = list(policy_faults([clause(2, FEBRUARY, JANUARY)]))
    assert faults == [(2, "the clause ends before it begins.", "Set valid_to.")]


def test_a_baseline_window_without_a_day_is_a_fault():
    row = {"line": 4, "window_start": JANUARY, "window_end": JANUARY}
    ((line, message, _),) = baseline_faults([row])
    assert (line, message) == (4, "the window 2026-01-01 .. 2026-01-01 is empty.")
    assert list(baseline_faults([{**row, "window_end": FEBRUARY}])) == []


def slip(review_at, rollback_at):
    return {
        "line": 2,
        "rule": "csat_slip_resolution",
        "watch_at": None,
        "review_at": review_at,
        "rollback_at": rollback_at,
    }


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        ((-2, -4), None),
        ((-2, -2), None),
        ((2, -4), "review_at 2 with rollback_at -4 is no slip."),
        ((0, -4), "review_at 0 with rollback_at -4 is no slip."),
        ((-4, -2), "review_at -4 with rollback_at -2 is no slip."),
        ((-2, -400), "review_at -2 with rollback_at -400 is no slip."),
        ((-2, None), "rule 'csat_slip_resolution' lacks a limit."),
        ((None, None), "rule 'csat_slip_resolution' has no limit."),
    ],
)
def test_a_slip_has_two_limits_that_can_be_reached(limits, fault):
    first = next((message for _, message, _ in threshold_faults([slip(*limits)])), None)
    assert first == fault
