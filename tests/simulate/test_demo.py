"""`kpi demo` tells its story on one screen and exits 0."""

import re

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Return what a demo prints, line by line."""
    folder = tmp_path_factory.mktemp("demo") / "desk"
    done = CliRunner().invoke(main, ["demo", str(folder)])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_the_best_deflection_is_a_doom_loop_that_its_satisfaction_vetoes(shown):
    first = next(line for line in shown if line.startswith("web_chat "))

    assert "order_status: deflected 7" in first
    assert "vetoed by" in first


def test_a_good_bot_is_protected(shown):
    good = next(line for line in shown if "password_reset: deflected" in line)

    assert "protected" in good


def test_the_gate_fails_and_somebody_is_named_for_the_loop_and_the_incident(shown):
    text = "\n".join(shown)

    assert "The gate would exit 1" in text
    assert re.search(r"INCIDENT +wallet_app / returns +open_p0_incident +Wallet", text)
    assert re.search(r"web_chat / order_status +investigate_abandonment", text)


def test_it_fits_one_screen(shown):
    assert len(shown) <= 24
