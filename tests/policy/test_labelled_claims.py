"""What the check of stated quantities finds in labelled messages, at least."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.policy import build, read_cases, score_claims
from tests.support.warehouse import ROOT

# Of every set that patterns were made on: the least precision and recall.
FLOORS = {
    "heldout2.csv": (0.96, 0.934),
    "heldout3.csv": (0.994, 0.974),
    "strangers1.csv": (1, 0.994),
    "strangers2.csv": (1, 0.995),
    "strangers3.csv": (0.995, 1),
    "strangers4.csv": (1, 0.989),
    "strangers5.csv": (1, 0.974),
}


@pytest.fixture(scope="module")
def outcomes():
    """Return the outcomes of every set, after one build of them all."""
    sets = {
        name: [
            replace(case, key=f"{name}.{case.key}")
            for case in read_cases(ROOT / "tests" / "policy" / name)
            if case.about == "claim"
        ]
        for name in FLOORS
    }
    built = build(case for cases in sets.values() for case in cases)
    return {
        name: Counter(outcome for _, outcome in score_claims(cases, built))
        for name, cases in sets.items()
    }


@pytest.mark.parametrize("name", FLOORS)
def test_precision_and_recall_do_not_fall(outcomes, name):
    precision, recall = FLOORS[name]
    found = outcomes[name]
    assert found["hit"] >= precision * (found["hit"] + found["false"])
    assert found["hit"] >= recall * (found["hit"] + found["missed"])
