"""Intervals of shares, for figures that stand on few cases."""

from math import sqrt

Z = 1.959963984540054


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's score interval at 95 %."""
    share, spread = part / whole, Z * Z / whole
    centre = share + spread / 2
    width = Z * sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return (
        max(0.0, (centre - width) / (1 + spread)),
        min(1.0, (centre + width) / (1 + spread)),
    )
