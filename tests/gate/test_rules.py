"""The rules as the suites state them: from the columns of a row alone."""

import csv
import re

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.gate.suite_files import read_suites
from tests.gate.marts import ROOT, by_mode, cell, types

SUITES = read_suites(ROOT, ROOT / "expectations")
RULES = [each for each in SUITES if each.rule]
# By level: what rows at it are in action_items.
SEVERITIES = {
    "note": {"info"},
    "watch": {"warning", "info"},
    "review": {"warning"},
    "rollback": {"critical"},
    "incident": {"critical"},
}


def seed(name):
    with (ROOT / f"seeds/{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def broken(row, mode="evidence"):
    """Return the levels of the row's rule whose query returns it."""
    found = []
    judged = next(each for each in by_mode(row) if each["gate_mode"] == mode)
    columns = types("gate_by_mode")
    engine = DuckDBEngine()
    values = ", ".join(
        f'cast(? as {kind}) as "{name}"' for name, kind in columns.items()
    )
    engine.execute(
        f"create table gate as select {values}", list(map(judged.get, columns))
    )
    for each in RULES:
        query = each.query.format(batch="gate")
        if each.rule == row["rule"] and engine.rows(query):
            found.append(each.level)
    engine.close()
    return found


def rates(rule, **numbers):
    """Return a row that its label calls held."""
    return cell("held", rule=rule, s0=None, n0=None, **numbers)


def test_page_suites_and_thresholds_name_the_same_rules():
    page = re.findall(r"^## (\w+)$", (ROOT / "docs/rules.md").read_text("utf-8"), re.M)

    assert len(page) == len(set(page))
    assert set(page) == {each.rule for each in RULES}
    assert set(page) == {row["rule"] for row in seed("thresholds")}


def test_every_section_of_the_page_has_example_reason_remedy_and_owner():
    page = (ROOT / "docs/rules.md").read_text("utf-8")

    for section in page.split("\n## ")[1:]:
        told = re.findall(r"^- \*\*(\w+):\*\* .+", section, re.M)
        assert told == ["Example", "Reason", "Remedy", "Owner"], section


def test_a_rule_stands_in_the_suite_of_its_kpi():
    families = {row["measure"]: (row["family"], row["kpi"]) for row in seed("kpis")}
    measured = {row["rule"]: families[row["measure"]] for row in seed("thresholds")}

    for each in RULES:
        assert each.suite == measured[each.rule][0], each.rule


def test_each_level_has_its_severity_and_stands_once():
    for each in RULES:
        assert each.severity in SEVERITIES[each.level], each.description
    levels = [(each.rule, each.level) for each in RULES]
    assert len(levels) == len(set(levels))


def test_the_contract_knows_the_rules_of_the_thresholds():
    (rules,) = [
        each.query
        for each in SUITES
        if each.suite == "contract" and "rule not in" in (each.query or "")
    ]

    assert set(re.findall(r"'(\w+)'", rules)) == {each.rule for each in RULES}


@pytest.mark.parametrize("rule", sorted({each.rule for each in RULES}))
def test_a_status_breaks_its_rule_and_what_holds_breaks_none(rule):
    levels = [
        each.level for each in RULES if each.rule == rule and each.level != "note"
    ]
    bare = dict.fromkeys(("value", "rolling", "s1", "delta", "denominator"))

    for level in levels:
        assert broken(cell(level, rule=rule, **bare)) == [level]
    assert broken(cell("held", rule=rule, **bare)) == []


@pytest.mark.parametrize(
    ("rule", "at", "over", "level"),
    [
        ("context_loss", {"rolling": 5, "review_at": 5}, {"rolling": 5.001}, "watch"),
        ("repeat_state", {"rolling": 8, "review_at": 8}, {"rolling": 8.001}, "watch"),
        ("doom_loop", {"rolling": 10, "review_at": 10}, {"rolling": 10.1}, "watch"),
        ("silent_refusal", {"rolling": 10, "review_at": 10}, {"rolling": 9.9}, "watch"),
        ("qa_coverage", {"value": 1, "review_at": 1}, {"value": 0.99}, "review"),
        (
            "refund_accuracy",
            {"value": 100, "review_at": 100},
            {"value": 99.9},
            "review",
        ),
        ("refund_leakage", {"value": 0, "review_at": 0}, {"value": 0.01}, "review"),
        ("policy_p0", {"value": 0, "review_at": 0}, {"value": 1}, "incident"),
        ("policy_other", {"value": 0, "review_at": 0}, {"value": 1}, "review"),
        ("model_csat", {"delta": -1.99, "watch_at": -2}, {"delta": -2}, "watch"),
        (
            "bot_handle_time_trend",
            {"rising_weeks": 1, "review_at": 2},
            {"rising_weeks": 2},
            "watch",
        ),
        (
            "escalated_handle_time",
            {"delta": 10, "review_at": 10},
            {"delta": 10.1},
            "watch",
        ),
    ],
)
def test_a_limit_that_is_passed_is_found_whatever_the_label(rule, at, over, level):
    assert broken(rates(rule, **at)) == []
    assert broken(rates(rule, **{**at, **over})) == [level]


@pytest.mark.parametrize(("came_back", "level"), [(86, []), (87, ["watch"])])
def test_a_rise_of_repeat_contact_is_exact(came_back, level):
    counts = {"s1": came_back, "n1": 1000, "s0": 76, "n0": 1000, "review_at": 1}

    assert (
        broken(cell("held", rule="repeat_contact_7d", delta_low=-1, **counts)) == level
    )
    confirmed = cell("held", rule="repeat_contact_7d", delta_low=0.1, **counts)
    assert ("review" in broken(confirmed)) == bool(level)


@pytest.mark.parametrize(("answered", "level"), [(60, []), (59, ["review"])])
def test_half_of_the_coverage_before_launch_is_enough(answered, level):
    counts = {"s1": answered, "n1": 600, "s0": 200, "n0": 1000, "review_at": 50}

    assert broken(cell("held", rule="survey_coverage", **counts)) == level


def test_no_answers_in_a_week_with_tickets_break_the_coverage():
    counts = {"s1": 90, "n1": 600, "s0": 200, "n0": 1000, "review_at": 50}
    silent = cell("held", rule="survey_coverage", numerator=0, denominator=7, **counts)

    assert broken(silent) == ["review"]
    assert broken({**silent, "denominator": 0}) == []
    assert broken({**silent, "denominator": 0, "s1": 59}) == ["review"]


DROPPED = {"s1": 924, "delta_high": 0.5}


def test_to_the_letter_thirty_answers_are_enough_and_the_evidence_waits():
    assert broken(cell("held", **DROPPED)) == ["watch"]
    assert broken(cell("held", **DROPPED), "literal")[:1] == ["rollback"]
    assert broken(cell("held", **{**DROPPED, "s1": 20, "n1": 29}), "literal") == []


def test_segments_are_judged_by_the_evidence_alone():
    segment = cell("held", slice="segment", **DROPPED)

    assert broken(segment, "literal") == ["watch"]


def test_what_the_holdout_shares_is_no_conviction():
    shared = cell("held", s1=924, delta_high=-0.5, is_shared_by_holdout=True)

    assert broken(shared) == ["watch"]


def test_what_cannot_be_compared_is_no_drop():
    assert broken(cell("incomparable", s1=924, delta_high=-0.5)) == []
    assert broken(cell("not_instrumented", s1=924, delta_high=-0.5)) == []
