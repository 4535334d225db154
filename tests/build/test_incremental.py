"""What comes late, is corrected or vanishes: only the tickets it touches are renewed.

Four times something happens to one desk. Each time everything is what it is when built
whole (Pair.build), and the tests look at what happened to single tickets.
"""

import pickle
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import count

import pytest

from tests.support.history import History, assert_equal, records
from tests.support.pair import Pair
from tests.support.warehouse import ROOT, SEEDS, ticket

OPENED = datetime(2026, 1, 12, 10)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
NUMBERS = count()
SCORE = {"scale_min": 1, "scale_max": 5, "score": 5}
DESKS = [
    {**SEEDS["deployments"][0], "deployment_id": name} for name in ("desk", "other")
]
TICKETS = ("fct_tickets", "quarantine")
RATES = [{"currency": "USD", "rate": "1"}, {"currency": "EUR", "rate": "1.1"}]


def opened(ticket_id, after=timedelta(0), **columns):
    """Return a ticket that the bot tried, resolved within the hour."""
    at = OPENED + after
    moments = {"opened_at": at, "resolved_at": at + HOUR}
    return ticket(ticket_id, bot_attempted=True, **{**moments, **columns})


def said(ticket_id, author="bot", after=timedelta(0), body="hello", **columns):
    at = OPENED + after
    row = {"message_id": f"m{next(NUMBERS)}", "ticket_id": ticket_id, "sent_at": at}
    return {**row, "author": author, "body": body, **columns}


def survey(ticket_id, after=HOUR, **columns):
    row = {"survey_id": f"s{next(NUMBERS)}", "ticket_id": ticket_id, **SCORE}
    return {**row, "sent_at": OPENED + after, "responded_at": OPENED + after, **columns}


def refund(ticket_id, **columns):
    row = {"refund_id": f"r of {ticket_id}", "ticket_id": ticket_id, "amount": 10}
    return {**row, "paid_at": OPENED + HOUR, "currency": "EUR", **columns}


def review(ticket_id):
    row = {"review_id": f"q of {ticket_id}", "ticket_id": ticket_id}
    return {**row, "reviewed_at": OPENED + WEEK, "finding_class": 2}


def score(ticket_id, after=timedelta(0)):
    row = {"ticket_id": ticket_id, "scored_at": OPENED + after}
    return {**row, "resolution_quality": 0.5}


def escalation(ticket_id):
    row = {"escalation_id": f"e of {ticket_id}", "ticket_id": ticket_id}
    return {**row, "escalated_at": OPENED + HOUR / 2}


def bystanders():
    """Return tickets, with messages, that nothing below ever touches."""
    weeks = [opened(f"b{n}", n % 9 * WEEK) for n in range(40)]
    return weeks, [
        said(row["ticket_id"], body="Returns take 30 days.") for row in weeks
    ]


def begin(desk):
    weeks, messages = bystanders()
    for number in range(4):
        desk.write("tickets", f"b{number}", weeks[number::4])
        desk.write("messages", f"b{number}", messages[number::4])
    names = ("rated", "moved", "handed", "renamed", "sent_away", "reviewed", "twice")
    desk.write("tickets", "a", [opened(name) for name in names])
    desk.write("qa_reviews", "a", [review("b1")])
    desk.write("escalations", "a", [escalation("b2")])
    desk.write("tickets", "first_contact", [opened("first", customer_id="ann")])
    desk.write("tickets", "doomed", [opened("doomed"), opened("second", WEEK)])
    desk.write("surveys", "a", [survey("moved"), survey("doomed")])
    desk.write(
        "messages",
        "a",
        [said("early", message_id="m of early"), said("rated", "customer")],
    )
    desk.write("refunds", "a", [refund("moved"), refund("doomed")])


def late_arrivals(desk):
    desk.write("surveys", "late", [survey("rated", 9 * WEEK, sent_at=OPENED + HOUR)])
    desk.write("messages", "late", [said("rated", after=HOUR / 2)])
    desk.write("tickets", "orphaned", [opened("early", WEEK)])
    desk.write("tickets", "again", [opened("again", 2 * HOUR, customer_id="ann")])
    desk.write("refunds", "late", [refund("rated"), refund("unheard_of")])
    desk.write("qa_reviews", "late", [review("reviewed")])
    desk.write("escalations", "late", [escalation("handed")])


def corrections(desk):
    desk.write(
        "tickets",
        "a",
        [
            opened("rated"),
            opened("moved", WEEK),
            opened("handed", 4 * HOUR, customer_id="ann"),
            opened("renamed", intent="returns"),
            opened("sent_away", deployment_id="other"),
            opened("reviewed", exclusion="spam"),
            opened("twice"),
        ],
    )
    # The same key says something else in another file: neither is to be trusted.
    desk.write("tickets", "copy", [opened("twice", intent="returns")])
    # The same row again, in a file that is read first: the other is the copy now.
    desk.write("tickets", "0", [opened("first", customer_id="ann")])


