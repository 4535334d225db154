"""Weeks of the panel: which there are, when they mature, and how they are pooled."""

from datetime import date, timedelta

import pytest

from tests.models.panel_cells import answered, cell, desks, opened, panel
from tests.support.warehouse import ticket


def weeks(built, columns, measure="attempt_rate", slice_="all"):
    """Return columns of a measure, week by week."""
    return built.rows(
        f"select {columns} from int_measures_compared"
        f" where measure = '{measure}' and slice = '{slice_}' order by week"
    )


def attempts(day, attempted, of):
    """Return tickets of one day, of which the bot attempted some."""
    return [
        opened(f"{day} {number}", day, bot_attempted=number < attempted)
        for number in range(of)
    ]


def test_every_week_is_there_from_the_first_counted_ticket_to_as_of():
    tickets = [
        opened("excluded", "2025-12-29", exclusion="test"),
        opened("holdout", "2025-12-29", arm="holdout"),
        opened("first", "2026-01-06"),
        opened("last", "2026-01-20"),
    ]

    built = panel(tickets, as_of="2026-01-28")

    assert weeks(built, "week, numerator, denominator, value") == [
        (date(2026, 1, 5), 0, 1, 0.0),
        (date(2026, 1, 12), 0, 0, None),
        (date(2026, 1, 19), 0, 1, 0.0),
        (date(2026, 1, 26), 0, 0, None),
    ]


def test_a_slice_opens_with_its_own_first_ticket_and_has_every_measure():
    tickets = [
        opened("early", "2026-01-06", segment="consumer"),
        opened("late", "2026-01-13", segment="business"),
    ]

    built = panel(tickets, as_of="2026-01-20")

    measures = built.value("select count(*) from kpis")
    assert built.rows(
        "select segment, count(distinct week), count(*) / count(distinct week)"
        " from int_measures_compared where slice = 'archetype_segment'"
        " group by segment order by segment"
    ) == [("business", 2, measures), ("consumer", 3, measures)]


def test_only_the_newest_event_counts_as_now_when_nobody_says_otherwise():
    tickets = [ticket("t"), opened("spam", "2026-01-27", exclusion="spam")]

    built = panel(tickets, as_of=None)

    assert weeks(built, "week")[-1] == (date(2026, 1, 26),)


@pytest.fixture(scope="module", params=["2026-02-22 23:59:59", "2026-02-23 00:00:00"])
def at_midnight(request):
    """Return the panel a second before a week ends, or at its end, and days gained."""
    is_over = request.param.endswith("00:00:00")
    return panel([ticket("t")], as_of=request.param), 7 if is_over else 0


@pytest.mark.parametrize(
    ("measure", "last_mature"),
    [
        ("attempt_rate", date(2026, 2, 9)),
        ("resolution_csat", date(2026, 2, 9)),
        ("delayed_csat", date(2026, 2, 2)),
        ("repeat_contact_7d", date(2026, 2, 2)),
        ("policy_incidents_1", date(2026, 2, 2)),
    ],
)
def test_a_week_matures_to_the_second_after_its_days(at_midnight, measure, last_mature):
    built, more_days = at_midnight

    found = [week for week, is_mature in weeks(built, "week, is_mature", measure)
             if is_mature]  # fmt: skip

    assert found[-1] == last_mature + timedelta(days=more_days)


@pytest.mark.parametrize(
    ("measure", "mature_before", "mature_on"),
    [
        ("handoff_csat", "2026-01-22 23:59:59", "2026-01-23"),
        ("repeat_contact_30d", "2026-02-17 23:59:59", "2026-02-18"),
    ],
)
def test_days_to_mature_need_not_end_on_a_monday(measure, mature_before, mature_on):
    assert not cell(panel([ticket("t")], as_of=mature_before), measure)["is_mature"]
    assert cell(panel([ticket("t")], as_of=mature_on), measure)["is_mature"]


def test_an_immature_week_is_shown_and_not_pooled():
    built = panel([ticket("t")], as_of="2026-01-18 23:59:59")

    found = cell(built, "attempt_rate")
    assert (found["value"], found["is_mature"]) == (0, False)
    assert (found["rolling"], found["rolling_weeks"], found["n1"]) == (None, None, None)


def test_weeks_begin_at_midnight_where_the_helpdesk_stands():
    sunday_evening = "2026-01-19 04:59:59"
    monday = "2026-01-19 05:00:00"
    tickets = [ticket("sunday", opened_at=sunday_evening, resolved_at=None)]
    new_york = {"week_timezone": "America/New_York"}

    immature = panel(tickets, as_of=sunday_evening, variables=new_york)
    mature = panel(tickets, as_of=monday, variables=new_york)

    assert weeks(immature, "week, is_mature") == [(date(2026, 1, 12), False)]
    assert weeks(mature, "week, is_mature") == [
        (date(2026, 1, 12), True),
        (date(2026, 1, 19), False),
    ]


LAUNCHES = {
    "on a monday": ("2026-01-12", [False, True, True]),
    "on a tuesday": ("2026-01-13", [False, False, True]),
    "never": ("", [False, False, False]),
    "in the future": ("2027-01-01", [False, False, False]),
}


