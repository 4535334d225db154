"""The unload scripts: they parse, and name what the adapters' sources declare."""

import logging
from pathlib import Path

import pytest
import sqlglot
import yaml
from sqlglot import exp
from sqlglot.tokens import TokenType

from tests.support.warehouse import ROOT

UNLOAD = ROOT / "docs/unload"
SCRIPTS = sorted(UNLOAD.rglob("*.sql"))
LANDED = {"raw_file", "raw_row"}


def declared(helpdesk):
    """Return the columns of every table in the helpdesk's _sources.yml."""
    path = ROOT / f"models/adapters/{helpdesk}/_sources.yml"
    (source,) = yaml.safe_load(path.read_text("utf-8"))["sources"]
    return {
        table["name"]: {column["name"] for column in table["columns"]} - LANDED
        for table in source["tables"]
    }


def selects(script):
    """Yield every query of a script; Redshift has them inside a text."""
    dialect = script.parent.name
    for statement in sqlglot.parse(script.read_text("utf-8"), dialect=dialect):
        if isinstance(statement, exp.Command):
            assert statement.name.lower() in ("unload", "set")
            tokens = sqlglot.tokenize(statement.text("expression"), dialect=dialect)
            texts = [
                each.text for each in tokens if each.token_type is TokenType.STRING
            ]
            if statement.name.lower() == "unload":
                yield sqlglot.parse_one(texts[0], dialect=dialect)
        else:
            yield from statement.find_all(exp.Select)


def test_there_is_a_script_for_every_warehouse_and_helpdesk():
    warehouses = ("bigquery", "postgres", "redshift", "snowflake")
    assert [path.relative_to(UNLOAD) for path in SCRIPTS] == [
        Path(warehouse) / f"{helpdesk}.sql"
        for warehouse in warehouses
        for helpdesk in ("intercom", "zendesk")
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(UNLOAD))
def test_a_script_unloads_exactly_the_columns_that_its_adapter_reads(script, caplog):
    caplog.set_level(logging.ERROR, logger="sqlglot")
    found = {
        select.find(exp.Table).name.lower(): set(select.named_selects)
        for select in selects(script)
    }
    assert found == declared(script.stem)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(UNLOAD))
def test_a_script_writes_every_table_to_where_landing_looks_for_it(script):
    text = script.read_text("utf-8")
    for table in declared(script.stem):
        assert f"raw/{script.stem}/{table}" in text
