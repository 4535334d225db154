"""One work of a kind at a time in a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpi_runner.errors import KpiError, LockedError


@contextmanager
def locked(
    target: Path, *, work: str = "build", elsewhere: str = "another one with --target"
) -> Iterator[None]:
    """Hold the target folder; raises LockedError at once when another build does.

    The system drops the lock with its process, so a lock file that an interrupted
    build left behind stops nobody.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        file = (target / f"{work}.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise KpiError(
            f"the folder '{target}' cannot be written ({error.strerror}).",
            hint=f"Name {elsewhere}.",
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError(
                f"another {work} (process {file.read().strip() or 'unknown'}) "
                f"is working in '{target}'.",
                hint=f"Wait until it is done, or name {elsewhere}.",
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
