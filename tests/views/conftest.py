"""One small desk and one browser for all tests of the views."""

import pytest

from kpi_runner.publish.published import published
from kpi_runner.views.marts import Marts
from kpi_runner.views.report import report
from tests.views import desks
from tests.views.browser import browser


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Return the target folder of a small desk, with its report."""
    return written(tmp_path_factory.mktemp("small"), desks.Desk())


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """Return the target folder of a desk whose names mean harm, with its report."""
    return written(tmp_path_factory.mktemp("hostile"), desks.hostile())


@pytest.fixture(scope="session")
def chromium():
    """Return a browser."""
    with browser() as opened:
        yield opened


def written(target, desk):
    """Publish a desk, write its report beside the marts and return the folder."""
    desks.published(target, desk)
    with published(target) as engine:
        page = report(Marts(engine), target / "ledger")
    (target / "report.html").write_text(page, encoding="utf-8")
    return target
