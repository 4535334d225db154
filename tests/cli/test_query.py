import json

import duckdb
import pytest

from tests.cli.test_commands import kpi, kpi_build
from tests.support.shop import shop


@pytest.fixture
def ask(tmp_path):
    """Ask the published marts of a small project."""
    kpi_build(shop(tmp_path))
    return lambda *words: kpi("query", *words, "--target", tmp_path / "target")


def test_an_answer_is_a_table_for_people(ask):
    assert ask("select ticket_id, price, null as note from totals").stdout == (
        "ticket_id  price  note\n"
        "---------  -----  ----\n"
        "t1             5\n"
        "t2             7\n"
    )


def test_an_empty_answer_still_has_its_header(ask):
    assert ask("select ticket_id from totals where false").stdout == (
        "ticket_id\n---------\n"
    )


def test_csv_and_json_hold_every_type_as_others_read_it(ask):
    sql = (
        "select 'a,b' as text, 1.50::decimal(18, 2) as money, 0.1::double as rate,"
        " true as flag, date '2026-03-02' as day,"
        " timestamp '2026-03-02 10:00:00' as moment, null as nothing"
    )

    assert ask(sql, "--format", "csv").stdout == (
        "text,money,rate,flag,day,moment,nothing\n"
        '"a,b",1.50,0.1,true,2026-03-02,2026-03-02 10:00:00,\n'
    )
    assert json.loads(ask(sql, "--format", "json").stdout) == [
        {
            "text": "a,b",
            "money": 1.5,
            "rate": 0.1,
            "flag": True,
            "day": "2026-03-02",
            "moment": "2026-03-02T10:00:00",
            "nothing": None,
        }
    ]


def test_json_has_no_words_that_json_lacks(ask):
    sql = "select 'nan'::double as a, 'inf'::double as b"

    found = ask(sql, "--format", "json").stdout

    assert json.loads(found, parse_constant=pytest.fail) == [{"a": None, "b": None}]


def test_an_instant_with_a_zone_needs_no_further_library(ask):
    sql = "select timestamptz '2026-03-02 10:00:00+02' as moment"

    assert "2026-03-02 08:00:00+00" in ask(sql).stdout


def test_parquet_goes_to_a_file(ask, tmp_path):
    path = tmp_path / "out.parquet"

    assert ask("from totals", "--format", "parquet").exit_code == 2
    assert ask("from totals;", "--format", "parquet", "-o", path).exit_code == 0

    assert duckdb.sql(f"from '{path}'").fetchall() == [("t1", 5), ("t2", 7)]


def test_text_from_data_cannot_act_on_a_terminal(ask):
    sql = "select chr(27) || '[31mred' || chr(10) || chr(8238) as name"

    assert ask(sql).stdout.splitlines()[-1] == r"\x1b[31mred\n\u202e"


def test_wrong_sql_says_why(ask):
    found = ask("select pirce from totals")

    assert found.exit_code == 2
    assert 'DuckDB refuses the query: Binder Error: Referenced column "pirce"' in (
        found.stderr
    )


def test_marts_cannot_be_changed(ask):
    assert ask("drop table totals").exit_code == 2
    assert ask("select count(*) from totals").stdout.split()[-1] == "2"


def test_without_marts_it_says_how_to_make_them(tmp_path):
    found = kpi("query", "select 1", "--target", tmp_path)

    assert (found.exit_code, "Run kpi build first" in found.stderr) == (2, True)
