"""What the check of claimed actions finds in labelled messages: no less than today."""

import pytest

from benchmarks.policy import score_actions
from tests.policy.labelled import outcomes_of

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
    return outcomes_of(
        FLOORS, lambda case: case.about == "action" or case.has_action, score_actions
    )


@pytest.mark.parametrize("name", FLOORS)
def test_no_less_is_found_and_no_more_is_false(outcomes, name):
    found, false = FLOORS[name]
    assert outcomes[name]["hit"] >= found
    assert outcomes[name]["false"] <= false
