"""The as-of cut at reading, the clock, the watermark and the week."""

from datetime import date, datetime

import pytest

from tests.models.staging_rows import GOOD, event_of, good, key_of
from tests.support.warehouse import warehouse

AS_OF = "2026-01-12 12:00:00"
AT, AFTER = "2026-01-12 12:00:00", "2026-01-12 12:00:00.000001"
DATED = [table for table in GOOD if table != "entitlements"]


@pytest.fixture(scope="module")
def cut():
    tables = {}
    for table in DATED:
        event, key = event_of(table), key_of(table)
        own = {} if table in ("model_scores",) else {key: "later"}
        tables[table] = [
            good(table, **{event: AT}) if table != "surveys" else good(table),
            good(table, **{**own, event: AFTER}),
        ]
    tables["entitlements"] = [good("entitlements")]
    return warehouse(
        **tables,
        variables={"as_of": AS_OF},
        upto=["check_rows_reconciled", "int_watermark"],
    )


@pytest.mark.parametrize("table", DATED)
def test_rows_after_the_moment_are_not_there(cut, table):
    counts = f"""
        select rows_read, rows_staged, rows_quarantined
        from data_quality where table_name = '{table}'
    """
    assert cut.rows(counts) == [(1, 1, 0)]


def test_entitlements_have_no_time_and_are_not_cut(cut):
    assert cut.value("select count(*) from stg_entitlements") == 1


def test_what_is_cut_away_is_not_missed(cut):
    assert cut.rows("select * from check_rows_reconciled") == []


def test_the_moment_that_was_asked_for_is_the_watermark(cut):
    assert cut.value("select as_of from int_watermark") == datetime(2026, 1, 12, 12)


def test_later_closings_and_answers_have_not_happened_yet():
    rows = [
        good("tickets", resolved_at=AFTER, reopened_at=AFTER, closed_at=AFTER),
        good("tickets", ticket_id="t2", resolved_at=AT, reopened_at=AT, closed_at=AT),
    ]
    surveys = [
        good("surveys", responded_at=AFTER),
        good("surveys", survey_id="s2", responded_at=AT),
        good("surveys", survey_id="s3", responded_at=AFTER, score="good"),
        good("surveys", survey_id="s4", responded_at=None),
    ]
    built = warehouse(
        tickets=rows,
        surveys=surveys,
        variables={"as_of": AS_OF},
        upto=["stg_messages", "stg_surveys"],
    )
    at = datetime(2026, 1, 12, 12)
    assert built.rows(
        "select resolved_at, reopened_at, closed_at from stg_tickets order by ticket_id"
    ) == [(None, None, None), (at, at, at)]
    assert built.rows(
        "select survey_id, responded_at, score from stg_surveys order by survey_id"
    ) == [("s", None, None), ("s2", at, 4.0), ("s3", None, None), ("s4", None, 4.0)]


def test_a_later_time_is_cut_before_it_can_be_a_disorder():
    row = good("tickets", closed_at="2099-01-01", resolved_at="2099-01-01")
    built = warehouse(
        tickets=[row], variables={"as_of": AS_OF}, upto=["stg_messages", "stg_surveys"]
    )
    assert built.value("select count(*) from stg_tickets") == 1


def test_a_time_that_does_not_parse_is_not_cut():
    row = good("messages", sent_at="2099-99-99")
    built = warehouse(
        tickets=[good("tickets")],
        messages=[row],
        variables={"as_of": AS_OF},
        upto=["stg_messages", "stg_surveys"],
    )
    assert built.rows("select reason from stg_messages_rejected") == [("bad_type",)]


