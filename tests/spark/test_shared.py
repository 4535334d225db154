"""A part that a query reads often is computed once, and means the same."""

import pytest
from sqlglot import parse_one

from kpi_runner.engines.spark.shared import parts_of

BEFORE = (
    "with numbers as (select 1 as i union all select 2), doubled as (select i, 2 * i"
)
ONCE = f"{BEFORE} as j from numbers) select j from doubled"
# Through its parents, too: doubled is read four times, and numbers by it alone.
OFTEN = (
    f"{BEFORE} as j from numbers), summed as (select sum(j) as j from doubled)"
    " select j from doubled union all select j + 1 from doubled"
    " union all select j from summed union all select -j from summed"
)


def parts(sql):
    """Return the names of the parts and what is left of the query."""
    tree = parse_one(sql, read="duckdb")
    found = [(name, part.sql("duckdb")) for name, part in parts_of(tree, "main.x")]
    return found, tree.sql("duckdb")


def test_a_part_that_is_read_once_stays_in_its_query():
    assert parts(ONCE) == ([], parse_one(ONCE).sql("duckdb"))


def test_a_part_that_others_read_often_goes_apart_with_what_it_stands_on():
    found, left = parts(OFTEN)
    assert found == [
        (
            "main.x__doubled",
            "SELECT i, 2 * i AS j FROM (SELECT 1 AS i UNION ALL SELECT 2) AS numbers",
        )
    ]
    assert "doubled AS (SELECT * FROM main.x__doubled)" in left


def test_a_whole_relation_is_read_as_often_as_asked():
    readings = " union all ".join(["select * from a"] * 9)
    assert parts(f"with a as (select * from main.orders) {readings}")[0] == []


@pytest.mark.spark
def test_a_table_of_a_part_that_is_read_often_is_the_same(engine):
    engine.create_table("main.x", OFTEN)
    found = engine.rows("select j from main.x order by j")
    assert found == [(-6,), (2,), (3,), (4,), (5,), (6,)]
    assert list(engine.path("main.x").parent.iterdir()) == [engine.path("main.x")]


@pytest.mark.spark
def test_the_rows_of_a_part_that_is_read_often_are_kept_while_they_are_read(engine):
    with engine._frame_of_table("main.y", OFTEN) as frame:
        plan = frame._jdf.queryExecution().executedPlan().toString()
        assert "InMemoryRelation" in plan
    assert engine.columns("main.y__doubled") == {}
