"""A folder of exports: each is there whole or not at all, the newest ones stay."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpi_runner.build.atomic import sync, write_text
from kpi_runner.publish.export_manifest import NAME, as_json

CURRENT = "current.json"
SUCCESS = "_SUCCESS"
# What is being written, and what is being removed: no reader looks there, and the
# next export clears them.
_DRAFT, _ASIDE = ".next", ".old"
# Only what is named as an export is ever removed.
_EXPORT = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}-[a-z]+")


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write an export to; what stays in it is removed."""
    draft = folder / _DRAFT
    draft.mkdir()
    try:
        yield draft
    finally:
        clear(folder)


def clear(folder: Path) -> None:
    """Remove what an export that was stopped left behind."""
    for name in (_DRAFT, _ASIDE):
        if (folder / name).exists():
            shutil.rmtree(folder / name)


def put_in_place(draft: Path, export: Path) -> None:
    """Mark a written export as whole and give it its name, safe from a power cut."""
    (draft / SUCCESS).touch()
    for path in sorted(draft.rglob("*")):
        sync(path)
    sync(draft)
    remove(export)
    draft.rename(export)
    sync(export.parent)


def point_to(export: Path) -> None:
    """Let ``current.json`` name an export, unless it does."""
    text = as_json({"export": export.name, "manifest": f"{export.name}/{NAME}"})
    path = export.parent / CURRENT
    if not path.is_file() or path.read_bytes() != text.encode():
        write_text(path, text)


def is_whole(export: Path) -> bool:
    """Tell whether an export is complete, by the names and sizes of its files."""
    sizes = _sizes(export)
    return (
        sizes is not None
        and (export / SUCCESS).is_file()
        and all(_is_file_of(export / path, size) for path, size in sizes.items())
    )


def keep_newest(current: Path, count: int) -> None:
    """Remove all exports but the newest ones, of which the current one is one."""
    others = sorted(
        path
        for path in current.parent.iterdir()
        if _EXPORT.fullmatch(path.name) and path.is_dir() and path != current
    )
    for path in others[: max(0, len(others) - count + 1)]:
        remove(path)


def remove(export: Path) -> None:
    """Remove an export that may be there: out of sight first, then file by file."""
    if export.exists():
        aside = export.with_name(_ASIDE)
        export.rename(aside)
        shutil.rmtree(aside)


def _sizes(export: Path) -> dict[str, int] | None:
    """Return what the manifest says; None where somebody has damaged it."""
    try:
        found = json.loads((export / NAME).read_text(encoding="utf-8"))["files"]
        return {str(file["path"]): int(file["bytes"]) for file in found}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_file_of(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size
