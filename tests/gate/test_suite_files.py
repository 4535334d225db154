import json

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import EngineError, SuiteError
from kpi_runner.gate.imports import great_expectations
from kpi_runner.gate.suite_files import read_suites
from kpi_runner.gate.suites import findings
from tests.gate.marts import ROOT

RULE = {
    "type": "unexpected_rows_expectation",
    "kwargs": {
        "unexpected_rows_query": "select * from {batch} where status = 'review'"
    },
    "description": "Nothing is in review.",
    "severity": "warning",
    "meta": {"rule": "context_loss", "kpi": 7, "level": "review"},
}


def suite(name="csat", *expectations, **more):
    """Return a suite of these expectations as JSON, laid out as ours are."""
    content = {"name": name, "meta": {"table": "gate"}, "expectations": expectations}
    return json.dumps({**content, **more}, indent=2)


def read(tmp_path, text, name="csat"):
    """Write a suite beside a sound contract, and read both."""
    folder = tmp_path / "expectations"
    folder.mkdir()
    (folder / "contract.json").write_text(suite("contract", RULE))
    (folder / f"{name}.json").write_text(text)
    return read_suites(tmp_path, folder)


def run(expectations, **parameters):
    """Run expectations over a gate with one row in review, beside another table."""
    engine = DuckDBEngine()
    engine.execute(
        "create table gate as select 'web_chat' as place, 'review' as status"
    )
    engine.execute("create table other as select 1 as one")
    return findings(engine, expectations, parameters)


def changed(**changes):
    return {
        key: value for key, value in {**RULE, **changes}.items() if value is not None
    }


def query(text):
    return {"unexpected_rows_query": text}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (suite("csat", RULE) + "}", 21, "this is not JSON: Extra data"),
        ("[]", 1, "a suite is a JSON object"),
        (suite("scat", RULE), 1, "the suite is named 'scat' and its file 'csat'"),
        (suite("csat"), 1, "has no expectations"),
        (suite("csat", expectations=None), 1, "has no expectations"),
        (suite("csat", RULE, changed(severity="urgent")), 21, "severity 'urgent'"),
        (suite("csat", changed(severity=None)), 8, "has no severity"),
        (suite("csat", changed(description=None)), 8, "has no description"),
        (suite("csat", changed(meta={"rule": "x"})), 8, "has no level"),
        (suite("csat", changed(meta={"level": "review"})), 8, "has no rule"),
        (suite("csat", changed(kwargs=query("select 1"))), 8, "{batch} alone"),
        (suite("csat", changed(kwargs=query("from {batch}, {x}"))), 8, "{batch} alone"),
        (suite("csat", changed(kwargs=query("from {batch"))), 8, "braces do not pair"),
        (suite("csat", RULE, meta={}), 6, "has no table"),
        (suite("csat", {"type": "x"}), 8, "has a type and kwargs"),
    ],
)
def test_a_suite_that_would_not_be_enforced_is_an_error_at_its_line(
    tmp_path, text, line, says
):
    with pytest.raises(SuiteError) as caught:
        read(tmp_path, text)

    assert says in caught.value.message
    assert str(caught.value.at) == f"expectations/csat.json:{line}"


def test_a_suite_that_is_no_text_is_an_error(tmp_path):
    read(tmp_path, suite("csat", RULE))
    (tmp_path / "expectations/csat.json").write_bytes(b"\xff\xfe")

    with pytest.raises(SuiteError, match="cannot be read"):
        read_suites(tmp_path, tmp_path / "expectations")


def test_no_suites_and_no_contract_are_errors(tmp_path):
    with pytest.raises(SuiteError, match="there are no suites"):
        read_suites(tmp_path, tmp_path / "expectations")
    read(tmp_path, suite("csat", RULE))
    (tmp_path / "expectations/contract.json").unlink()

    with pytest.raises(SuiteError, match="'contract' is missing"):
        read_suites(tmp_path, tmp_path / "expectations")


@pytest.mark.parametrize(
    ("expectation", "says"),
    [
        (changed(type="expect_the_best"), "does not understand 'expect_the_best'"),
        (changed(kwargs={"unexpected_rows_quarry": 1}), "refuses it: .*quarry"),
        (
            changed(kwargs=query("select * from {batch} cross join other")),
            "reads 'other' beside its batch",
        ),
        (changed(kwargs=query("select from where {batch}")), "cannot read the query"),
        (
            changed(
                type="expect_column_distinct_values_to_contain_set",
                kwargs={"column": "place", "value_set": {"$PARAMETER": "judged_place"}},
            ),
            "the gate gives no parameter 'judged_place'",
        ),
    ],
)
def test_what_great_expectations_would_drop_is_an_error(tmp_path, expectation, says):
    expectations = read(tmp_path, suite("csat", expectation))

    with pytest.raises(SuiteError, match=says) as caught:
        run(expectations, judged_places=[])
    assert str(caught.value.at) == "expectations/csat.json:8"


def test_a_column_that_is_not_there_is_an_error_of_the_query(tmp_path):
    wrong = changed(kwargs=query("select * from {batch} where staus = 'review'"))
    expectations = read(tmp_path, suite("csat", wrong))

    with pytest.raises(EngineError, match=r"csat.json:8: .* cannot check") as caught:
        run(expectations)
    assert caught.value.exit_code == 3
    assert "staus" in caught.value.hint


def test_a_broken_rule_is_found_with_its_rows(tmp_path):
    found = run(read(tmp_path, suite("csat", RULE)))

    assert [each.expectation.suite for each in found] == ["contract", "csat"]
    assert found[1].rows == ({"place": "web_chat", "status": "review"},)


def test_a_parameter_fills_its_place(tmp_path):
    there = changed(
        type="expect_column_distinct_values_to_contain_set",
        kwargs={"column": "place", "value_set": {"$PARAMETER": "places"}},
    )
    expectations = read(tmp_path, suite("csat", there))[1:]

    assert run(expectations, places=["web_chat"]) == []
    assert run(expectations, places=[]) == []
    assert len(run(expectations, places=["web_chat", "wallet_app"])) == 1


def test_the_shipped_suites_open_with_great_expectations_own_tools():
    gx = great_expectations()

    for path in sorted((ROOT / "expectations").glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        suite = gx.ExpectationSuite(**content)

        assert len(suite.expectations) == len(content["expectations"])
