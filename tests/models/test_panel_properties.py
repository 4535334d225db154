"""What must hold in any panel, on a crowded random desk."""

from datetime import datetime, timedelta
from random import Random

import pytest

from tests.models.panel_cells import answered, panel
from tests.support.warehouse import ticket

START = datetime(2025, 12, 1)
KEY = "deployment_id, week, slice, archetype, segment, channel, measure"


def random_ticket(number, chance):
    """Return a ticket of a random kind in one of twelve weeks."""
    opened_at = START + timedelta(minutes=chance.randrange(12 * 7 * 24 * 60))
    lasts = timedelta(minutes=chance.randrange(9000))
    attempted = chance.random() < 0.7
    outcome = chance.choice(["confirmed", "assumed", "abandoned", "escalated"])
    return ticket(
        f"t{number}",
        customer_id=chance.choice([None, *[f"c{n}" for n in range(60)]]),
        segment=chance.choice(["consumer", "business", None]),
        channel=chance.choice(["chat", "email"]),
        intent=chance.choice(["order_status", "returns", "plan_changes", "unheard of"]),
        opened_at=str(opened_at),
        resolved_at=str(opened_at + lasts) if chance.random() < 0.9 else None,
        bot_attempted=attempted,
        bot_outcome=outcome if attempted else None,
        bot_handle_seconds=chance.randrange(600),
        agent_handle_seconds=chance.randrange(2000),
        arm=chance.choice([None, "bot", "bot", "holdout"]),
        exclusion=chance.choice([None] * 19 + ["merged"]),
    )


def random_desk(*, better=False):
    """Return tables of 300 tickets; better raises one random answer to the top."""
    chance = Random(20260105)
    tickets = [random_ticket(number, chance) for number in range(300)]
    surveys = []
    for row in tickets:
        sent_at = datetime.fromisoformat(row["resolved_at"] or row["opened_at"])
        delay = timedelta(hours=chance.choice([1, 47, 48, 60, 73]))
        score = chance.choice([None, 1, 2, 3, 4, 5])
        surveys.append(answered(row["ticket_id"], str(sent_at + delay), score))
    if better:
        unhappy = [survey for survey in surveys if (survey["score"] or 5) < 4]
        chance.choice(unhappy)["score"] = 5
    return {"tickets": tickets, "surveys": surveys}


@pytest.fixture(scope="module")
def built():
    return panel(**random_desk(), variables={"top_archetypes": 2}, upto="panel_weekly")


def test_a_cell_stands_once_and_in_a_total_order(built):
    assert not built.rows(
        f"select 1 from panel_weekly group by {KEY} having count(*) > 1"
    )
    keys = built.rows(f"select {KEY} from panel_weekly")
    assert keys == sorted(keys)


def test_a_part_is_never_more_than_its_whole(built):
    assert not built.rows(
        "select * from int_measures_compared where unit in ('%', 'points')"
        " and not (numerator between 0 and denominator and coalesce(value, 0)"
        " between 0 and 100 and coalesce(rolling, 0) between 0 and 100)"
    )


@pytest.mark.parametrize(
    ("parts", "whole", "key"),
    [
        ("archetype", "all", "deployment_id"),
        ("segment", "all", "deployment_id"),
        ("archetype_segment", "archetype", "archetype"),
        ("archetype_segment", "segment", "segment"),
        ("archetype_channel", "archetype", "archetype"),
    ],
)
def test_the_cells_of_a_finer_slice_add_up_to_the_coarser(built, parts, whole, key):
    summed = (
        f"select {key}, week, measure, sum(numerator), sum(denominator),"
        " sum(case when is_after_launch then s1 end)"
        " from int_measures_compared where slice = '{}'"
        f" and is_instrumented group by {key}, week, measure"
    )

    assert built.value(f"select count(*) from ({summed.format(whole)})") > 0
    assert (
        built.rows(
            f"({summed.format(parts)}) except all ({summed.format(whole)})"
            " union all"
            f" (({summed.format(whole)}) except all ({summed.format(parts)}))"
        )
        == []
    )


def test_four_weeks_hold_what_their_weeks_held(built):
    weeks = {}
    for *cell, week, launched, mature, numerator, s1 in built.rows(
        "select slice, archetype, segment, channel, measure, week, is_after_launch,"
        " is_mature, numerator, s1 from int_measures_compared where is_instrumented"
        " order by slice, archetype, segment, channel, measure, week"
    ):
        held = weeks.setdefault(tuple(cell), [])
        held.append(numerator if launched else None)
        taken = [found for found in held[-4:] if found is not None]
        assert s1 == (sum(taken) if mature and taken else None), (cell, week)


def test_a_better_answer_never_lowers_csat(built):
    better = panel(
        **random_desk(better=True), variables={"top_archetypes": 2}, upto="panel_weekly"
    )

    csat = (
        f"select {KEY}, value from panel_weekly where value is not null"
        " and measure like '%csat'"
    )
    before, after = dict(pairs(built, csat)), dict(pairs(better, csat))
    assert before.keys() == after.keys()
    assert all(after[key] >= value for key, value in before.items())
    assert sum(after[key] > value for key, value in before.items()) > 0


def pairs(built, sql):
    return [(tuple(key), value) for *key, value in built.rows(sql)]


def test_the_same_rows_in_another_order_and_split_give_the_same_panel(built):
    desk = random_desk()
    shuffled = panel(
        tickets=desk["tickets"][::-1],
        surveys=desk["surveys"][150:] + desk["surveys"][:150],
        variables={"top_archetypes": 2},
        upto="panel_weekly",
    )

    every_row = "select * from panel_weekly"
    assert shuffled.rows(every_row) == built.rows(every_row)
