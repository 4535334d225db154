"""The gate's claims on drawn weekly sums, judged by the models: small and fast.

`python -m benchmarks.gate_evidence` is the same at full size. Every run has a fixed
seed, so a test fails when the models change, never by luck; the tolerances say how far
a rate of so many runs may lie from the truth, three standard errors of a binomial.
"""

from math import sqrt

import pytest

from benchmarks.gate_evidence.judging import open_judge
from benchmarks.gate_evidence.readings import read_scenario, readings_of
from benchmarks.gate_evidence.scenarios import SCENARIOS

# It simulates whole desks.
pytestmark = pytest.mark.slow

RUNS = 150
SIZES = (30, 300)


@pytest.fixture(scope="module")
def read():
    """Judge scenarios by name, each once for both modes."""
    judge = open_judge()
    named = {scenario.name: scenario for scenario in SCENARIOS}
    known = {}

    def read(name, mode):
        if name not in known:
            known[name] = read_scenario(judge, named[name], RUNS, SIZES)
        return readings_of(known[name], name, mode)

    return read


def three_errors(rate):
    return 3 * sqrt(rate * (1 - rate) / RUNS)


def test_evidence_cries_wolf_in_4_percent_of_healthy_quarters(read):
    for reading in read("no change", "evidence").values():
        assert abs(reading.alarmed - 0.04) <= three_errors(0.04)


@pytest.mark.parametrize(
    ("size", "review", "rollback"), [(30, 0.80, 0.60), (300, 0.36, 0.02)]
)
def test_the_letter_trips_as_often_as_the_study_says(read, size, review, rollback):
    reading = read("no change", "literal")[size]
    assert abs(reading.alarmed - review) <= three_errors(review)
    assert abs(reading.rolled_back - rollback) <= three_errors(rollback)


def test_a_true_four_point_drop_hardly_ever_reads_as_protected(read):
    for reading in read("-4 points", "evidence").values():
        # Ten weeks of a quarter have their whole window in the drop; windows overlap
        # by four, so that a quarter counts as two and a half independent ones.
        error = 3 * sqrt(0.05 * 0.95 / (2.5 * RUNS))
        assert reading.protected_when_full <= 0.05 + error


def test_a_survey_outage_alarms_at_once_and_protects_nobody(read):
    for reading in read("survey outage", "evidence").values():
        assert reading.alarmed == 1
        assert reading.weeks_until == 1
        assert reading.protected == 0
        assert reading.pair_protected == 0
