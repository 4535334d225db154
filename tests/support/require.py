"""Skip a test for want of something, unless this machine promised to have it.

``KPI_REQUIRE`` is a comma list of promises (CI sets it to what it installs):
there, what would skip fails.
"""

import os

import pytest


def require(name: str, reason: str) -> None:
    """Skip with the reason, or fail when ``KPI_REQUIRE`` names this."""
    promised = os.environ.get("KPI_REQUIRE", "").split(",")
    if name in (word.strip() for word in promised):
        pytest.fail(f"KPI_REQUIRE promises '{name}', but {reason}")
    pytest.skip(f"{name}: {reason}")
