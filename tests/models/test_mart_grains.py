"""Every key that a mart's yml promises is checked on every build."""

import pytest

from kpi_runner.project.project import read_project
from tests.models.staging_rows import good
from tests.support.warehouse import ROOT, Warehouse, warehouse

PROJECT = read_project(ROOT)
MARTS = {
    name: model.meta["grain"]
    for name, model in PROJECT.models.items()
    if model.path.parent.name == "marts" and "grain" in model.meta
}
CHECKS = ["check_mart_grains", "check_ticket_grains"]


@pytest.fixture(scope="module")
def built() -> Warehouse:
    tickets = [good("tickets"), good("tickets", ticket_id="t2", arm="holdout")]
    return warehouse(tickets=tickets, upto=CHECKS)


def test_every_key_of_a_mart_is_unique(built):
    assert [built.rows(f"from {check}") for check in CHECKS] == [[], []]


@pytest.mark.parametrize("mart", MARTS)
def test_the_key_that_a_mart_promises_is_the_key_that_is_checked(mart):
    compiled = [PROJECT.compile(check, database="work") for check in CHECKS]
    (sql,) = (each for each in compiled if f"'{mart} has '" in each)
    assert f"keys ({', '.join(MARTS[mart])}) with more than one row" in sql


def test_a_key_that_stands_twice_is_found(built):
    built.engine.execute("insert into exclusions from exclusions")
    sql = built.project.compile("check_mart_grains", database=built.engine.database)
    ((subject, message),) = built.rows(sql)
    assert subject == "exclusions"
    assert "for example desk / 2026-01-12 / holdout." in message
