"""Files that are there whole or not at all."""

import os
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Replace a file by one with this text."""
    draft = path.with_name(f"{path.name}.next")
    draft.write_text(text, encoding="utf-8")
    put_in_place(draft, path)


def put_in_place(draft: Path, path: Path) -> None:
    """Rename a finished file over another one, so that it survives a power cut."""
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file's or folder's content is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
