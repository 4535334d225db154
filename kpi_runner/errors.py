"""Every way a run can fail for a reason the user can fix.

KpiError                the run could not be carried out        exit 2
├── ProjectError        a file in the project is wrong          exit 2
│   ├── TemplateError   a model's Jinja does not render
│   ├── GraphError      models refer to each other impossibly
│   ├── SeedError       a seed's row is wrong
│   └── SuiteError      an expectation suite cannot be run as written
├── SelectionError      the command line names nothing we have  exit 2
├── LockedError         another build holds the target folder   exit 2
├── EngineError         the database refused a statement        exit 3
└── ContractError       the raw data cannot be trusted          exit 4
"""

import errno
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the project an error sits, as editors write it."""

    path: Path
    line: int | None = None

    def __str__(self) -> str:
        """Return ``path:line``, which terminals make clickable."""
        return f"{self.path}:{self.line}" if self.line else str(self.path)


class KpiError(Exception):
    """The run could not be carried out."""

    exit_code = 2

    def __init__(
        self, message: str, *, at: Place | None = None, hint: str | None = None
    ) -> None:
        """Say what is wrong, where, and what to do about it."""
        super().__init__(message)
        self.message = message
        self.at = at
        self.hint = hint

    def __str__(self) -> str:
        """Return the whole message: place, fault, hint."""
        fault = f"{self.at}: {self.message}" if self.at else self.message
        return f"{fault}\n{self.hint}" if self.hint else fault


class ProjectError(KpiError):
    """A file in the project is wrong."""


class TemplateError(ProjectError):
    """A model's Jinja does not render."""


class GraphError(ProjectError):
    """Models refer to each other in a way that cannot be built."""


class SeedError(ProjectError):
    """A row of a seed is wrong."""


class SuiteError(ProjectError):
    """An expectation suite cannot be run as written."""


class SelectionError(KpiError):
    """The command line names nothing that the project has."""


class LockedError(KpiError):
    """Another build holds the target folder."""


class EngineError(KpiError):
    """The database refused a statement."""

    exit_code = 3


class ContractError(KpiError):
    """The raw data cannot be trusted."""

    exit_code = 4


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return a suggestion for a misspelt name, or None when nothing is close."""
    close = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean '{close[0]}'?" if close else None


# Control characters can move the cursor, change colours or hide text; marks of
# direction turn round what stands after them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(value: object) -> str:
    """Return a value as text of one line that cannot act on a terminal."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], str(value))


# Python writes a number before an error of the system; the words say the same.
_ERRNO = re.compile(r"^\[Errno \d+\] ")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (
    *(errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
    *(errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
)


def disk_fault(error: Exception) -> KpiError | None:
    """Return what a disk refused, also to a database, as one of ours.

    None when it is none of that, and so may be our bug.
    """
    told = _ERRNO.sub("", str(error).partition("\n")[0])
    if _is_one_of(_FULL, error, told):
        hint = "Make room there. What was published stays."
        return EngineError(f"the disk cannot take more: {told}", hint=hint)
    if _is_one_of(_CLOSED, error, told):
        hint = "Check the path and who may write there. What was published stays."
        return KpiError(f"the disk refuses: {told}", hint=hint)
    return None


def _is_one_of(faults: tuple[int, ...], error: Exception, told: str) -> bool:
    """Tell whether an error has one of these numbers, or a database's names one."""
    if isinstance(error, OSError):
        return error.errno in faults
    is_engine = isinstance(error, EngineError)
    return is_engine and any(told.endswith(os.strerror(each)) for each in faults)
