"""A fresh project of one's own: the shipped files, there whole or not at all."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from kpi_runner.errors import KpiError
from kpi_runner.project.settings import FILE
from kpi_runner.project.shipped import shipped_project

FOLDERS = ("models", "macros", "seeds", "expectations")
WORKFLOW = Path(".github/workflows/kpi.yml")
_RAW = "  raw_paths: "
_START = Path(__file__).parent / "start"


@contextmanager
def fresh_project(directory: Path) -> Iterator[Path]:
    """Give a copy of the shipped project to finish, which then becomes the directory.

    Raises KpiError for a directory that holds anything but a git repository; when
    the block fails nothing is left.
    """
    directory = directory.resolve()
    check_empty(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        draft = beside / "project"
        copy_shipped(draft)
        yield draft
        put_in_place(draft, directory)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


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


def set_raw_paths(draft: Path, paths: Sequence[str]) -> None:
    """Say in the draft's settings where the raw data lie, from its root."""
    # JSON is YAML, whatever a path is called.
    said = f"{_RAW}{json.dumps(list(paths))}"
    lines = (draft / FILE).read_text("utf-8").splitlines()
    changed = [said if line.startswith(_RAW) else line for line in lines]
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
