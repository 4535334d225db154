"""One new week on a long history: what a build costs then, against building it all."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.costs import Cost, measured
from benchmarks.report import Runs, Section, Target, limited
from benchmarks.setting import Setting

_WEEK_PERCENT = 5
_UNCHANGED_SECONDS = 0.3
_HOW = (
    "Every table is one file a week (`benchmarks/weekly_files.py`). The history is "
    "built without its last week, into an empty folder; then that week's files are put "
    "there, and `kpi build` is called again, twice. The new week changes older tickets "
    "too: whose customer came back. Publishing replaces the touched rows in a copy of "
    "the former file and is left out of the ratio: it is the time between the last "
    "model, with checks of keys, and the published file."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk in weekly files, and where its last week waits."""

    raw: Path
    held: Path

    def hold(self) -> None:
        """Take the last week away."""
        last = max(path.name for path in (self.raw / "tickets").iterdir())
        for folder in sorted(self.raw.iterdir()):
            file = folder / last
            if file.exists():
                file.rename(self.held / f"{folder.name}.{last}")

    def bring(self) -> None:
        """Let the last week arrive."""
        for file in sorted(self.held.iterdir()):
            table, _, name = file.name.partition(".")
            file.rename(self.raw / table / name)


@dataclass(frozen=True, slots=True)
class Built:
    """A build's cost, and the seconds of it that publishing took."""

    cost: Cost
    publish: float


def week(setting: Setting) -> Section:
    """Build a history, one new week on it, and once more with nothing changed."""
    desk = weekly_desk(setting, setting.tickets, setting.raw)
    whole, added, again, started = [], [], [], []
    for _ in range(setting.pairs):
        target = setting.fresh("weekly")
        desk.hold()
        whole.append(built(setting, desk, target))
        desk.bring()
        added.append(built(setting, desk, target))
        again.append(built(setting, desk, target).cost)
        nothing = [sys.executable, "-c", "pass"]
        started.append(measured(nothing, setting.log("weekly")))
    count = len(list((desk.raw / "tickets").iterdir()))
    shutil.rmtree(target)
    return Section(
        f"One new week, {setting.tickets:,} tickets in {count} weeks",
        setting.again("week"),
        _targets(whole, added, again, started),
        [
            Runs("`kpi build`, all weeks but one", [each.cost for each in whole]),
            Runs("`kpi build`, one new week", [each.cost for each in added]),
            Runs("`kpi build`, nothing changed", again),
        ],
        [_HOW],
    )


def weekly_desk(setting: Setting, tickets: int, raw: Path | None) -> Desk:
    """Return a desk of two years in weekly files, from raw files if there are any."""
    raw = raw or setting.simulated(tickets, "--start", "2024-07-08", "--weeks", "91")
    output = setting.fresh("weeks")
    split = [sys.executable, "-m", "benchmarks.weekly_files", str(raw), str(output)]
    measured(split, setting.log("weekly_files"))
    shutil.copytree(raw / "seeds", output / "seeds")
    return Desk(output, setting.fresh("held"))


def built(setting: Setting, desk: Desk, target: Path) -> Built:
    """Build once, and tell publishing apart."""
    limit = ["--memory-limit", setting.memory_limit]
    command = setting.build_command(desk.raw, target, *limit)
    cost = measured(command, setting.log("weekly"))
    return Built(cost, publish_seconds(target))


def publish_seconds(target: Path) -> float:
    """Return how long the last build published: the files that it left tell."""
    began, ended = (
        (target / name).stat().st_mtime for name in ("run_results.json", "marts.duckdb")
    )
    return ended - began


def _targets(
    whole: Sequence[Built],
    added: Sequence[Built],
    again: Sequence[Cost],
    started: Sequence[Cost],
) -> list[Target]:
    pairs = list(zip(whole, added, strict=True))
    share = median(100 * _unpublished(new) / _unpublished(old) for old, new in pairs)
    with_publish = median(100 * new.cost.wall / old.cost.wall for old, new in pairs)
    publish = [median(each.publish for each in runs) for runs in (added, whole)]
    beyond = median(
        one.wall - other.wall for one, other in zip(again, started, strict=True)
    )
    return [
        limited("one new week of all weeks, publish apart", share, _WEEK_PERCENT, "%"),
        Target("the same with publish", "", f"{with_publish:.1f} %", None),
        Target(
            "publish, of one new week and of all",
            "",
            f"{publish[0]:.1f} s and {publish[1]:.1f} s",
            None,
        ),
        limited(
            "nothing changed in weekly files, beyond the interpreter's start",
            beyond,
            _UNCHANGED_SECONDS,
            "s",
        ),
    ]


def _unpublished(run: Built) -> float:
    return run.cost.wall - run.publish
