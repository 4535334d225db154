"""The connectors' own sample tables, dirty on purpose, from file to fact."""

import shutil
from pathlib import Path

import pytest

from tests.adapters.helpdesk import IDENTITIES
from tests.support.require import require
from tests.support.warehouse import ROOT, warehouse

SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    raw = tmp_path_factory.mktemp("raw")
    for helpdesk in ("zendesk", "intercom"):
        sample = SHARED / f"fivetran_{helpdesk}" / "original"
        if not sample.is_dir():
            require("shared", f"there is no {sample}")
        shutil.copytree(sample, raw / helpdesk)
    return warehouse(
        raw=Path(raw),
        seeds={"bot_identities": IDENTITIES},
        variables={"helpdesks": ["zendesk", "intercom"]},
        upto=["fct_tickets", "helpdesk_rows", "data_quality", "check_rows_reconciled"],
    )


def test_tickets_are_those_that_are_neither_deleted_nor_superseded(desk):
    assert desk.rows(
        "select split_part(ticket_id, ':', 1), count(*) from fct_tickets"
        " group by all order by 1"
    ) == [("intercom", 2), ("zendesk", 8)]
    assert desk.rows(
        "select * from helpdesk_rows where fate in ('deleted', 'superseded') order by 1"
    ) == [
        ("intercom.conversation_history", "superseded", 7),
        ("zendesk.ticket", "deleted", 2),
    ]


def test_no_row_is_lost(desk):
    assert desk.rows("from check_rows_reconciled") == []
    assert desk.rows(
        "select table_name, rows_read = rows_staged + rows_quarantined"
        " from data_quality where rows_read > 0 order by 1"
    ) == [("messages", True), ("tickets", True)]


def test_children_of_tickets_that_are_not_there_are_orphans(desk):
    assert desk.rows(
        "select table_name, orphan_ticket_count = rows_quarantined"
        " from data_quality where rows_quarantined > 0"
    ) == [("messages", True)]


def test_one_ticket_has_its_whole_status_history(desk):
    ((resolved, closed),) = desk.rows(
        "select resolved_at, closed_at from stg_tickets"
        " where ticket_id = 'zendesk:11071'"
    )
    assert (str(resolved), str(closed)) == (
        "2020-11-14 11:01:27",
        "2020-11-15 11:01:27",
    )


def test_a_chat_on_a_known_and_an_unknown_ticket_is_the_known_ones(desk):
    assert desk.rows(
        "select author, count(*) from stg_messages"
        " where ticket_id = 'zendesk:6605' group by all"
    ) == [("bot", 1)]
