"""A query means in Spark what it means in DuckDB: macros, patterns, generated SQL."""

import json
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.engines.spark.patterns import java_pattern
from kpi_runner.project.project import read_project
from tests.spark.generated import generated_query
from tests.spark.parity import ROOT, is_same

STATISTICS = Path(__file__).parents[1] / "statistics"
MOMENTS = (
    *("2024-01-01", "2024/01/01", "2024-1-1", "2024-01", "2024", "20240101"),
    *("2024-01-01T10:00:00", "2024-01-01 10:00:00.123456", "2024-01-01 10:00"),
    *("2024-01-01 10:00:00.123456789", "2024-01-01T10", "2024-01-01 10:00:00Z"),
    *("2024-01-01 10:00:00 Z", "2024-01-01 10:00:00+02:00", "2024-01-01Z"),
    *("2024-01-01 10:00:00 +02:00", "2024-01-01T10:00:00-05:30", "2024-02-30"),
    *("2024-01-01 10:00:00+02", "2024-01-01 10:00:00+0230", "2024-01-01 "),
    *("2024-01-01 10:00:00 UTC", "2024-01-01 10:00:00UTC", "2024-13-01"),
    *("2024-01-01 10:60:00", "2024-01-01 10:00:60", "2024-01-01 25:00:00"),
    *(" 2024-01-01", "2024-01-01x", "2024-01-01  1:2:3", "2024-01-01t10:00:00z"),
    *("infinity", "epoch", "2024/01-01", "9999-12-31 23:59:59.999999", "1704067200"),
    *("2024-01-01 10:00:00+2", "2024-01-01T10:00:00.5Z", "five", ""),
)
NUMBERS = (
    *("0", "1", "-1", "5.0", "0.5", "4e-7", "1.25e-10", "-0.00001", "0.0001"),
    *("0.00012", "0.001", "99.95", "9999999", "10000000", "123456789.5", "1e12"),
)
TEXTS = (
    *("", "plain", 'it\'s "quoted"', "back\\slash", "tab\tline\nend", "end\n"),
    *(
        "caf\u00e9 10 days",
        "\u2028 separator",
        "10 days\r\n",
        "a b",
        "\x01\x1f",
        "refund!",
    ),
)
PATTERNS = (
    *("days$", "\\bcaf\\b", "a.b", "^end$", "[$]$", "(?:^|[^a-z])refund\\b", "\\$"),
    *("[0-9]+ ?days?\\b", "^.*$", "[^a-z]$", "\\\\"),
)

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def project():
    return read_project(ROOT)


def rendered(project, text, engine):
    """Return SQL with macros as an engine gets it."""
    parsed = project.templates.parse(Path("models/x.sql"), text)
    return project.templates.render(parsed, {}, engine=engine)


def one_column(texts):
    rows = " union all ".join(
        f"select {number} as number, {literal(text)} as text"
        for number, text in enumerate(texts)
    )
    return f"({rows}) as texts"


def on_both(project, engine, sql):
    """Return the rows of a query by DuckDB and by Spark."""
    with closing(DuckDBEngine()) as duckdb:
        expected = duckdb.rows(rendered(project, sql, "duckdb"))
    return expected, engine.rows(rendered(project, sql, "spark"))


def test_moments_as_text_are_read_alike(project, engine):
    sql = (
        "select number, text, {{ timestamp_of('text') }} as moment"
        f" from {one_column(MOMENTS)} order by number"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected


def test_numbers_are_written_alike(project, engine):
    sql = " union all ".join(
        f"select {n} as n, {{{{ number_text('cast({number} as double)') }}}} as text"
        for n, number in enumerate(NUMBERS)
    )
    expected, found = on_both(project, engine, sql)
    assert sorted(found) == expected


def test_text_becomes_the_same_json(project, engine):
    sql = (
        "select number, {{ json_text('text') }} as json"
        f" from {one_column(TEXTS)} order by number"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_of_a_model_finds_the_same(project, engine, pattern):
    sql = (
        f"select number, regexp_matches(text, {literal(pattern)}) as is_found,"
        f" regexp_replace(text, {literal(pattern)}, '<>', 'g') as replaced"
        f" from {one_column(TEXTS)} order by number"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected


def test_a_pattern_of_a_seed_finds_the_same(project, engine):
    patterns = (
        "(values ('\\bcaf\\b'), ('10 days?$'), ('a.b'), (null)) as seed (pattern)"
    )
    sql = (
        "select number, pattern,"
        " regexp_matches(text, '(?i)' || pattern) as is_found"
        f" from {one_column(TEXTS)} cross join {patterns} order by number, pattern"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected


def test_one_text_of_a_stem_is_enough(project, engine):
    stems = "(values ('', 0), ('refund', 1), ('x|caf', 2), ('a.b|10 day', 3))"
    sql = (
        "select number, place, {{ contains_any('text', 'stem') }} as is_there"
        f" from {one_column(TEXTS)} cross join {stems} as stems (stem, place)"
        " order by number, place"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected
    assert {is_there for _, place, is_there in found if place} == {True, False}


def test_texts_searched_together_are_found_alike(project, engine):
    patterns = "(values ('\\bcaf\\b', ''), ('[^a-z]+days?$', 'day'), ('a.b', 'a'))"
    sql = (
        f"with texts as (select text from {one_column(TEXTS)}"
        " where text != '' and not contains(text, chr(10))),"
        f" patterns as (select * from {patterns} as seed (pattern, stem)),"
        " batches as ({{ lines_of('texts', 'text') }}),"
        " found as (select patterns.pattern,"
        " unnest({{ lines_matched('batches.lines', 'patterns') }}) as text"
        " from batches cross join patterns)"
        " select pattern, text from found order by pattern, text"
    )
    expected, found = on_both(project, engine, sql)
    assert found == expected
    assert len(expected) == 3


def test_signs_that_mean_two_things_are_written_out():
    assert java_pattern(r"a$|[$]\$") == r"(?d)a\z|[$]\$"
    assert java_pattern(r"[\b$]") == r"(?d)[\b$]"


def test_every_vector_of_the_gate_comes_out_of_spark(engine, monkeypatch):
    monkeypatch.syspath_prepend(str(STATISTICS))
    from test_vectors import CASES, FUNCTIONS

    for name, function in FUNCTIONS.items():
        cases = [case for case in CASES if case["fn"] == name]
        columns = [function(**json.loads(case["args"])) for case in cases]
        rows = " union all ".join(
            f"select {number} as number, "
            + ", ".join(f"{sql} as {column}" for column, sql in expressions.items())
            for number, expressions in enumerate(columns)
        )
        found = engine.rows(f"select * from ({rows}) as vectors order by number")
        for case, expressions, row in zip(cases, columns, found, strict=True):
            expected = json.loads(case["expected"])
            tolerance = float(case["tol"]) or 1e-12
            values = dict(zip(expressions, row[1:], strict=True))
            assert values == (
                pytest.approx(expected, rel=0, abs=tolerance)
                if float(case["tol"])
                else expected
            ), case["case_id"]


@pytest.mark.parametrize("number", range(4))
def test_generated_queries_of_what_models_use_are_answered_alike(engine, number):
    query = generated_query(Random(number))
    with closing(DuckDBEngine()) as duckdb:
        expected = duckdb.rows(query)
    found = engine.rows(query)
    assert len(found) == len(expected)
    for row, other in zip(expected, found, strict=True):
        differing = [
            pair for pair in zip(row, other, strict=True) if not is_same(*pair)
        ]
        assert not differing, query
