"""What is paid before any data is read: starting, reading a project, doing nothing."""

import shutil
import sys
from statistics import median

from benchmarks.costs import measured, paired, ratio, walls
from benchmarks.generated import write_models
from benchmarks.report import Runs, Section, limited
from benchmarks.setting import Setting

_HELP_RATIO = 3
_MODELS = 1000
_MODELS_SECONDS = 1
_REBUILD_SECONDS = 0.3
_SMALL_DESK = 2000


def help_text(setting: Setting) -> Section:
    """Compare `kpi --help` with importing click alone."""
    log = setting.log("help")
    importing = [sys.executable, "-c", "import click"]
    asked, imported = paired(
        lambda: measured([setting.kpi, "--help"], log),
        lambda: measured(importing, log),
        setting.pairs,
    )
    found = ratio(walls(asked), walls(imported))
    return Section(
        "Starting",
        setting.again("help"),
        [limited("`kpi --help` against `import click`", found, _HELP_RATIO, "x")],
        [
            Runs("`kpi --help`", asked),
            Runs('`python -c "import click"`', imported),
        ],
    )


def models(setting: Setting) -> Section:
    """Read and compile generated models, from the start of Python to its end."""
    folder = setting.fresh("generated")
    write_models(folder, _MODELS)
    command = [sys.executable, "-m", "benchmarks.generated", str(folder)]
    log = setting.log("models")
    read, started = paired(
        lambda: measured(command, log),
        lambda: measured([sys.executable, "-c", "pass"], log),
        setting.pairs,
    )
    found = median(walls(read))
    promise = f"reading and compiling {_MODELS:,} models, the interpreter included"
    return Section(
        "Reading a project",
        setting.again("models"),
        [limited(promise, found, _MODELS_SECONDS, "s")],
        [
            Runs("`python -m benchmarks.generated FOLDER`", read),
            Runs('`python -c "pass"`', started),
        ],
    )


def rebuild(setting: Setting) -> Section:
    """Build a second time with nothing changed."""
    raw = setting.simulated(_SMALL_DESK)
    build = setting.build_command(raw, setting.fresh("rebuild"))
    log = setting.log("rebuild")
    measured(build, log)
    rebuilt, started = paired(
        lambda: measured(build, log),
        lambda: measured([sys.executable, "-c", "pass"], log),
        setting.pairs,
    )
    pairs = zip(walls(rebuilt), walls(started), strict=True)
    beyond = median(one - other for one, other in pairs)
    shutil.rmtree(setting.scratch / "rebuild")
    promise = "a rebuild with nothing changed, beyond the interpreter's start"
    return Section(
        "Building again",
        setting.again("rebuild"),
        [limited(promise, beyond, _REBUILD_SECONDS, "s")],
        [
            Runs("`kpi build` with nothing changed", rebuilt),
            Runs('`python -c "pass"`', started),
        ],
    )
