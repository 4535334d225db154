"""The statistics of the gate in plain Python, exact where they are exact."""

import math
from collections.abc import Mapping
from fractions import Fraction

from tests.reference.measures import SECONDS

Z_CONFIRM = 2.575829303548901
Z_PROTECT = 1.6448536269514722
Z_POWER = 0.8416212335729143


def wilson(s: int, n: int, z: float) -> tuple[float, float]:
    """Return the Wilson interval of s of n."""
    p, z2 = s / n, z * z
    centre = p + z2 / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    width = 1 + z2 / n
    return max(0.0, (centre - half) / width), min(1.0, (centre + half) / width)


def newcombe(row: Mapping, z: float) -> tuple[float, float]:
    """Return Newcombe's interval of the delta, in points."""
    s1, n1, s0, n0 = (int(row[name]) for name in ("s1", "n1", "s0", "n0"))
    p1, p0 = s1 / n1, s0 / n0
    low1, high1 = wilson(s1, n1, z)
    low0, high0 = wilson(s0, n0, z)
    low = p1 - p0 - math.sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    high = p1 - p0 + math.sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    return 100 * low, 100 * high


def standard_error(row: Mapping) -> float:
    """Return the planning standard error of the delta at the baseline's rate."""
    s0, n0, n1 = int(row["s0"]), int(row["n0"]), int(row["n1"])
    p = (s0 + 2) / (n0 + 4)
    return math.sqrt(p * (1 - p) * (1 / n1 + 1 / n0))


Mean = tuple[Fraction, int, Fraction | None]  # sum, count, sum of squares


def mean(row: Mapping, which: str) -> Mean:
    """Return what a mean is made of: of the window 1, the baseline 0, the holdout h."""
    total, of, squares = (row[f"{name}{which}"] for name in ("s", "n", "squares"))
    return Fraction(total), of, None if squares is None else Fraction(squares)


def log_ratio_low(one: Mean, other: Mean) -> float:
    """Return the lower end of the logarithm of the two means' ratio."""
    variance = 0.0
    for total, of, squares in (one, other):
        if of < 2 or not total or squares is None:
            return -math.inf
        level = total / of
        spread = (squares - of * level**2) / (of - 1)
        variance += float(spread / (of * level**2))
    ratio = float(one[0] * other[1] / (one[1] * other[0]))
    return math.log(ratio) - Z_CONFIRM * math.sqrt(variance)


def change(row: Mapping, one: str, other: str) -> Fraction | None:
    """Return how far one mean or share lies over the other, in percent or points."""
    (s1, n1, _), (s0, n0, _) = mean(row, one), mean(row, other)
    if not n1 or not n0:
        return None
    if row["key"][-1] in SECONDS:
        return None if not s0 else 100 * (s1 * n0 / (n1 * s0) - 1)
    return 100 * (s1 / n1 - s0 / n0)
