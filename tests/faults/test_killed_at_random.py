"""Commands killed at random moments, and what readers find after each.

10 kills of each of four commands; 50 of each with KPI_LONG=1.
"""

import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.desk import Desk
from tests.faults.steps import NOTHING, Fault, run
from tests.publish.exports import current
from tests.support.long import cases
from tests.views import desks

KILLS = cases(usual=10, long=50)


def killed(attempt, fault, longest):
    """Yield after each of the kills that hit; ``longest`` is how late they may come."""
    moments = random.Random(20260706)
    hit = tries = 0
    while hit < KILLS:
        tries += 1
        assert tries < 10 * KILLS, "the command ends before it can be killed"
        delay = moments.uniform(0.001, longest)
        code = attempt(Fault(fault.at, fault.among, delay))
        assert code in (0, -signal.SIGKILL)
        hit += code != 0
        yield


def seconds(command):
    """Return how long a command takes that nobody kills."""
    started = time.perf_counter()
    assert command(NOTHING) == 0
    return time.perf_counter() - started


@pytest.mark.parametrize(
    ("first", "share"),
    [(Fault(1), 1.0), (Fault(1, "kpi_marts"), 0.3)],
    ids=["build", "publish"],
)
def test_a_killed_build_leaves_the_former_marts_or_the_new_ones(tmp_path, first, share):
    desk = Desk(tmp_path)
    files = desk.files()

    def attempt(fault):
        desk.next()
        return desk.faulty_build(fault).code

    for _ in killed(attempt, first, seconds(attempt) * share):
        assert desk.seen() in (desk.turn - 1, desk.turn)
        desk.build()
        assert desk.seen() == desk.turn
        assert desk.files() == files


def test_a_killed_export_leaves_the_former_one_or_the_new_one(tmp_path):
    desk = Desk(tmp_path)
    out = desk.root / "exports"

    def attempt(fault):
        desk.next()
        desk.build()
        return export(desk, out, fault).code

    for _ in killed(attempt, Fault(1), seconds(attempt)):
        assert current(out)["run_id"] in desk.run_ids()[-2:]
        assert export(desk, out, NOTHING).code == 0
        run_id = desk.run_ids()[-1]
        assert current(out)["run_id"] == run_id
        assert names(out) == [f"{run_id}-zstd", "current.json", "export.lock"]


def export(desk, out, fault):
    return run(out, ["export", out, "--keep", 1, "--target", desk.target], fault)


def test_a_killed_report_leaves_the_former_page_or_the_new_one(tmp_path):
    target = tmp_path / "target"
    desks.published(target, desks.Desk())
    page, turn = target / "report.html", [0]
    wanted = {0: ["--deployment", "web_chat"], 1: ["--deployment", "wallet_app"]}

    def attempt(fault):
        turn[0] += 1
        command = ["report", *wanted[turn[0] % 2], "--target", target]
        return run(target, command, fault).code

    longest = seconds(attempt)
    pages = {1: page.read_bytes()}
    assert attempt(NOTHING) == 0
    pages[0] = page.read_bytes()
    files = names(target)
    for _ in killed(attempt, Fault(1), longest):
        assert page.read_bytes() in pages.values()
        turn[0] -= 1
        assert attempt(NOTHING) == 0
        assert page.read_bytes() == pages[turn[0] % 2]
        assert names(target) == files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
