"""Limits met exactly, and statistics against scipy."""

import math

import duckdb
import numpy as np
import pytest
from scipy.stats import hypergeom
from statistics_macros import macros

Z = "2.575829303548901"


def value(expression):
    return duckdb.connect().execute(f"select {expression}").fetchone()[0]


@pytest.mark.parametrize(
    ("s", "n", "above", "below"),
    [(5, 100, False, False), (51, 1000, True, False), (49, 1000, False, True)],
)
def test_a_share_at_its_limit_is_neither_above_nor_below(s, n, above, below):
    assert value(macros.is_above(s, n, 5)) is above
    assert value(macros.is_below(s, n, 5)) is below


def test_a_rise_of_exactly_the_limit_is_none():
    assert value(macros.is_rise(110, 1000, 100, 1000, 1)) is False
    assert value(macros.is_rise(111, 1000, 100, 1000, 1)) is True


def test_a_rise_is_confirmed_where_its_interval_leaves_zero():
    assert value(macros.is_rise_confirmed(111, 1000, 100, 1000)) is False
    assert value(macros.is_rise_confirmed(200, 1000, 100, 1000)) is True


def test_counts_of_a_hundred_billion_are_compared_exactly():
    n = 10**11
    assert value(macros.is_drop(n * 80 // 100, n, n * 82 // 100, n, -2)) is True
    assert value(macros.is_drop(n * 80 // 100 + 1, n, n * 82 // 100, n, -2)) is False


def test_the_ratio_of_two_means_has_the_interval_of_the_delta_method():
    now, before = np.array([130.0, 150, 170]), np.array([90.0, 100, 110, 100])
    sums = [x for y in (now, before) for x in (y.sum(), len(y), (y * y).sum())]
    error = math.sqrt(
        sum(y.var(ddof=1) / (len(y) * y.mean() ** 2) for y in (now, before))
    )
    middle = math.log(now.mean() / before.mean())

    low, high = (
        value(macro(*sums, Z))
        for macro in (macros.log_ratio_low, macros.log_ratio_high)
    )

    assert low == pytest.approx(middle - float(Z) * error, abs=1e-12)
    assert high == pytest.approx(middle + float(Z) * error, abs=1e-12)


def test_a_mean_is_above_another_by_welch_or_by_any_difference_without_spread():
    spread = (3, 30, 302, 3, 27, 245, Z)  # 9, 10, 11 against 8, 9, 10: z of 1.2
    no_spread = (3, 30, 300, 3, 27, 243, Z)
    equal = (3, 30, 300, 3, 30, 300, Z)

    assert value(macros.is_mean_above(*spread)) is False
    assert value(macros.is_mean_above(*no_spread)) is True
    assert value(macros.is_mean_above(*equal)) is False


def test_a_clean_sample_bounds_what_it_missed_as_scipy_does():
    pairs = [
        (total, sampled)
        for total in [*range(1, 90), 200, 500]
        for sampled in range(1, total + 1, 1 + total // 40)
    ]
    rows = ", ".join(str((i, *pair)) for i, pair in enumerate(pairs))
    query = (
        f"select {macros.zero_count_bound('total', 'sampled')} "
        f"from (values {rows}) as samples (i, total, sampled) order by i"
    )

    found = [bound for (bound,) in duckdb.connect().execute(query).fetchall()]

    assert found == [largest_missed(*pair) for pair in pairs]


def largest_missed(total, sampled):
    bad = np.arange(total + 1)
    likely = hypergeom.pmf(0, total, bad, sampled) > 0.05 * (1 + 1e-9)
    return int(bad[likely].max())
