"""The same models built by dbt: dbt-core and dbt-duckdb in their own environment."""

import os
import subprocess
from pathlib import Path

from benchmarks.costs import Cost, measured, paired, peaks, ratio, walls
from benchmarks.report import Runs, Section, Target
from benchmarks.setting import ROOT, Setting
from benchmarks.weekly import Desk, weekly_desk

_DBT = ROOT / ".venv-dbt/bin/dbt"
_COLD = 2
_UNCHANGED = 10
_NEW_WEEK = 5
_FAIR = (
    "dbt is given what `kpi land` leaves and is timed without it; `kpi build` is timed "
    "with landing, checks and publish. Both run one model at a time, DuckDB on every "
    "core, over the same SQL; `dbt build` tests the seeds' promises too, as does "
    "`kpi build`. dbt builds every model whole, so one new week costs it all weeks; "
    "ours publishes everything."
)


def dbt(setting: Setting) -> Section:
    """Compare a cold build, one new week and nothing changed with `dbt build`."""
    raw = setting.simulated(setting.peer_tickets)
    desk = weekly_desk(setting, setting.peer_tickets, None)
    _install(setting)
    ours, theirs = paired(
        lambda: _built(setting, raw), lambda: _built_by_dbt(setting, raw), setting.pairs
    )
    again, theirs_again = paired(
        lambda: _rebuilt(setting, raw), lambda: _dbt_build(setting), setting.pairs
    )
    added, theirs_added = paired(
        lambda: _new_week(setting, desk),
        lambda: _built_by_dbt(setting, desk.raw),
        setting.pairs,
    )
    size = f"{setting.peer_tickets:,} tickets"
    return Section(
        f"Against dbt, {size}",
        setting.again("dbt"),
        [
            _faster(f"dbt's wall against ours, cold, {size}", theirs, ours, _COLD),
            _faster("the same for one new week of 104", theirs_added, added, _NEW_WEEK),
            _faster("the same with nothing changed", theirs_again, again, _UNCHANGED),
            _no_larger(ours, theirs),
        ],
        [
            Runs("`kpi build`, cold", ours),
            Runs("`dbt build`, cold", theirs),
            Runs("`kpi build`, one new week", added),
            Runs("`dbt build`, one new week", theirs_added),
            Runs("`kpi build`, nothing changed", again),
            Runs("`dbt build`, nothing changed", theirs_again),
        ],
        [_version(), _FAIR],
    )


def _install(setting: Setting) -> None:
    """Make dbt's environment, unless it is there."""
    measured(
        ["make", "--directory", str(ROOT), str(_DBT.relative_to(ROOT))],
        setting.log("dbt_install"),
    )


def _version() -> str:
    told = subprocess.run(
        [_DBT, "--version"], capture_output=True, text=True, check=True
    ).stdout
    lines = [line.strip(" -") for line in told.splitlines()]
    named = [line for line in lines if line.startswith(("installed:", "duckdb:"))]
    return (
        f"dbt-core {', dbt-'.join(line.removeprefix('installed: ') for line in named)}."
    )


def _built(setting: Setting, raw: Path) -> Cost:
    target = setting.fresh("ours")
    return measured(setting.build_command(raw, target), setting.log("ours"))


def _rebuilt(setting: Setting, raw: Path) -> Cost:
    target = setting.scratch / "ours"
    return measured(setting.build_command(raw, target), setting.log("ours"))


def _new_week(setting: Setting, desk: Desk) -> Cost:
    """Build a history, which is not counted, and then one new week on it."""
    desk.hold()
    _built(setting, desk.raw)
    desk.bring()
    return _rebuilt(setting, desk.raw)


def _built_by_dbt(setting: Setting, raw: Path) -> Cost:
    """Land, which is not counted, and build cold."""
    target = setting.fresh("theirs")
    land = ["land", *setting.places(raw, target)]
    measured([setting.kpi, *land], setting.log("land"))
    return _dbt_build(setting)


def _dbt_build(setting: Setting) -> Cost:
    target = setting.scratch / "theirs"
    out = ["--target-path", str(target / "out"), "--log-path", str(target / "log")]
    environment = {
        "DBT_PROFILES_DIR": str(ROOT),
        "KPI_DBT_DATABASE": str(target / "dbt/work.duckdb"),
        # dbt takes paths of seeds relative to the project only.
        "KPI_SEEDS": os.path.relpath(target / "seeds", ROOT),
    }
    command = [str(_DBT), "build", "--project-dir", str(ROOT), *out]
    return measured(command, setting.log("dbt"), environment=environment)


def _faster(promise: str, theirs: list[Cost], ours: list[Cost], limit: int) -> Target:
    found = ratio(walls(theirs), walls(ours))
    return Target(promise, f"at least {limit} x", f"{found:.2f} x", found >= limit)


def _no_larger(ours: list[Cost], theirs: list[Cost]) -> Target:
    found = ratio(peaks(ours), peaks(theirs))
    promise = "our peak memory against dbt's, cold"
    return Target(promise, "at most 1 x", f"{found:.2f} x", found <= 1)
