import csv
import io
import json
from decimal import Decimal

import duckdb
import pytest

from tests.cli.test_commands import kpi, kpi_build
from tests.support.shop import shop


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Build and publish a small project, once for all questions."""
    root = tmp_path_factory.mktemp("desk")
    kpi_build(shop(root))
    return root


@pytest.fixture
def ask(desk):
    """Ask the published marts of a small project."""
    return lambda *words: kpi("query", *words, "--target", desk / "target")


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


def test_parquet_goes_to_a_file_or_into_a_pipe(ask, tmp_path):
    path = tmp_path / "out.parquet"

    assert ask("from totals; ", "--format", "parquet", "-o", path).exit_code == 0
    piped = ask("from totals", "--format", "parquet").stdout_bytes

    assert duckdb.sql(f"from '{path}'").fetchall() == [("t1", 5), ("t2", 7)]
    assert piped == path.read_bytes()
    assert [each.name for each in tmp_path.glob("out*")] == ["out.parquet"]


def test_parquet_keeps_types_and_sums_of_integers_exact(ask, tmp_path):
    path = tmp_path / "out.parquet"
    sql = "select sum(price) as total, [1, null] as list, 1.50::decimal(18, 2) as money"

    ask(f"{sql} from totals", "--format", "parquet", "-o", path)

    found = duckdb.sql(f"from '{path}'")
    assert found.fetchall() == [(12, [1, None], Decimal("1.50"))]
    assert [str(kind) for kind in found.types] == [
        *("DECIMAL(38,0)", "INTEGER[]", "DECIMAL(18,2)")
    ]


NESTED = (
    "select [1.5::decimal(4, 1), null] as list, {'day': date '2026-03-02'} as struct,"
    " 2.50::decimal(18, 2) as money, false as flag, 'nan'::double as none,"
    " timestamp '2026-03-02 10:00:00.5' as moment, null as nothing"
)


def test_nested_values_are_json_in_every_text(ask):
    assert ask(NESTED, "--format", "csv").stdout.splitlines()[1] == (
        '"[1.5, null]","{""day"": ""2026-03-02""}",2.50,false,nan,'
        "2026-03-02 10:00:00.500000,"
    )
    assert json.loads(ask(NESTED, "--format", "json").stdout)[0] == {
        "list": [1.5, None],
        "struct": {"day": "2026-03-02"},
        "money": 2.5,
        "flag": False,
        "none": None,
        "moment": "2026-03-02T10:00:00.500000",
        "nothing": None,
    }
    assert ask(NESTED).stdout.splitlines()[2].split("  ") == [
        *("[1.5, null]", '{"day": "2026-03-02"}', " 2.50", "false", " nan"),
        "2026-03-02 10:00:00.500000",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_text_in_csv_is_never_a_formula(ask, text):
    sql = f"select '{text}' as said, -1 as number"

    (row,) = csv.DictReader(io.StringIO(ask(sql, "--format", "csv").stdout, newline=""))

    assert row == {"said": f"'{text}", "number": "-1"}
    assert json.loads(ask(sql, "--format", "json").stdout) == [
        {"said": text, "number": -1}
    ]


def test_json_needs_a_name_for_each_column(ask):
    sql = "select 1 as one, 2 as one"
    found = ask(sql, "--format", "json")
    assert found.exit_code == 2
    assert "two columns of the answer are called 'one'" in found.stderr
    assert ask(sql, "--format", "csv").stdout == "one,one\n1,2\n"


def test_an_output_that_cannot_be_written_is_one_error(ask, tmp_path):
    for form in ("csv", "parquet"):
        found = ask("from totals", "--format", form, "-o", tmp_path / "no" / "file")
        assert (found.exit_code, found.stdout) == (2, "")
        assert "Error: " in found.stderr
        assert "no/file" in found.stderr


@pytest.mark.parametrize(
    "sql",
    [
        "from read_text('{target}/seeds/rates.csv')",
        "from read_parquet('{target}/../raw/*.parquet')",
        "attach '{target}/work.duckdb' as work (read_only)",
        "copy totals to '{target}/copied.csv'",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_query_reaches_nothing_but_the_marts(ask, desk, tmp_path, sql, form):
    before = sorted(desk.rglob("*"))
    sql = sql.format(target=desk / "target")

    found = ask(sql, "--format", form, "-o", tmp_path / "out")

    assert found.exit_code == 2
    assert found.stderr.startswith("Error: DuckDB refuses the query: ")
    assert (sorted(desk.rglob("*")), [*tmp_path.iterdir()]) == (before, [])


@pytest.mark.parametrize(
    ("sql", "said"),
    [("select 1; select 2", "2 statements"), ("", "no statement"), ("/**/", "no stat")],
)
def test_a_query_is_one_statement(ask, sql, said):
    found = ask(sql)
    assert (found.exit_code, said in found.stderr) == (2, True)


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
