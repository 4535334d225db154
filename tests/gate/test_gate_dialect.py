"""The dialect under Great Expectations, and what importing that leaves out."""

import subprocess
import sys

import pytest
import sqlalchemy

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.gate.dialect import URL, engine_options
from tests.gate.marts import ROOT

NUMBERED = "select nextval('runs') as number from range(3)"
COUNT = f"SELECT COUNT(*) as found FROM ({NUMBERED}) AS substituted_batch_subquery"


@pytest.fixture
def connection():
    engine = DuckDBEngine()
    engine.execute("create sequence runs")
    with sqlalchemy.create_engine(URL, **engine_options(engine)).connect() as opened:
        yield opened


def ask(connection, sql):
    return connection.execute(sqlalchemy.text(sql)).fetchall()


@pytest.mark.parametrize("pair", [(NUMBERED, COUNT), (COUNT, NUMBERED)])
def test_a_query_and_its_count_are_run_once_in_either_order(connection, pair):
    found = {sql: ask(connection, sql) for sql in pair}

    assert found == {NUMBERED: [(1,), (2,), (3,)], COUNT: [(3,)]}
    assert ask(connection, "select currval('runs')") == [(3,)]


def test_after_its_count_a_query_is_asked_anew(connection):
    for sql in (NUMBERED, COUNT):
        ask(connection, sql)

    assert ask(connection, NUMBERED) == [(4,), (5,), (6,)]


PROGRAM = """
import sys
from kpi_runner.gate.imports import great_expectations
great_expectations()
print([name for name in ("altair", "scipy.stats") if name in sys.modules])
from great_expectations.expectations.metrics.column_aggregate_metrics import (
    column_parameterized_distribution_ks_test_p_value as rare,
)
print(rare.stats.norm.cdf(0), "scipy.stats" in sys.modules)
"""


def test_what_is_rarely_needed_is_imported_when_it_is_used():
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )

    assert ended.stdout.splitlines() == ["[]", "0.5 True"]
