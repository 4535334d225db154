"""What the check of claimed actions finds in labelled messages: no less than today."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.policy import build, read_cases, score_actions
from tests.support.warehouse import ROOT

# Of every set that patterns were made on: messages found right at least, false at most.
FLOORS = {
    "own.csv": (225, 0),
    "heldout.csv": (27, 0),
    "heldout2.csv": (56, 0),
    "strangers1.csv": (72, 0),
    "strangers2.csv": (78, 0),
    "strangers3.csv": (74, 0),
}


@pytest.fixture(scope="module")
def outcomes():
    """Return the outcomes of every set, after one build of them all."""
    sets = {
        name: [
            replace(case, key=f"{name}.{case.key}")
            for case in read_cases(ROOT / "tests" / "policy" / name)
            if case.about == "action" or case.has_action
        ]
        for name in FLOORS
    }
    built = build(case for cases in sets.values() for case in cases)
    return {
        name: Counter(outcome for _, outcome in score_actions(cases, built))
        for name, cases in sets.items()
    }


@pytest.mark.parametrize("name", FLOORS)
def test_no_less_is_found_and_no_more_is_false(outcomes, name):
    found, false = FLOORS[name]
    assert outcomes[name]["hit"] >= found
    assert outcomes[name]["false"] <= false
