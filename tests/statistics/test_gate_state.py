"""What must hold for every CSAT cell, over thousands of them in one query each."""

from random import Random

import duckdb
import pyarrow
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from statistics_macros import macros

# From the worst to the best.
ORDER = ("rollback", "review", "watch", "insufficient", "held", "protected")

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=3, deadline=None, phases=[Phase.generate])


def cells_of(seed):
    """Return 2,000 windows beside a baseline, most within ten points of each other."""
    random = Random(seed)
    cells = []
    for _ in range(2000):
        n1, n0 = (int(10 ** random.uniform(0, 4)) for _ in range(2))
        share, change = random.random(), random.uniform(-0.1, 0.1)
        s1 = round(n1 * min(max(share + change, 0), 1))
        cells.append((s1, n1, round(n0 * share), n0, random.randint(1, 4)))
    return cells


def states(cells, **replaced):
    """Return a state per cell; arguments of gate_state may be replaced by SQL."""
    arguments = {
        **{name: name for name in ("s1", "n1", "s0", "n0", "weeks_present")},
        "is_instrumented": "true",
        "is_comparable": "true",
        "review_at": "-2",
        "rollback_at": "-4",
        "gate_mode": "'evidence'",
        **replaced,
    }
    counts = [arguments[name] for name in ("s1", "n1", "s0", "n0")]
    arguments["is_confirmed"] = macros.is_drop_confirmed(*counts)
    arguments["is_excluded"] = macros.is_drop_excluded(
        *counts, arguments["rollback_at"]
    )
    names = ("s1", "n1", "s0", "n0", "weeks_present")
    columns = dict(zip(names, zip(*cells, strict=True), strict=True))
    database = duckdb.connect()
    database.register("cells", pyarrow.table(columns))
    query = f"select {macros.gate_state(**arguments)} from cells"
    return [state for (state,) in database.execute(query).fetchall()]


def rank(state):
    return ORDER.index(state)


@few
@given(seeds)
def test_the_letter_is_never_weaker_than_the_evidence_on_30_answers(seed):
    cells = [cell for cell in cells_of(seed) if cell[1] >= 30]

    by_letter = states(cells, gate_mode="'literal'")
    by_evidence = states(cells)

    pairs = zip(by_letter, by_evidence, strict=True)
    assert all(rank(letter) <= rank(evidence) for letter, evidence in pairs)


@few
@given(seeds)
@pytest.mark.parametrize("mode", ["'evidence'", "'literal'"])
def test_a_worse_survey_never_improves_a_state(mode, seed):
    cells = [cell for cell in cells_of(seed) if cell[0] > 0]
    worse = [(s1 - 1, *rest) for s1, *rest in cells]

    before, after = (states(rows, gate_mode=mode) for rows in (cells, worse))

    assert all(rank(b) >= rank(a) for b, a in zip(before, after, strict=True))


@few
@given(seeds)
def test_protected_never_stands_on_a_small_short_or_absent_sample(seed):
    cells = cells_of(seed)
    small = [(min(s1, 29), min(n1, 29), *rest) for s1, n1, *rest in cells]
    thin = [(s1, n1, min(s0, 99), min(n0, 99), w) for s1, n1, s0, n0, w in cells]
    short = [(*cell[:4], min(cell[4], 3)) for cell in cells]
    absent = [(0, 0, *cell[2:]) for cell in cells]

    for sample in (small, thin, short, absent):
        assert "protected" not in states(sample)
        assert "protected" not in states(sample, gate_mode="'literal'")


@few
@given(seeds)
@pytest.mark.parametrize(
    ("review_at", "rollback_at"),
    [
        ("null", "-4"),
        ("-2", "null"),
        ("0", "-4"),
        ("2", "-4"),
        ("-2", "4"),
        ("-4", "-2"),
        ("-101", "-102"),
        ("-2", "-400"),
    ],
)
def test_a_missing_or_absurd_limit_never_passes(review_at, rollback_at, seed):
    found = states(cells_of(seed), review_at=review_at, rollback_at=rollback_at)

    assert set(found) == {"review"}


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ((400, 500, 820, 1000, 4), "watch"),  # 80 against 82: two points, in integers
        ((401, 500, 820, 1000, 4), "held"),  # 1.8 points
        ((14, 20, 820, 1000, 4), "insufficient"),  # 12 points on 20 answers
        ((2, 20, 820, 1000, 4), "rollback"),  # 72 points on 20 answers
        ((24, 30, 80, 100, 4), "held"),
        ((23, 29, 80, 100, 4), "insufficient"),
        ((24, 30, 79, 99, 4), "insufficient"),
        ((24, 30, 80, 100, 3), "insufficient"),
        ((3200, 4000, 6400, 8000, 4), "protected"),
        ((0, 0, 80, 100, 0), "insufficient"),
        ((80, 100, 0, 0, 4), "not_instrumented"),
    ],
)
def test_the_states_at_their_boundaries(cell, state):
    assert states([cell]) == [state]


def test_the_letter_trips_at_exactly_two_and_four_points_and_30_answers():
    cells = [
        (392, 500, 820, 1000, 4),
        (390, 500, 820, 1000, 4),
        (400, 500, 820, 1000, 4),
        (401, 500, 820, 1000, 4),
        (21, 30, 820, 1000, 4),
        (20, 29, 820, 1000, 4),
    ]

    assert states(cells, gate_mode="'literal'") == [
        "review",
        "rollback",
        "review",
        "held",
        "rollback",
        "insufficient",
    ]


def test_no_feed_and_other_scales_are_told_apart_before_any_drop():
    cell = [(1, 400, 640, 800, 4)]

    assert states(cell, is_instrumented="false") == ["not_instrumented"]
    assert states(cell, is_instrumented="null") == ["not_instrumented"]
    assert states(cell, is_comparable="false") == ["incomparable"]
    assert states(cell, is_comparable="null") == ["incomparable"]