def test_a_week_is_after_the_launch_when_its_monday_is():
    launched = [
        desk | {"launched_on": LAUNCHES.get(desk["deployment_id"], [""])[0]}
        for desk in desks(*LAUNCHES)
    ]
    tickets = [
        opened(f"{name} {day}", day, deployment_id=name)
        for name in LAUNCHES
        for day in ("2026-01-06", "2026-01-20")
    ]

    built = panel(tickets, as_of="2026-01-20", seeds={"deployments": launched})

    for name, (_, expected) in LAUNCHES.items():
        found = built.rows(
            "select is_after_launch from int_slice_weeks"
            f" where slice = 'all' and deployment_id = '{name}' order by week"
        )
        assert [is_after for (is_after,) in found] == expected, name


def test_an_archetype_goes_by_its_own_launch_and_the_rest_by_the_deployments():
    tickets = [ticket("launched"), ticket("not yet", intent="returns")]
    launches = [
        {"deployment_id": "desk", "archetype": "order_status",
         "launched_on": "2026-01-19"},
        {"deployment_id": "desk", "archetype": "returns", "launched_on": ""},
    ]  # fmt: skip

    built = panel(tickets, as_of="2026-01-20", seeds={"launches": launches})

    assert built.rows(
        "select archetype, week, is_after_launch from int_slice_weeks"
        " where slice in ('archetype', 'all') order by archetype, week"
    ) == [
        ("all", date(2026, 1, 12), True),
        ("all", date(2026, 1, 19), True),
        ("order_status", date(2026, 1, 12), False),
        ("order_status", date(2026, 1, 19), True),
        ("returns", date(2026, 1, 12), False),
        ("returns", date(2026, 1, 19), False),
    ]


def test_a_launch_of_an_archetype_inside_long_tail_has_no_effect():
    launch = {"deployment_id": "desk", "archetype": "returns", "launched_on": ""}

    built = panel(
        [ticket("small", intent="returns")],
        variables={"top_archetypes": 0},
        seeds={"launches": [launch]},
    )

    found = cell(built, "attempt_rate", slice="archetype", archetype="long_tail")
    assert found["is_after_launch"]


def test_four_weeks_are_pooled_without_those_before_the_launch():
    tickets = [
        *attempts("2025-12-29", 3, 3),
        *attempts("2026-01-05", 1, 1),
        *attempts("2026-01-19", 1, 3),
        *attempts("2026-01-26", 0, 4),
        *attempts("2026-02-02", 2, 2),
    ]

    built = panel(tickets, as_of="2026-02-09")

    assert weeks(built, "s1, n1, rolling, rolling_weeks, weeks_present")[:-1] == [
        (None, None, None, 0, 0),
        (1, 1, 100.0, 1, 1),
        (1, 1, 100.0, 2, 1),
        (2, 4, 50.0, 3, 2),
        (2, 8, 25.0, 4, 3),
        (3, 9, 300 / 9, 4, 3),
    ]


def test_counts_and_money_are_summed_over_the_four_weeks_without_a_baseline():
    refunds = [
        {"refund_id": day, "ticket_id": day, "paid_at": f"{day} 12:00:00",
         "amount": 5, "currency": "USD", "entitled_amount": 3}
        for day in ("2025-12-30", "2026-01-06", "2026-01-13")
    ]  # fmt: skip
    tickets = [opened(refund["ticket_id"], refund["ticket_id"]) for refund in refunds]

    found = cell(panel(tickets, refunds=refunds), "refund_overpaid")

    assert (found["value"], found["denominator"], found["rolling"]) == (2, None, 4)
    assert (found["baseline"], found["n0"], found["delta"]) == (None, None, None)


def test_rises_are_counted_week_by_week_and_a_silent_week_ends_them():
    tickets = [
        *attempts("2026-01-05", 1, 4),
        *attempts("2026-01-12", 2, 4),
        *attempts("2026-01-19", 3, 4),
        *attempts("2026-01-26", 3, 4),
        *attempts("2026-02-02", 4, 4),
        *attempts("2026-02-16", 4, 4),
    ]

    built = panel(tickets, as_of="2026-02-23")

    assert weeks(built, "wow, rising_weeks")[:-1] == [
        (None, 0),
        (25.0, 1),
        (25.0, 2),
        (0.0, 0),
        (25.0, 1),
        (None, 0),
        (None, 0),
    ]


def test_an_immature_week_has_a_change_but_does_not_rise_yet():
    tickets = [*attempts("2026-01-12", 1, 2), *attempts("2026-01-19", 2, 2)]

    built = panel(tickets, as_of="2026-01-25")

    assert weeks(built, "wow, rising_weeks, is_mature") == [
        (None, 0, True),
        (50.0, 0, False),
    ]


def test_answers_present_are_counted_in_weeks_not_in_answers():
    tickets = [opened(f"t{day}", f"2026-01-{day}") for day in (12, 13, 26)]
    surveys = [answered(f"t{day}", f"2026-01-{day} 12:00:00", 5) for day in (12, 13)]

    built = panel(tickets, surveys=surveys)

    found = cell(built, "resolution_csat", week="2026-01-26")
    assert (found["n1"], found["weeks_present"], found["rolling_weeks"]) == (2, 1, 3)
