"""The QA sample: nobody can choose, and the filled file comes back as qa_reviews."""

import csv
import io
import random
from datetime import date

import pytest

from kpi_runner.views.marts import Marts
from kpi_runner.views.sample import sample
from tests.support.warehouse import ticket, warehouse

WEEK = date(2026, 1, 12)
LATER = {"as_of": "2026-02-01"}


def tickets(count, intent="returns", prefix="t", **columns):
    return [
        ticket(f"{prefix}{number:04}", intent=intent, bot_attempted=True, **columns)
        for number in range(count)
    ]


def drawn(built, what="ticket_id"):
    return built.rows(f"select {what} from qa_sample order by all")


def sampled(rows, **tables):
    return warehouse(tickets=rows, variables=LATER, upto=["qa_sample"], **tables)


@pytest.mark.parametrize(
    ("count", "wanted"), [(3, 3), (5, 5), (300, 5), (500, 5), (501, 6), (600, 6)]
)
def test_one_percent_of_a_stratum_and_never_fewer_than_five(count, wanted):
    built = sampled(tickets(count))

    assert built.rows(
        "select count(*), min(sampling_rate) from qa_sample where is_random"
    ) == [(wanted, wanted / count)]


def test_three_percent_where_the_archetype_quotes_policy():
    rows = tickets(301)
    message = {
        "message_id": "m",
        "ticket_id": "t0000",
        "sent_at": "2026-01-12 10:05:00",
        "author": "bot",
        "body": "You can return it within 30 days.",
    }
    built = sampled(rows, messages=[message])

    assert built.value("select count(*) from qa_sample where is_random") == 10


def test_the_pick_does_not_depend_on_the_order_of_rows():
    rows = tickets(200)
    shuffled = random.Random(3).sample(rows, len(rows))

    assert drawn(sampled(rows)) == drawn(sampled(shuffled))


def test_extras_are_marked_and_have_no_rate():
    scores = [
        {
            "ticket_id": f"t{number:04}",
            "scored_at": "2026-01-12 11:00:00",
            "resolution_quality": number / 1000,
        }
        for number in range(100)
    ]
    escalations = [
        {
            "escalation_id": f"e{number}",
            "ticket_id": f"t{number:04}",
            "escalated_at": "2026-01-12 10:30:00",
        }
        for number in range(50, 80)
    ]
    wrong = {
        "message_id": "m",
        "ticket_id": "t0099",
        "sent_at": "2026-01-12 10:05:00",
        "author": "bot",
        "body": "You can return it within 90 days.",
    }
    built = sampled(
        tickets(100), model_scores=scores, escalations=escalations, messages=[wrong]
    )

    reasons = dict(built.rows("select reason, count(*) from qa_sample group by reason"))
    assert reasons["random"] == 5
    assert ("t0099",) in drawn(built)
    assert set(drawn(built)) >= {(f"t{number:04}",) for number in range(10)}
    assert (
        built.value(
            "select count(*) from qa_sample where is_random = (sampling_rate is null)"
        )
        == 0
    )


def test_a_week_that_has_not_ended_is_not_drawn_from():
    assert (
        warehouse(
            tickets=tickets(20), variables={"as_of": "2026-01-18"}, upto=["qa_sample"]
        ).rows("select * from qa_sample")
        == []
    )


def published(built):
    """Return the marts that the sample reads, as a published file holds them."""
    built.engine.execute("attach ':memory:' as marts")
    for mart in ("qa_sample", "policy_incidents"):
        built.engine.execute(f"create table marts.{mart} as from {mart}")
    built.engine.execute("use marts")
    return Marts(built.engine)


def filled(text):
    """Return the file's rows as a reviewer fills them in: the last one is wrong."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        row.update(reviewed_at="2026-01-20 09:00:00", reviewer="QA", quote="none")
    rows[-1].update(quote="wrong", finding_class="1", quoted_value="60 days")
    return rows


def test_the_filled_file_comes_back_as_reviews():
    rows = [*tickets(2), *tickets(2, prefix="=cmd|'/c'!"), *tickets(1, prefix="-1+")]
    built = warehouse(
        tickets=rows, variables=LATER, upto=["qa_sample", "policy_incidents"]
    )
    text = sample(published(built), None, None)

    again = warehouse(
        tickets=rows,
        qa_reviews=filled(text),
        variables=LATER,
        upto=["stg_qa_reviews_rejected", "policy_incidents", "policy_weekly"],
    )

    assert again.rows("select * from stg_qa_reviews_rejected") == []
    assert again.rows(
        "select count(*), sum(finding_count_1) from int_ticket_facts where is_reviewed"
    ) == [(5, 1)]
    assert again.rows("select check_name, quoted from policy_incidents") == [
        ("qa", "60 days")
    ]


def test_no_cell_of_the_file_begins_as_a_formula():
    rows = [ticket(f"{sign}1+1", bot_attempted=True) for sign in "=+-@\t\r"]
    built = warehouse(
        tickets=rows, variables=LATER, upto=["qa_sample", "policy_incidents"]
    )
    text = sample(published(built), WEEK, "desk")

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(text.splitlines()) >= 7
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
