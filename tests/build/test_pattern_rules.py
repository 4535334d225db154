"""Patterns that one engine reads otherwise, and clauses that nothing can be held to."""

import csv

import pytest

from kpi_runner.build.pattern_rules import clause_faults, pattern_error, pattern_faults
from tests.support.warehouse import ROOT


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("refund(ed", "does not compile"),
        ("x{1001,1}", "does not compile"),
        ("(?=refund)r", "looks ahead or behind"),
        ("(?<!no )refund", "looks ahead or behind"),
        (r"(re)fund \1", "refers back to a group"),
        ("(?P<what>refund)", "names a group"),
        ("(?s)refund.", "sets a flag"),
        ("(?>refund)", "has an atomic group"),
        ("refund++", "is possessive"),
        ("[[:alpha:]]+fund", "has a class within a class"),
        (r"\p{L}+fund", "has an escape"),
        ("(refund)?", "matches an empty text"),
        ("(a+)+b", "repeats a group that repeats"),
        ("((?:a|b*)c)*d", "repeats a group that repeats"),
        ("(a{2,})+b", "repeats a group that repeats"),
    ],
)
def test_a_pattern_that_engines_read_differently_is_a_fault(pattern, complaint):
    ((line, message, _),) = pattern_faults([{"line": 7, "pattern": pattern}])
    assert line == 7
    assert message.startswith(f"pattern '{pattern}' {complaint}")


@pytest.mark.parametrize(
    "pattern",
    [
        r"\brefund(?:s|ed)?\b",
        r"(?i)refund [0-9]+\.[0-9]{2}",
        r"a\+\+ plan (?:[a-z]+ ){0,5}changed",
        r"[\[(]refunded[\])]",
        r"what\?$",
    ],
)
def test_a_pattern_of_the_common_subset_is_none(pattern):
    assert pattern_error(pattern) is None


@pytest.mark.parametrize("seed", ["policy_patterns", "capabilities"])
def test_the_shipped_patterns_are_of_the_common_subset(seed):
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        rows = [{**row, "line": 0} for row in csv.DictReader(file)]
    assert rows
    assert list(pattern_faults(rows)) == []


@pytest.mark.parametrize(
    ("value", "unit", "complaint"),
    [
        ("30", "day", "unit 'day' is unknown."),
        ("30", "usd", "unit 'usd' is unknown."),
        ("thirty", "days", "value 'thirty' is no number."),
        ("-3", "days", "value '-3' is no number."),
        ("1", "boolean", "value '1' is no boolean."),
    ],
)
def test_a_clause_that_cannot_be_compared_is_a_fault(value, unit, complaint):
    ((line, message, _),) = clause_faults([{"line": 3, "value": value, "unit": unit}])
    assert (line, message) == (3, complaint)


@pytest.mark.parametrize(
    ("value", "unit"),
    [("30", "days"), ("5-7", "business_days"), ("4.95", "EUR"), ("False", "boolean")],
)
def test_a_clause_with_a_unit_that_claims_have_is_none(value, unit):
    assert list(clause_faults([{"line": 3, "value": value, "unit": unit}])) == []
