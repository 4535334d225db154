"""The wheel alone is enough: in an empty environment, far from any checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.require import require

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CARRIED = "kpi_runner/_project/"
# Folders and files of the checkout that make the shipped project.
SHIPPED = ("models", "macros", "seeds", "expectations", "examples/ci")
FILES = ("dbt_project.yml", "profiles.yml")


def run(*command, cwd):
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation")
    built = run(*pip, "--wheel-dir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def kpi(wheel, tmp_path_factory):
    """Return what runs the installed `kpi` in an empty folder."""
    venv = tmp_path_factory.mktemp("empty") / "venv"
    assert run(sys.executable, "-m", "venv", venv, cwd=venv.parent).returncode == 0
    # Compiling what is never imported would take most of the time.
    pip = (venv / "bin/pip", "install", "--quiet", "--no-compile")
    installed = run(
        *pip, "--constraint", ROOT / "constraints.txt", wheel, cwd=venv.parent
    )
    if installed.returncode:
        require("wheel", f"pip cannot install it here: {installed.stderr[-300:]}")

    def call(*words, cwd):
        return run(venv / "bin/kpi", *words, cwd=cwd)

    return call


def test_the_wheel_carries_the_checkout_s_project_and_nothing_else(wheel):
    names = {name for name in ZipFile(wheel).namelist() if name.startswith(CARRIED)}

    expected = {
        path.relative_to(ROOT).as_posix()
        for folder in SHIPPED
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name[0] not in ".#~"
    }
    assert names == {f"{CARRIED}{name}" for name in expected | set(FILES)}


def test_help_needs_no_project(kpi, tmp_path):
    shown = kpi("--help", cwd=tmp_path)

    assert shown.returncode == 0, shown.stderr
    assert "Simulate a support desk and show the panel on it." in shown.stdout


def test_the_demo_needs_no_project(kpi, tmp_path):
    shown = kpi("demo", "desk", cwd=tmp_path)

    assert shown.returncode == 0, shown.stderr
    assert "The gate would exit 1" in shown.stdout
    assert (tmp_path / "desk/target/marts.duckdb").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["desk"]


def test_a_project_of_one_s_own_starts_from_the_wheel(kpi, tmp_path):
    started = kpi("init", "ours", cwd=tmp_path)

    assert started.returncode == 0, started.stderr
    listed = kpi("list", "-s", "panel_weekly", cwd=tmp_path / "ours")
    assert listed.stdout.startswith("panel_weekly  (table,"), listed.stderr
    assert (tmp_path / "ours/.github/workflows/kpi.yml").is_file()
