"""The same models built by dbt: dbt-core and dbt-duckdb in their own environment."""

import os
import subprocess
from pathlib import Path

from benchmarks.costs import Cost, measured, paired, peaks, ratio, walls
from benchmarks.report import Runs, Section, Target
from benchmarks.setting import ROOT, Setting
from benchmarks.weekly import Desk, publish_seconds, weekly_desk

_DBT = ROOT / ".venv-dbt/bin/dbt"
_COLD = 2
_UNCHANGED = 10
_NEW_WEEK = 5
_AGAINST = "dbt's wall against ours"
_FAIR = (
    "dbt is given what `kpi land` leaves and is timed without it; `kpi build` is "
    "timed with landing, checks and publish, over the same SQL, DuckDB on every core. "
    "dbt has the one thread of profiles.yml, so one model at a time; with a thread "
    "for each core it is shown beside. `dbt build` tests the seeds' promises too, as "
    "does `kpi build`. dbt builds every model whole, so one new week costs it all "
    "weeks."
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
    cores = os.cpu_count() or 1
    cold_at_once, added_at_once = (
        [_built_by_dbt(setting, each, cores) for _ in ours] for each in (raw, desk.raw)
    )
    size, at_once = f"{setting.peer_tickets:,} tickets", f"dbt with --threads {cores}"
    return Section(
        f"Against dbt, {size}",
        setting.again("dbt"),
        [
            _faster(f"{_AGAINST}, cold, {size}", theirs, ours, _COLD),
            _figure(f"the same, cold, {at_once}", cold_at_once, ours),
            _faster(f"{_AGAINST}, one new week of 104", theirs_added, added, _NEW_WEEK),
            _figure(f"the same for one new week, {at_once}", added_at_once, added),
            _faster("the same with nothing changed", theirs_again, again, _UNCHANGED),
            _no_larger(ours, theirs),
        ],
        [
            Runs("`kpi build`, cold", ours),
            Runs("`dbt build`, cold", theirs),
            Runs(f"`dbt build --threads {cores}`, cold", cold_at_once),
            Runs("`kpi build`, one new week", added),
            Runs("`dbt build`, one new week", theirs_added),
            Runs(f"`dbt build --threads {cores}`, one new week", added_at_once),
            Runs("`kpi build`, nothing changed", again),
            Runs("`dbt build`, nothing changed", theirs_again),
        ],
        [_version(), _FAIR],
    )


def dbt_large(setting: Setting) -> Section:
    """Compare one cold build of a large desk with `dbt build`."""
    raw = setting.large_raw or setting.simulated(setting.large_tickets)
    _install(setting)
    ours, theirs = [_built(setting, raw)], [_built_by_dbt(setting, raw)]
    size = f"{setting.large_tickets:,} tickets"
    publish = publish_seconds(setting.scratch / "ours")
    apart = (
        "One build of each, timed as above; no limit of memory is set. Publishing is "
        f"{publish:.0f} s of ours; dbt publishes no file."
    )
    return Section(
        f"Against dbt, {size}",
        setting.again("dbt-large"),
        [_figure(f"{_AGAINST}, cold, {size}", theirs, ours)],
        [Runs("`kpi build`, cold", ours), Runs("`dbt build`, cold", theirs)],
        [_version(), apart],
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


def _built_by_dbt(setting: Setting, raw: Path, threads: int = 1) -> Cost:
    """Land, which is not counted, and build cold."""
    target = setting.fresh("theirs")
    land = ["land", *setting.places(raw, target)]
    measured([setting.kpi, *land], setting.log("land"))
    return _dbt_build(setting, threads)


def _dbt_build(setting: Setting, threads: int = 1) -> Cost:
    target = setting.scratch / "theirs"
    out = ["--target-path", str(target / "out"), "--log-path", str(target / "log")]
    environment = {
        "DBT_PROFILES_DIR": str(ROOT),
        "KPI_DBT_DATABASE": str(target / "dbt/work.duckdb"),
        # dbt takes paths of seeds relative to the project only.
        "KPI_SEEDS": os.path.relpath(target / "seeds", ROOT),
    }
    out += ["--threads", str(threads)]
    command = [str(_DBT), "build", "--project-dir", str(ROOT), *out]
    return measured(command, setting.log("dbt"), environment=environment)


def _faster(promise: str, theirs: list[Cost], ours: list[Cost], limit: int) -> Target:
    found = ratio(walls(theirs), walls(ours))
    return Target(promise, f"at least {limit} x", f"{found:.2f} x", found >= limit)


def _figure(promise: str, theirs: list[Cost], ours: list[Cost]) -> Target:
    return Target(promise, "", f"{ratio(walls(theirs), walls(ours)):.2f} x", None)


def _no_larger(ours: list[Cost], theirs: list[Cost]) -> Target:
    found = ratio(peaks(ours), peaks(theirs))
    promise = "our peak memory against dbt's, cold"
    return Target(promise, "at most 1 x", f"{found:.2f} x", found <= 1)
