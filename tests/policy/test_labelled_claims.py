"""What the check of stated quantities finds in labelled messages, at least."""

import pytest

from benchmarks.policy import score_claims
from tests.policy.labelled import outcomes_of

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
    return outcomes_of(FLOORS, lambda case: case.about == "claim", score_claims)


@pytest.mark.parametrize("name", FLOORS)
def test_precision_and_recall_do_not_fall(outcomes, name):
    precision, recall = FLOORS[name]
    found = outcomes[name]
    assert found["hit"] >= precision * (found["hit"] + found["false"])
    assert found["hit"] >= recall * (found["hit"] + found["missed"])
