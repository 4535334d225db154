"""Months and quarters: whole weeks, by their Thursday."""

from datetime import date

import pytest

from tests.models.panel_cells import opened
from tests.models.people_desk import before, build, deflected
from tests.support.warehouse import warehouse


def attempts(day, attempted, of):
    """Return tickets of one day, of which the bot attempted some."""
    return [
        opened(f"{day} {number}", day, bot_attempted=number < attempted)
        for number in range(of)
    ]


@pytest.fixture(scope="module")
def built():
    """Build from weeks on both sides of a year and of a launch on 5 January."""
    return warehouse(
        tickets=[
            *attempts("2025-12-25", 0, 1),
            *attempts("2025-12-29", 0, 2),
            *attempts("2026-01-05", 3, 4),
            *attempts("2026-01-26", 5, 6),
            *attempts("2026-02-02", 7, 8),
            *attempts("2026-03-30", 1, 2),
        ],
        variables={"as_of": "2026-04-20"},
        upto=["panel_monthly", "panel_quarterly"],
    )


def periods(built, mart, columns):
    """Return columns of the attempt rate over all tickets."""
    return built.rows(
        f"select {columns} from {mart}"
        " where slice = 'all' and measure = 'attempt_rate' order by 1"
    )


def test_a_week_belongs_to_the_month_of_its_thursday(built):
    assert periods(built, "panel_monthly", "month, week_count, denominator") == [
        (date(2025, 12, 1), 1, 1),
        (date(2026, 1, 1), 4, 10),
        (date(2026, 2, 1), 4, 8),
        (date(2026, 3, 1), 4, 0),
        (date(2026, 4, 1), 4, 2),
    ]


def test_weeks_before_the_launch_stay_out_of_the_month_of_the_launch(built):
    months = periods(built, "panel_monthly", "month, is_after_launch, value")
    assert months[:2] == [
        (date(2025, 12, 1), False, 0.0),
        (date(2026, 1, 1), True, 80.0),
    ]


def test_a_month_stands_beside_the_one_before(built):
    months = periods(built, "panel_monthly", "month, value, previous_value, change")
    assert months[2] == (date(2026, 2, 1), 87.5, 80.0, 7.5)
    assert months[3] == (date(2026, 3, 1), None, 87.5, None)


def test_a_month_is_mature_when_its_last_week_is(built):
    assert periods(built, "panel_monthly", "month, is_mature")[-2:] == [
        (date(2026, 3, 1), True),
        (date(2026, 4, 1), False),
    ]


def test_quarters_are_made_the_same_way(built):
    assert periods(
        built, "panel_quarterly", "quarter, week_count, denominator, is_mature"
    ) == [
        (date(2025, 10, 1), 1, 1, True),
        (date(2026, 1, 1), 12, 18, True),
        (date(2026, 4, 1), 4, 2, False),
    ]


def test_a_month_is_compared_with_the_baseline():
    built = build(
        before("order_status", 400, 500),
        deflected("order_status", 8, 10),
        upto=["panel_monthly"],
    )
    assert built.rows(
        "select value, baseline, baseline_n, delta from panel_monthly"
        " where slice = 'archetype' and measure = 'resolution_csat'"
        " and month = date '2026-01-01'"
    ) == [(80.0, 80.0, 500, 0.0)]


def test_what_is_not_measured_has_no_numbers(built):
    assert built.rows(
        "select distinct is_instrumented, numerator, value from panel_monthly"
        " where measure = 'resolution_csat'"
    ) == [(False, None, None)]
