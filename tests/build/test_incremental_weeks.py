"""What a week says changes with its tickets, with time, and with what it is held to.

Four times something happens to a desk of thirty weeks. Each time everything is what it
is when built whole (Pair.build), and the tests look at how much was built for it.
"""

from datetime import datetime, timedelta

import pytest

from kpi_runner.build.renewable import is_dated, weeks_kept
from kpi_runner.project.project import read_project
from tests.support.pair import Pair
from tests.support.warehouse import ROOT, ticket

FIRST = datetime(2025, 11, 3, 10)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def opened(ticket_id, week, **columns):
    """Return an attempted ticket of a week, resolved within the hour."""
    at = FIRST + week * WEEK
    moments = {"opened_at": at, "resolved_at": at + HOUR}
    person = {"customer_id": f"customer of {ticket_id}"}
    return ticket(ticket_id, bot_attempted=True, **{**moments, **person, **columns})


def survey(ticket_id, week, **columns):
    at = FIRST + week * WEEK + HOUR
    row = {"survey_id": f"s of {ticket_id}", "ticket_id": ticket_id, "score": 4}
    moments = {"sent_at": at, "responded_at": at}
    return {**row, **moments, "scale_min": 1, "scale_max": 5, **columns}


def begin(desk):
    for week in range(30):
        names = [f"{week}.{number}" for number in range(3)]
        desk.write("tickets", f"{week:02}", [opened(name, week) for name in names])
        desk.write("surveys", f"{week:02}", [survey(names[0], week)])
    handled = [opened("handled", 5, agent_handle_seconds=60)]
    desk.write("tickets", "handled", handled)


def a_new_week(desk):
    """Bring back somebody after half a year, and somebody after a week."""
    late, soon = "customer of 3.0", "customer of 29.0"
    new = [opened("30.0", 30, customer_id=late), opened("30.1", 30, customer_id=soon)]
    desk.write("tickets", "30", new)


def a_long_silence(desk):
    desk.write("tickets", "45", [opened("45.0", 45)])


def late_news(desk):
    """Answer on another scale, and refuse the one ticket that fills a feed."""
    grades = {"score": 9, "scale_max": 10}
    desk.write("surveys", "late", [survey("2.1", 2, **grades)])
    copy = opened("handled", 5, agent_handle_seconds=90, intent="returns")
    desk.write("tickets", "copy", [copy])


def the_latest_go(desk):
    for name in ("30", "45", "29"):
        desk.remove("tickets", name)


QUERIES = {
    "weeks": "select count(distinct week) as weeks from int_tickets_summed",
    "quarter": "select count(distinct week) as weeks, count(*) as tickets"
    " from int_tickets_of_quarter",
    "months": "select count(*) as cells, count(case when month >= date '2026-04-01'"
    " then 1 end) as spring from panel_monthly",
}
HAPPENINGS = (begin, a_new_week, a_long_silence, late_news, the_latest_go)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    pair = Pair(tmp_path_factory.mktemp("desk"))
    found = {}
    for happening in HAPPENINGS:
        happening(pair)
        found[happening.__name__] = pair.build()
        for what, query in QUERIES.items():
            found[f"{what} after {happening.__name__}"] = pair.rows(query)
    return found


@pytest.mark.parametrize(
    "model", ["int_tickets_summed", "int_measures_rolled", "panel_weekly", "qa_sample"]
)
@pytest.mark.parametrize("happening", [each.__name__ for each in HAPPENINGS[1:3]])
def test_what_goes_by_week_is_renewed(told, happening, model):
    assert model in told[happening]


def test_a_new_week_touches_the_weeks_that_time_or_a_quick_return_touches(told):
    # One row a week: seven that a month reaches, not that of the customer who came back
    # after half a year.
    assert told["weeks after a_new_week"] == [{"weeks": 31}]
    assert told["a_new_week"]["int_tickets_summed"] == "renewed 7 rows"


def test_a_week_leaves_the_last_thirteen_and_is_not_touched_else(told):
    # Three tickets in each of the seven weeks that a month reaches, but for the last,
    # which is not full; the one that leaves has none any more.
    assert told["a_new_week"]["int_tickets_of_quarter"] == "renewed 18 rows"
    assert told["quarter after a_new_week"] == [{"weeks": 13, "tickets": 39}]


def test_a_new_week_touches_the_months_of_its_quarter_alone(told):
    (months,) = told["months after a_new_week"]
    assert 0 < months["spring"] < months["cells"]
    assert told["a_new_week"]["panel_monthly"] == f"renewed {months['spring']} rows"


def test_a_new_scale_gives_every_bit_anew(told):
    assert "int_tickets_summed" not in told["late_news"]
    assert "int_scores_summed" in told["late_news"]


def test_a_feed_is_looked_for_again_when_a_staged_row_is_lost(told):
    assert "int_conversation_feeds" in told["a_new_week"]
    assert "int_conversation_feeds" not in told["late_news"]


def test_what_goes_by_week_reads_no_model_that_lets_weeks_go():
    # The rows of a week that left would be missed where it is not touched.
    models = read_project(ROOT).models.values()
    holding = {model.name for model in models if weeks_kept(model)}
    reading = {each.name for each in models for use in each.refs if use.name in holding}

    assert holding == {"int_tickets_of_quarter"}
    assert [model.name for model in models if is_dated(model)]
    assert not [each for each in models if is_dated(each) and each.name in reading]
