"""How much chance a test is given: a little on every run, a lot in the long mode."""

import os

IS_LONG = bool(os.environ.get("KPI_LONG"))


def cases(usual: int, long: int) -> int:
    """Return how many cases to try; ``KPI_LONG=1`` asks for the long mode."""
    return long if IS_LONG else usual