def removals(desk):
    desk.remove("tickets", "doomed")
    desk.remove("tickets", "copy")
    desk.remove("tickets", "first_contact")
    desk.remove("qa_reviews", "late")
    desk.write("refunds", "a", [refund("moved", amount=12)])


def dearer_euros(desk):
    path = desk.seeds / "exchange_rates.csv"
    path.write_text("currency,rate\nUSD,1\nEUR,2\n", encoding="utf-8")
    desk.write("surveys", "later", [survey("rated", 2 * HOUR)])


class After:
    """What there is to see after each thing that happened."""

    def __init__(self):
        self.told, self.facts, self.refused = {}, {}, {}

    def look(self, happening, pair):
        self.told[happening] = pair.build()
        facts = pair.rows("from fct_tickets")
        self.facts[happening] = {row["ticket_id"]: row for row in facts}
        self.refused[happening] = pair.rows("from quarantine")


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    pair = Pair(
        tmp_path_factory.mktemp("desk"),
        seeds={"deployments": DESKS, "exchange_rates": RATES},
        marts=TICKETS,
    )
    seen = After()
    for happening in (begin, late_arrivals, corrections, removals, dearer_euros):
        happening(pair)
        seen.look(happening.__name__, pair)
    return seen


def test_only_touched_tickets_are_renewed(after):
    renewed = after.told["late_arrivals"]
    # rated, early, again, the one before it, reviewed, handed
    assert renewed["int_ticket_facts"] == "renewed 6 rows"
    assert renewed["int_messages_by_ticket"] == "renewed 2 rows"
    assert renewed["stg_surveys"] == "renewed 1 rows"


def test_a_survey_counts_for_its_ticket_of_nine_weeks_ago(after):
    assert after.facts["begin"]["rated"]["is_resolution_answered"] is False
    assert after.facts["late_arrivals"]["rated"]["is_resolution_answered"] is True


def test_a_late_message_changes_the_handle_time(after):
    assert after.facts["begin"]["rated"]["bot_handle_seconds"] is None
    assert after.facts["late_arrivals"]["rated"]["bot_handle_seconds"] == 1800


def orphans(after, happening):
    return [
        row["row_key"]
        for row in after.refused[happening]
        if row["reason"] == "orphan_ticket"
    ]


def test_a_message_waits_for_its_ticket_in_quarantine(after):
    assert orphans(after, "begin") == ["m of early"]


def test_a_row_whose_ticket_never_comes_is_quarantined(after):
    assert orphans(after, "late_arrivals") == ["r of unheard_of"]


def test_a_new_contact_changes_the_one_before(after):
    assert after.facts["begin"]["first"]["next_contact_at"] is None
    assert after.facts["late_arrivals"]["first"]["next_contact_at"] == OPENED + 2 * HOUR


def test_reviews_refunds_and_escalations_come_late_too(after):
    assert after.facts["late_arrivals"]["reviewed"]["finding_count_2"] == 1
    assert after.facts["late_arrivals"]["rated"]["refund_count"] == 1
    assert after.facts["late_arrivals"]["handed"]["is_escalated"] is True


def test_a_corrected_ticket_changes_its_week_desk_archetype_and_customer(after):
    facts = after.facts["corrections"]
    assert facts["moved"]["week"] == facts["rated"]["week"] + WEEK
    assert facts["sent_away"]["deployment_id"] == "other"
    assert facts["renamed"]["archetype"] == "returns"
    assert facts["again"]["next_contact_any_at"] == OPENED + 4 * HOUR
    assert facts["reviewed"]["exclusion"] == "spam"


def test_two_files_that_contradict_each_other_are_both_refused_until_one_goes(after):
    assert "twice" in after.facts["late_arrivals"]
    assert "twice" not in after.facts["corrections"]
    assert "twice" in after.facts["removals"]


def test_the_copy_in_another_file_stands_in_when_a_file_goes(after):
    copies = [
        row["file"]
        for row in after.refused["corrections"]
        if row["reason"] == "duplicate_row"
    ]
    assert copies == ["tickets/first_contact.jsonl"]
    assert "duplicate_row" not in {row["reason"] for row in after.refused["removals"]}
    assert "first" in after.facts["removals"]


def test_what_a_removed_file_said_is_gone(after):
    assert "doomed" not in after.facts["removals"]
    assert after.facts["removals"]["reviewed"]["finding_count_2"] == 0
    assert after.facts["removals"]["moved"]["refund_count"] == 1


