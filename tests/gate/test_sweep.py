"""One pass over a table tells which rules find nothing, and only those."""

from pathlib import Path

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import Place
from kpi_runner.gate.suite_files import Expectation, read_suites
from kpi_runner.gate.suites import findings
from kpi_runner.gate.sweep import sweep
from tests.gate.marts import ROOT, publish, slip


def rule(query, table="gate"):
    return Expectation(
        suite="csat",
        table=table,
        type="unexpected_rows_expectation",
        kwargs={"unexpected_rows_query": query},
        description=query,
        severity="warning",
        rule="context_loss",
        level="review",
        place=Place(Path("csat.json"), 1),
    )


def nothing_in(engine, rules):
    """Return the rules that are known to find nothing."""
    known = sweep(engine, rules)
    return [
        each for each in rules if known.get((each.table, each.query), (0, 1))[1] == []
    ]


def where(condition, table="gate"):
    return rule(f"select * from {{batch}} where {condition}", table)


@pytest.fixture
def engine():
    engine = DuckDBEngine()
    engine.execute(
        "create table gate as from (values ('held', 3, null), ('watch', 5, 'two'))"
        " as rows (status, n1, note)"
    )
    engine.execute("create table other as select 1 as one")
    return engine


@pytest.mark.parametrize(
    "condition",
    [
        "status = 'rollback'",
        "status = 'held' and n1 > 3 or n1 > 5",
        "note = 'one' -- what is null is no match",
        "n1 not in (select n1 from {batch})",
        "regexp_matches(status, 'h{{9}}')",
        "status = 'rollback' order by n1 limit 1",
    ],
)
def test_what_finds_no_row_is_known_beside_what_does(engine, condition):
    nothing, found = where(condition), where("n1 = 5")
    is_one_condition = "order by" not in condition

    expected = [nothing] if is_one_condition else []
    assert nothing_in(engine, [nothing, found]) == expected
    assert findings(engine, [nothing, found], {}) == findings(engine, [found], {})


def test_what_is_no_condition_on_rows_is_left_to_be_asked(engine):
    groups = "select status from {batch} group by status having count(*) > 1"
    nothing = where("one = 2", "other")

    assert nothing_in(engine, [rule(groups), nothing]) == [nothing]


def test_a_condition_that_fails_leaves_its_table_to_be_asked(engine):
    failing = where("status = 'rollback' and cast(note as integer) = 1")
    others = [where("n1 = 7"), where("one = 2", "other")]

    assert nothing_in(engine, [failing, *others]) == others[1:]


def test_what_finds_rows_is_known_with_them(engine):
    found = where("n1 = 5")

    assert sweep(engine, [found]) == {
        ("gate", found.query): (["status", "n1", "note"], [("watch", 5, "two")])
    }


def test_great_expectations_asks_the_database_nothing_twice(tmp_path, monkeypatch):
    from kpi_runner.gate.docket import docket
    from kpi_runner.gate.verdict import Request, judge

    asked = []
    plain = DuckDBEngine.described

    def described(engine, sql, *parameters):
        asked.append(sql)
        return plain(engine, sql, *parameters)

    publish(tmp_path, [slip()])
    monkeypatch.setattr(DuckDBEngine, "described", described)
    suites = read_suites(ROOT, ROOT / "expectations")
    with docket(tmp_path, None, None) as cells:
        verdict = judge(cells, suites, Request())

    assert [sql for sql in asked if "subselect where" in sql] == []
    own = [sql for sql in asked if sql.startswith("select * from")]
    assert len(own) == len(verdict.breaches) == 1
