"""What changed: the mix of tickets, or the rates themselves."""

from math import log

import pytest

from tests.models.people_desk import before, build, conversations, deflected
from tests.support.warehouse import warehouse

AFTER = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]


def shift(built, measure, week="2026-01-26"):
    """Return the row of a measure and week."""
    (found,) = built.records(
        f"select * from mix_shift where week = '{week}' and measure = '{measure}'"
    )
    return found


def index(*shares):
    """Return the population stability index of pairs of shares, now and before."""
    return sum((now - then) * log(now / then) for now, then in shares)


@pytest.fixture(scope="module")
def mixed():
    """Build a desk whose rates stand still while its mix moves."""
    return build(
        before("order_status", 54, 60, segment="consumer"),
        before("returns", 20, 40, segment="consumer"),
        conversations("order_status", AFTER, 27, 30, segment="consumer"),
        deflected("returns", 35, 70, segment="consumer"),
        upto=["mix_shift", "panel_weekly"],
    )


def test_a_mix_that_moves_while_the_rates_stand_still_is_all_mix(mixed):
    found = shift(mixed, "resolution_csat")
    assert found["rate"] == pytest.approx(62)
    assert found["compared_rate"] == pytest.approx(74)
    assert found["total_effect"] == pytest.approx(-12)
    assert found["mix_effect"] == pytest.approx(-12)
    assert found["rate_effect"] == pytest.approx(0, abs=1e-9)


def test_the_stability_index_tells_archetypes_from_segments(mixed):
    found = shift(mixed, "resolution_csat")
    expected = index((0.3, 0.6), (0.7, 0.4))
    assert found["psi"] == pytest.approx(expected)
    assert found["psi_archetype"] == pytest.approx(expected)
    assert found["psi_segment"] == 0


def test_the_total_is_the_delta_of_the_panel(mixed):
    assert mixed.rows(
        "select bool_and(mix_shift.total_effect = panel.delta), count(*)"
        " from mix_shift inner join panel_weekly as panel"
        " on mix_shift.week = panel.week and mix_shift.measure = panel.measure"
        " and panel.slice = 'all' and panel.measure = 'resolution_csat'"
        " where panel.delta is not null"
    ) == [(True, 7)]


def test_deflection_is_compared_with_the_four_weeks_before():
    first = deflected("order_status", 8, 10)
    second = conversations(
        "order_status", ["2026-02-02"], 5, 10, bot_attempted=True, bot_outcome=None
    )
    built = build(first, second, upto=["mix_shift"])
    open_tickets = shift(built, "deflection_rate", "2026-02-02")
    assert open_tickets["ticket_count"] == 10
    assert open_tickets["compared_ticket_count"] == 40
    assert open_tickets["compared_rate"] == 100


def test_the_first_week_after_launch_has_nothing_to_be_compared_with(mixed):
    found = shift(mixed, "deflection_rate", "2026-01-05")
    assert found["rate"] == pytest.approx(70)
    assert found["compared_rate"] is found["total_effect"] is found["psi"] is None


def test_an_archetype_that_is_new_changes_the_mix_alone():
    built = build(
        before("order_status", 80, 100),
        deflected("order_status", 40, 50),
        deflected("returns", 10, 50),
        upto=["mix_shift"],
    )

    found = shift(built, "resolution_csat")

    assert found["total_effect"] == pytest.approx(-30)
    assert found["mix_effect"] == pytest.approx(-30)
    assert found["rate_effect"] == pytest.approx(0, abs=1e-9)


def test_parts_add_up_whatever_moves():
    built = build(
        before("order_status", 54, 60, segment="consumer"),
        before("order_status", 7, 10, segment="business"),
        before("returns", 20, 40, segment="consumer"),
        deflected("order_status", 11, 30, segment="business"),
        deflected("returns", 35, 41, segment="consumer"),
        upto=["mix_shift"],
    )

    found = shift(built, "resolution_csat")

    parts = found["mix_effect"] + found["rate_effect"]
    assert parts == pytest.approx(found["total_effect"], abs=1e-9)
    assert found["rate_effect"] != 0


def test_an_archetype_launched_later_stays_in_the_blend():
    launch = {
        "deployment_id": "desk",
        "archetype": "returns",
        "launched_on": "2026-01-19",
    }
    built = build(
        before("order_status", 54, 60),
        before("returns", 20, 40),
        deflected("order_status", 27, 30),
        conversations("returns", AFTER, 35, 70, bot_attempted=False),
        seeds={"launches": [launch]},
        upto=["mix_shift", "panel_weekly"],
    )

    for week in AFTER:
        assert shift(built, "resolution_csat", week)["ticket_count"] == 100 * (
            AFTER.index(week) + 1
        )
    assert shift(built, "resolution_csat")["total_effect"] == pytest.approx(-12)
    assert shift(built, "deflection_rate")["compared_ticket_count"] == 300
    assert built.rows(
        "select bool_and(mix_shift.total_effect = panel.delta), count(*)"
        " from mix_shift inner join panel_weekly as panel"
        " on mix_shift.week = panel.week and mix_shift.measure = panel.measure"
        " and panel.slice = 'all' and panel.measure = 'resolution_csat'"
        " where panel.delta is not null"
    ) == [(True, 7)]


def test_a_desk_without_surveys_has_no_csat_to_split():
    built = build((deflected("order_status", 1, 1)[0], []), upto=["mix_shift"])
    found = shift(built, "resolution_csat")
    assert found["total_effect"] is found["mix_effect"] is found["psi"] is None


def test_without_tickets_there_is_no_row():
    built = warehouse(tickets=[], upto=["mix_shift"])
    assert built.rows("select * from mix_shift") == []
