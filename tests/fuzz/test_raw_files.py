"""Spoilt raw files: no traceback, no hang, no row lost, no bad row staged.

400 files; 10,000 with KPI_LONG=1. A case is its number: `case(number, sound_rows())`.
"""

import faulthandler
import json

import pytest

from kpi_runner.errors import ContractError
from tests.fuzz.desk import Desk, faults, sound_rows
from tests.fuzz.mutations import case, renamed
from tests.reference.contract import COLUMNS
from tests.support.landing import write
from tests.support.long import cases

BATCH = 200
BATCHES = cases(usual=2, long=50)
# A case takes milliseconds; one that takes this long hangs, and its stack is shown.
HANGS = 120


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_row_of_a_spoilt_file_ends_in_one_place(tmp_path, desk, batch):
    accepted = {}
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        accepted |= landed(desk, tmp_path / str(number), number)
    write(tmp_path / "all", accepted)

    inventory = desk.land(tmp_path / "all")
    desk.stage()

    tickets = {row["ticket_id"] for row in desk.staged("tickets")}
    assert len(tickets) > 4 * BATCH
    for table in COLUMNS:
        read = inventory.tables[f"raw.{table}"].row_count
        assert read == sum(desk.ended(table)), table
        assert faults(table, desk.staged(table), tickets) == []


def landed(desk, folder, number):
    """Land one case by itself; return its files, or none when it is refused."""
    tried = case(number, sound_rows())
    write(folder, {tried.name: tried.content})
    faulthandler.dump_traceback_later(HANGS, exit=True)
    try:
        read = desk.land_alone(folder, tried.table)
    except ContractError as error:
        assert tried.name in str(error)
        return {}
    finally:
        faulthandler.cancel_dump_traceback_later()
    assert read == sum(desk.landed(tried.table)), tried
    assert tried.row_count in (None, read), tried
    tickets = map(json.dumps, renamed(sound_rows()["tickets"], number))
    others = {f"tickets/sound{number}.jsonl": "\n".join(tickets).encode()}
    return {tried.name: tried.content, **(others if tried.table != "tickets" else {})}
