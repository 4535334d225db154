"""Of the former file only what changed is written again; it is there whole or not."""

from datetime import datetime
from pathlib import Path

import pytest

from kpi_runner.build.touched import Part
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import ContractError
from kpi_runner.project.nodes import Model
from kpi_runner.publish.publish import PublishInfo, publish
from tests.support.shop import rows

WEEKS = Model("weeks", Path("weeks.sql"), meta={"grain": ["name", "week"]})
OTHER = Model("other", Path("other.sql"))
PART = {"weeks": Part("week", "touched")}
INFO = PublishInfo("run", None, None, datetime(2026, 1, 1), "duckdb", "shop", "", "")


@pytest.fixture
def engine(tmp_path):
    """Return work where the weeks 1 and 2, and another mart, are published."""
    engine = DuckDBEngine()
    engine.execute(
        "create table weeks as select 1 as week, 'a' as name union select 2, 'a'"
    )
    engine.execute("create table other as select 1 as one")
    engine.execute("create table touched as select 2 as week")
    publish(engine, [WEEKS, OTHER], tmp_path / "marts.duckdb", INFO)
    yield engine
    engine.close()


def test_rows_of_the_part_are_replaced_and_nothing_else(engine, tmp_path):
    marts = tmp_path / "marts.duckdb"
    engine.execute("update weeks set name = 'b'")
    engine.execute("update other set one = 2")

    publish(engine, [WEEKS], marts, INFO, PART)

    assert rows(marts, "from weeks order by week") == [(1, "a"), (2, "b")]
    assert rows(marts, "from other") == [(1,)]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_key_twice_in_the_part_publishes_nothing(engine, tmp_path):
    engine.execute("insert into weeks values (2, 'a')")

    with pytest.raises(ContractError, match="2 rows for one key: name a, week 2"):
        publish(engine, [WEEKS], tmp_path / "marts.duckdb", INFO, PART)

    assert rows(tmp_path / "marts.duckdb", "select count(*) from weeks") == [(2,)]


def test_a_mart_with_more_gaps_than_rows_is_written_anew(engine, tmp_path):
    marts, last = tmp_path / "marts.duckdb", "select max(rowid) from weeks"
    # As when models were renewed.
    engine.execute("set max_vacuum_tasks = 0")
    each = "select if(i % 10 = 0, 1, 2) as week, cast(i as varchar) as name"
    engine.create_table("weeks", f"{each} from range(300_000) as r (i)")
    publish(engine, [WEEKS], marts, INFO, {})
    engine.execute("delete from weeks where week = 2")

    publish(engine, [WEEKS], marts, INFO, PART)
    assert rows(marts, last) == [(299_990,)]

    publish(engine, [WEEKS], marts, INFO, PART)
    assert rows(marts, last) == [(29_999,)]
