"""A simulated desk keeps the raw contract and its own word."""

from pathlib import Path

import pytest
from desks import simulated

from kpi_runner.build.contract import read_contract
from kpi_runner.project.project import read_project
from kpi_runner.simulate.desk import TABLES

ROOT = Path(__file__).parents[2]
END = "timestamp '2026-07-06'"

EVENTS = {
    "tickets": ("opened_at", "resolved_at", "reopened_at", "closed_at"),
    "messages": ("sent_at",),
    "surveys": ("sent_at", "responded_at"),
    "model_scores": ("scored_at",),
    "escalations": ("escalated_at",),
    "qa_reviews": ("reviewed_at",),
    "tool_calls": ("called_at",),
    "refunds": ("paid_at",),
    "citations": ("cited_at",),
}
KEYS = {
    "tickets": "ticket_id",
    "messages": "message_id",
    "surveys": "survey_id",
    "model_scores": "ticket_id",
    "escalations": "escalation_id",
    "qa_reviews": "review_id",
    "tool_calls": "call_id",
    "refunds": "refund_id",
    "entitlements": "entitlement_id",
    "citations": "citation_id",
}


def contents(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def rows_of(desk):
    return {table: sorted(map(repr, desk.rows(f"from {table}"))) for table in TABLES}


def test_the_same_options_make_the_same_bytes_and_another_seed_other_ones(tmp_path):
    small = {"tickets": 600, "weeks": 3, "baseline_weeks": 2}
    first = simulated(tmp_path / "first", threads=1, **small)
    again = simulated(tmp_path / "again", threads=2, **small)
    other = simulated(tmp_path / "other", seed=8, **small)

    assert contents(first.folder) == contents(again.folder)
    assert rows_of(first)["tickets"] != rows_of(other)["tickets"]


def test_the_number_of_files_changes_no_row(tmp_path):
    small = {"tickets": 600, "weeks": 3, "baseline_weeks": 2}
    one = simulated(tmp_path / "one", **small)
    five = simulated(tmp_path / "five", files=5, **small)

    assert len(list((five.folder / "messages").iterdir())) == 5
    assert rows_of(one) == rows_of(five)
    assert one.truth == five.truth


def test_about_as_many_tickets_come_as_were_asked_for(clean):
    assert clean.count("from tickets") == pytest.approx(6000, rel=0.03)


def test_every_table_has_the_columns_and_types_of_the_contract(clean):
    contract = read_contract(read_project(ROOT).sources)

    for table in TABLES:
        expected = {
            column.name: column.data_type.upper()
            for column in contract.tables[f"raw.{table}"].columns
        }
        found = clean.engine.columns(table)
        assert list(found) == list(expected)
        for name, kind in found.items():
            alike = {kind, "BIGINT" if kind == "INTEGER" else kind}
            assert expected[name] in alike, f"{table}.{name} is {kind}"


def test_what_the_contract_requires_is_never_null(clean):
    contract = read_contract(read_project(ROOT).sources)

    for table in TABLES:
        for column in contract.tables[f"raw.{table}"].columns:
            if column.is_required:
                assert not clean.count(f"from {table} where {column.name} is null")


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_unique_and_children_have_their_ticket(clean, table):
    key = KEYS[table]

    assert not clean.count(f"select {key} from {table} group by 1 having count(*) > 1")
    assert not clean.count(
        f"from {table} where ticket_id not in (select ticket_id from tickets)"
    )


def test_nothing_happens_at_or_after_the_end_of_the_simulated_time(clean):
    for table, columns in EVENTS.items():
        for column in columns:
            assert not clean.count(f"from {table} where {column} >= {END}")


def test_late_tickets_are_still_open_and_have_no_outcome(clean):
    still_open = "from tickets where resolved_at is null and closed_at is null"

    assert clean.count(still_open)
    assert not clean.count(f"{still_open} and bot_outcome is not null")


def test_every_attempted_and_closed_ticket_has_one_outcome_and_no_other_has(clean):
    closed = "coalesce(resolved_at, closed_at) is not null"

    assert not clean.count(
        f"from tickets where (bot_attempted and {closed}) <> (bot_outcome is not null)"
    )


def test_the_bot_tries_nothing_before_the_launch_nor_with_the_holdout(clean):
    idle = "opened_at < '2026-01-05' or arm = 'holdout'"

    assert clean.count("from tickets where bot_attempted")
    assert not clean.count(f"from tickets where bot_attempted and ({idle})")
    assert not clean.count(
        f"from messages semi join (from tickets where {idle}) using (ticket_id)"
        " where author = 'bot'"
    )


def test_agents_speak_after_the_escalation_or_without_a_bot(clean):
    assert not clean.count(
        "from messages join tickets using (ticket_id)"
        " left join escalations using (ticket_id)"
        " where author = 'agent' and bot_attempted"
        " and (escalated_at is null or sent_at <= escalated_at)"
    )


def test_the_handle_time_given_is_the_one_that_messages_tell(clean):
    told = clean.rows(
        "select bot_handle_seconds, date_diff('second', min(sent_at)"
        " filter (author = 'customer'), max(sent_at) filter (author = 'bot'))"
        " from tickets join messages using (ticket_id)"
        " where bot_handle_seconds is not null and bot_outcome is not null"
        " group by ticket_id, bot_handle_seconds"
    )

    assert told
    assert all(abs(given - derived) <= 1 for given, derived in told)


def test_response_rates_stay_between_one_in_twenty_and_one_in_four(clean):
    rates = clean.rows(
        "select channel, count(responded_at) / count(*), count(*)"
        " from surveys join tickets using (ticket_id) group by channel"
    )

    often = [rate for _, rate, sent in rates if sent > 300]
    assert (len(rates), bool(often)) == (4, True)
    assert all(0.03 < rate < 0.27 for rate in often)


def test_money_is_paid_by_a_call_that_succeeded(clean):
    assert clean.count("from refunds")
    assert not clean.count(
        "from refunds anti join (from tool_calls where succeeded"
        " and tool = 'issue_refund') using (ticket_id)"
    )


def test_a_healthy_desk_pays_what_is_due_and_quotes_what_is_right(clean):
    assert not clean.count(
        "from refunds left join entitlements using (ticket_id)"
        " where refunds.amount"
        " <> coalesce(refunds.entitled_amount, entitlements.amount)"
    )
    assert not clean.count("from qa_reviews where finding_class is not null")


def test_a_tag_of_the_helpdesk_means_its_archetype_in_the_shipped_seed(clean):
    clean.engine.execute(
        f"create or replace temp table shipped as from '{ROOT}/seeds/intents.csv'"
    )

    unknown = clean.rows(
        "select distinct tickets.intent from tickets where not exists ("
        " from shipped where tickets.intent like replace(shipped.intent, '*', '%'))"
    )
    assert unknown == []


def test_dirt_is_told_reason_by_reason_and_stays_under_one_in_a_hundred(tmp_path):
    desk = simulated(tmp_path / "desk", tickets=5000, weeks=6, baseline_weeks=4)

    told = desk.truth["quarantined"]
    for table in ("tickets", "messages", "surveys", "model_scores"):
        dirty = sum(n for name, n in told.items() if name.startswith(f"{table}."))
        assert 0 < dirty < desk.count(f"from {table}") / 100
