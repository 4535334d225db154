"""Every refused construct beside its portable spelling, and the house's rules."""

from pathlib import Path

import duckdb
import pytest
import sqlglot

from kpi_runner.project.lint import broken_rules, lint
from kpi_runner.project.lint.house import HOUSE
from kpi_runner.project.lint.portability import PORTABILITY
from tests.support.projects import project_of

PAIRS = [
    block.splitlines()
    for block in Path(__file__).with_name("portability.sql").read_text().split("\n\n")
]
TABLES = """
    create table t as
    select
        1 as id, timestamp '2026-01-05 10:00:00' as opened,
        timestamp '2026-01-07 09:00:00' as closed, date '2026-01-05' as day,
        cast(3 as decimal(18, 2)) as amount, cast(2 as decimal(18, 2)) as other,
        'again' as body;
    create table u as select 1 as id;
"""
GOOD = """-- One row per thing

with

final as (

    select
        1 as one,
        2 as two

)

select * from final
"""
YML = "models:\n- name: a\n  columns: [{name: one}, {name: two}]\n"


def ids(pair):
    return f"{pair[0].removeprefix('-- ')}: {pair[1]}"


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_the_refused_line_breaks_its_rule_and_the_portable_one_breaks_none(pair):
    rule, refused, portable = pair
    assert {found.name for found, _ in broken_rules(refused)} == {rule[3:]}
    assert broken_rules(portable) == []


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_duckdb_takes_both_lines_so_only_a_lint_can_tell(pair):
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        for line in pair[1:]:
            # Taken inside the database: fetching now() needs pytz, running does not.
            connection.execute(f"create or replace temp table taken as {line}")


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_the_portable_line_becomes_spark_without_a_complaint(pair):
    complain = sqlglot.ErrorLevel.RAISE
    sql = sqlglot.transpile(
        pair[2], read="duckdb", write="spark", unsupported_level=complain
    )
    assert sqlglot.parse_one(sql[0], read="spark")


def test_every_rule_has_a_pair():
    names = {rule.name for rule in (*PORTABILITY, *HOUSE)}
    assert names == {pair[0].removeprefix("-- ") for pair in PAIRS}


def findings(root, sql=GOOD, yml=YML, folder="marts"):
    files = {f"models/{folder}/a.sql": sql, f"models/{folder}/a.yml": yml}
    return lint(
        project_of(root, {name: text for name, text in files.items() if text}), ["a"]
    )


def test_a_clean_model_has_no_findings(tmp_path):
    assert findings(tmp_path) == []


def test_a_finding_names_the_line_of_the_model_and_the_portable_spelling(tmp_path):
    sql = GOOD.replace("2 as two", "{{ 3 }} as one,\n        now() as two")
    (clock,) = findings(tmp_path, sql.replace("1 as one,\n        ", ""))
    assert str(clock) == (
        "models/marts/a.sql:9: a model may not read the clock: NOW().\n"
        "Instead: join int_clock or int_watermark."
    )


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        ({"sql": GOOD.removeprefix("-- One row per thing\n\n")}, "first_line", ":1"),
        ({"sql": GOOD + "\n" * 30 + "-- end\n" * 100}, "size", ":1"),
        ({"yml": None}, "yml_beside", ".sql:1"),
        ({"yml": YML.replace("two", "too")}, "columns", ".yml"),
        ({"sql": "-- One row per\nselect from where group"}, "syntax", ".sql:2"),
    ],
)
def test_the_rules_of_the_house_are_held(tmp_path, change, rule, place):
    found = findings(tmp_path, **change)
    assert rule in {finding.rule for finding in found}
    assert str(found[0].at).endswith(place)


def test_only_a_mart_must_describe_every_column(tmp_path):
    yml = "models:\n- name: a\n  columns: [{name: one}]\n"
    assert [found.fault for found in findings(tmp_path / "m", yml=yml)] == [
        "the yml says nothing of two"
    ]
    assert findings(tmp_path / "i", yml=yml, folder="intermediate") == []


def test_rules_look_at_the_sql_that_spark_would_be_given(tmp_path):
    macros = (
        "{% macro middle(x) %}{{ adapter.dispatch('middle')(x) }}{% endmacro %}\n"
        "{% macro default__middle(x) %}max({{ x }}){% endmacro %}\n"
        "{% macro duckdb__middle(x) %}quantile_cont({{ x }}, 0.5){% endmacro %}\n"
    )
    files = {
        "macros/m.sql": macros,
        "models/a.sql": GOOD.replace("2 as", "{{ middle('2') }} as"),
        "models/a.yml": YML,
    }
    assert lint(project_of(tmp_path, files), ["a"]) == []