def test_every_time_facts_were_renewed_and_not_built_whole(after):
    for happening in ("late_arrivals", "corrections", "removals"):
        assert "int_ticket_facts" in after.told[happening], happening


def test_a_seed_that_changed_builds_whole_what_reads_it(after):
    assert "int_refunds_converted" in after.told["removals"]
    assert "int_refunds_converted" not in after.told["dearer_euros"]
    assert "stg_surveys" in after.told["dearer_euros"]


def test_a_row_of_the_future_counts_when_its_table_is_landed_after_its_day(tmp_path):
    pair = Pair(tmp_path, marts=TICKETS)
    weeks, messages = bystanders()
    pair.write("tickets", "a", weeks)
    pair.write("messages", "a", messages)
    # More than a day after the first landing, less than that after the second.
    late = pair.now + timedelta(days=2, hours=12)
    early = {"sent_at": OPENED + HOUR, "responded_at": OPENED}
    answers = [survey("b1", sent_at=OPENED + HOUR, responded_at=late)]
    pair.write("surveys", "a", [*answers, survey("b3", **early)])
    pair.build()
    refused = [row["reason"] for row in pair.rows("from quarantine")]
    pair.write("surveys", "later", [survey("b2")])

    renewed = pair.build()

    assert refused == ["time_disorder", "time_disorder"]
    assert renewed["stg_surveys"] == "renewed 2 rows"
    # An answer from before the question stays wrong, and is not read again.
    assert renewed["stg_surveys_rejected"] == "renewed 0 rows"
    assert len(pair.rows("from quarantine")) == 1


def test_a_table_that_a_failed_build_left_out_is_built_whole_beside_renewed_ones(
    tmp_path,
):
    pair = Pair(tmp_path, marts=TICKETS)
    weeks, messages = bystanders()
    pair.write("tickets", "a", weeks)
    pair.write("messages", "a", messages)
    pair.write("surveys", "a", [survey("b1")])
    pair.build()
    lost = "stg_messages_rejected"
    pair.renewed.engine.drop(f"main.{lost}")
    del pair.renewed.held[lost]
    pair.write("surveys", "b", [survey("b2"), survey("unheard of")])

    renewed = pair.build()

    assert lost not in renewed
    assert renewed["stg_surveys"] == "renewed 1 rows"


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("qa_reviews", [review("b1"), {**review("b1"), "finding_class": 3}]),
        ("model_scores", [score("b1"), score("b1", HOUR)]),
    ],
    ids=["two findings of a review", "two scores of a ticket"],
)
def test_a_row_goes_with_its_file_whoever_else_has_its_key(tmp_path, table, rows):
    pair = Pair(tmp_path, marts=TICKETS)
    weeks, messages = bystanders()
    pair.write("tickets", "a", weeks)
    pair.write("messages", "a", messages)
    for number, row in enumerate(rows):
        pair.write(table, str(number), [row])
    pair.build()
    pair.remove(table, "1")

    renewed = pair.build()

    assert renewed[f"stg_{table}"] == "renewed 1 rows"
    assert len(pair.rows(f"from stg_{table}")) == 1


def in_four_files(root):
    """Return a history of four files, built: one more file is the smaller part."""
    desk = History(root)
    weeks, messages = bystanders()
    for number in range(4):
        desk.write("tickets", str(number), weeks[number::4])
        desk.write("messages", str(number), messages[number::4])
    desk.built("renewed")
    return desk


KILLED = """
import os, pickle, signal, sys
from kpi_runner.publish.release import release
request = pickle.load(sys.stdin.buffer)
def watch(told):
    if getattr(told, "name", "") == "int_ticket_facts":
        os.kill(os.getpid(), signal.SIGKILL)
release(request, watch)
"""


def test_a_build_killed_while_it_renews_leaves_nothing_half_renewed(tmp_path):
    desk = in_four_files(tmp_path)
    desk.write("messages", "late", [said("b1", after=HOUR / 2, body="Refunded $10.")])
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        input=pickle.dumps(desk.request("renewed")),
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    desk.write("messages", "later", [said("b2", after=HOUR / 2)])

    assert_equal(desk.built("renewed"), desk.built("whole"))
    assert desk.messages() == {}


def test_of_the_published_file_only_what_was_renewed_is_written_again(tmp_path):
    desk = in_four_files(tmp_path)
    desk.write("messages", "late", [said("b1", after=HOUR / 2)])

    assert_equal(desk.built("renewed"), desk.built("whole"))
    gaps = "select max(rowid) + 1 - count(*) as count from fct_tickets"
    assert records(tmp_path / "renewed/marts.duckdb", gaps) == [{"count": 1}]
