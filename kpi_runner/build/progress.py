"""What a build tells whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step that begins or has ended.

    ``status`` is ``running`` when it begins, else ``done``, ``unchanged``,
    ``failed`` or ``skipped``; ``number`` counts from 1 to ``total``.
    """

    name: str
    status: str
    number: int = 1
    total: int = 1
    seconds: float = 0.0


# What watches a build; a text is a remark, to be shown once.
Watch = Callable[[Step | str], None]


def unwatched(_step: Step | str) -> None:
    """Watch a build and say nothing."""