def test_a_child_of_a_ticket_that_was_cut_away_is_an_orphan():
    built = warehouse(
        tickets=[good("tickets", opened_at=AFTER)],
        messages=[good("messages")],
        variables={"as_of": AS_OF},
        upto=["stg_messages", "stg_surveys"],
    )
    assert built.rows("select reason from stg_messages_rejected") == [
        ("orphan_ticket",)
    ]


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2026-01-13", datetime(2026, 1, 13)),
        (date(2026, 1, 13), datetime(2026, 1, 13)),
        ("2026-01-13T01:00:00+02:00", datetime(2026, 1, 12, 23)),
        ("2026-01-13T01:00:00Z", datetime(2026, 1, 13, 1)),
    ],
)
def test_the_moment_is_read_in_utc_and_a_bare_date_means_midnight(as_of, moment):
    built = warehouse(
        tickets=[good("tickets")], variables={"as_of": as_of}, upto=["int_watermark"]
    )
    assert built.value("select as_of from int_watermark") == moment


@pytest.fixture(scope="module")
def dated():
    """Every table with an event on a day of March of its own, later times included."""
    tickets = [
        good("tickets"),
        good("tickets", ticket_id="open", opened_at="2026-03-01"),
        good("tickets", ticket_id="resolved", resolved_at="2026-03-02"),
        good("tickets", ticket_id="reopened", reopened_at="2026-03-03"),
        good("tickets", ticket_id="spam", closed_at="2026-03-04", exclusion="spam"),
        good("tickets", ticket_id="refused", closed_at="2026-03-31", arm="control"),
    ]
    surveys = [good("surveys", responded_at="2026-03-05")]
    others = {
        table: [good(table, **{event_of(table): f"2026-03-{day:02}"})]
        for day, table in enumerate(DATED[1:], start=5)
        if table != "surveys"
    }
    others["citations"][0]["document_updated_at"] = "2026-04-01"
    return warehouse(tickets=tickets, surveys=surveys, **others, upto=["int_watermark"])


@pytest.mark.parametrize(
    ("table", "day"),
    [
        ("tickets", 4),
        ("messages", 5),
        ("surveys", 5),
        ("model_scores", 7),
        ("escalations", 8),
        ("qa_reviews", 9),
        ("tool_calls", 10),
        ("refunds", 11),
        ("citations", 12),
    ],
)
def test_the_newest_event_of_a_table_is_of_any_kind_in_any_staged_row(
    dated, table, day
):
    newest = f"""
        select newest_event_at from int_tables_staged where table_name = '{table}'
    """
    assert dated.value(newest) == datetime(2026, 3, day)


def test_the_watermark_is_the_newest_event_of_all(dated):
    assert dated.value("select as_of from int_watermark") == datetime(2026, 3, 12)


def test_without_a_staged_row_there_is_no_watermark():
    built = warehouse(tickets=[], upto=["int_watermark"])
    assert built.rows("select as_of from int_watermark") == [(None,)]


@pytest.mark.parametrize(
    ("zone", "weeks"),
    [
        (
            "UTC",
            {
                "2026-01-01 00:00:00": date(2025, 12, 29),
                "2026-01-11 23:59:59.999999": date(2026, 1, 5),
                "2026-01-12 00:00:00": date(2026, 1, 12),
            },
        ),
        (
            "Europe/Berlin",
            {
                "2026-01-11 22:59:59": date(2026, 1, 5),
                "2026-01-11 23:00:00": date(2026, 1, 12),
                "2026-07-05 21:59:59": date(2026, 6, 29),
                "2026-07-05 22:00:00": date(2026, 7, 6),
            },
        ),
        ("America/New_York", {"2026-01-12 04:59:59": date(2026, 1, 5)}),
    ],
)
def test_a_week_begins_on_monday_in_the_time_zone_of_the_desk(zone, weeks):
    tickets = [good("tickets", ticket_id=at, opened_at=at) for at in weeks]
    built = warehouse(
        tickets=tickets, variables={"week_timezone": zone}, upto=["int_tickets_mapped"]
    )
    assert dict(built.rows("select ticket_id, week from int_tickets_mapped")) == weeks
