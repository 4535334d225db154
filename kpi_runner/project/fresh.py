"""A fresh project of your own: the shipped files, there whole or not at all."""

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import escape
from pathlib import Path
from tempfile import mkdtemp

from kpi_runner.errors import KpiError
from kpi_runner.project.settings import FILE
from kpi_runner.project.shipped import shipped_project

FOLDERS = ("models", "macros", "seeds", "expectations")
WORKFLOW = Path(".github/workflows/kpi.yml")
_LOCK = "init.lock"
_START = Path(__file__).parent / "start"


@contextmanager
def fresh_project(directory: Path) -> Iterator[Path]:
    """Give a copy of the shipped project to finish, which then becomes the directory.

    Raises KpiError for a directory that holds anything but a git repository; when
    the block fails nothing is left. A killed process leaves its draft, and the next
    one clears it.
    """
    directory = directory.resolve()
    check_empty(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{directory.name}.kpi-init."
    for left in directory.parent.glob(f"{escape(prefix)}*/{_LOCK}"):
        clear(left.parent)
    beside = Path(mkdtemp(prefix=prefix, dir=directory.parent))
    with (beside / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            draft = beside / "project"
            copy_shipped(draft)
            yield draft
            put_in_place(draft, directory)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def clear(left: Path) -> None:
    """Remove a draft whose process is gone: with it went its lock."""
    with (left / _LOCK).open("r") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(left, ignore_errors=True)


def check_empty(directory: Path) -> None:
    """Refuse a directory in which files of the user could be lost."""
    if not directory.is_dir():
        return
    found = sorted(path.name for path in directory.iterdir() if path.name != ".git")
    if found:
        more = ", ..." if found[3:] else ""
        raise KpiError(
            f"'{directory}' is not empty: it has {', '.join(found[:3])}{more}.",
            hint="Name a folder that is empty or not there yet.",
        )


def copy_shipped(draft: Path) -> None:
    """Copy what the user will own."""
    shipped = shipped_project()
    draft.mkdir()
    for folder in FOLDERS:
        for path in sorted((shipped / folder).rglob("*.*")):
            if path.is_file() and path.name[0] != ".":
                copy = draft / path.relative_to(shipped)
                copy.parent.mkdir(parents=True, exist_ok=True)
                # The content alone: an installed package may be read-only.
                shutil.copyfile(path, copy)
    (draft / WORKFLOW).parent.mkdir(parents=True)
    shutil.copyfile(shipped / "examples/ci/github.yml", draft / WORKFLOW)
    shutil.copyfile(shipped / "profiles.yml", draft / "profiles.yml")
    shutil.copyfile(_START / "README.md", draft / "README.md")
    shutil.copyfile(_START / "gitignore.txt", draft / ".gitignore")
    shutil.copyfile(shipped / FILE, draft / FILE)


def set_variable(draft: Path, name: str, values: Sequence[str]) -> None:
    """Give a variable of the draft's settings a list of values."""
    start = f"  {name}: "
    # JSON is YAML, whatever a path is called.
    said = f"{start}{json.dumps(list(values))}"
    lines = (draft / FILE).read_text("utf-8").splitlines()
    changed = [said if line.startswith(start) else line for line in lines]
    (draft / FILE).write_text("\n".join(changed) + "\n", encoding="utf-8")


def put_in_place(draft: Path, directory: Path) -> None:
    """Rename the draft to the directory, or into one that is there and empty.

    There the project's own file comes last: before it, nothing is a project.
    """
    if not directory.exists():
        draft.rename(directory)
        return
    for path in sorted(draft.iterdir(), key=lambda path: path.name == FILE.name):
        path.rename(directory / path.name)
