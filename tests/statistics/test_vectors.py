"""Every vector of the reference implementation (statsmodels, scipy), by the macros."""

import csv
import json
from pathlib import Path

import duckdb
import pytest
from statistics_macros import macros

VECTORS = Path(__file__).parents[1] / "vectors" / "gate_vectors.csv"
CASES = list(csv.DictReader(VECTORS.read_text().splitlines()))


def cells(**columns):
    """Return the rows of a mix as a relation, one column per list."""
    names = ", ".join(columns)
    rows = ", ".join(str(row) for row in zip(*columns.values(), strict=True))
    return f"(values {rows}) as mix ({names})"


def shares(counts):
    return [count / sum(counts) for count in counts]


def wilson(s, n, z):
    return {"lo": macros.wilson_low(s, n, z), "hi": macros.wilson_high(s, n, z)}


def newcombe(s1, n1, s0, n0, z):
    return {
        "delta": f"{macros.share(s1, n1)} - {macros.share(s0, n0)}",
        "lo": macros.newcombe_low(s1, n1, s0, n0, z),
        "hi": macros.newcombe_high(s1, n1, s0, n0, z),
    }


def literal_drop(s1, n1, s0, n0):
    return {
        "review": macros.is_drop(s1, n1, s0, n0, -2),
        "rollback": macros.is_drop(s1, n1, s0, n0, -4),
    }


def min_detectable_drop(n1, s0, n0, z_confirm, z_power):
    assert (z_confirm, z_power) == (2.575829303548901, 0.8416212335729143)
    return {"mdd": macros.min_detectable_drop(n1, s0, n0)}


def psi(c1, c0):
    rows = cells(w1=shares(c1), w0=shares(c0))
    return {"psi": f"(select sum({macros.psi('w1', 'w0')}) from {rows})"}


def kitagawa(w1, r1, w0, r0):
    rows = cells(w1=w1, r1=r1, w0=w0, r0=r0)
    mix = macros.kitagawa_mix("w1", "r1", "w0", "r0")
    rate = macros.kitagawa_rate("w1", "r1", "w0", "r0")
    return {
        "total": f"(select sum({mix} + {rate}) from {rows})",
        "mix": f"(select sum({mix}) from {rows})",
        "rate": f"(select sum({rate}) from {rows})",
    }


def zero_count_upper(n_sampled):
    return {"rate": macros.zero_count_rate(n_sampled)}


def zero_count_upper_finite(N, n_sampled):  # noqa: N803 - the vectors' name
    return {"k": macros.zero_count_bound(N, n_sampled)}


def gate_state(instrumented, mode, **counts):
    sample = [counts[name] for name in ("s1", "n1", "s0", "n0")]
    state = macros.gate_state(
        **counts,
        is_confirmed=macros.is_drop_confirmed(*sample),
        is_excluded=macros.is_drop_excluded(*sample, -4),
        is_instrumented=instrumented,
        is_comparable=True,
        review_at=-2,
        rollback_at=-4,
        gate_mode=f"'{mode}'",
    )
    return {"state": state}


FUNCTIONS = {
    function.__name__: function
    for function in (
        wilson,
        newcombe,
        literal_drop,
        min_detectable_drop,
        psi,
        kitagawa,
        zero_count_upper,
        zero_count_upper_finite,
        gate_state,
    )
}


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_a_macro_gives_what_the_reference_gives(case):
    expressions = FUNCTIONS[case["fn"]](**json.loads(case["args"]))
    query = ", ".join(f"{text} as {name}" for name, text in expressions.items())

    row = duckdb.connect().execute(f"select {query}").fetchone()

    found = dict(zip(expressions, row, strict=True))
    expected = json.loads(case["expected"])
    if float(case["tol"]) > 0:
        assert found == pytest.approx(expected, rel=0, abs=float(case["tol"]))
    else:
        assert found == expected


def test_the_vectors_are_the_published_ones():
    assert len(CASES) == 100
