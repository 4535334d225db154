"""A rule over the syntax tree of compiled SQL, and what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from kpi_runner.errors import Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One construct that a model may not use, and what to write instead."""

    name: str
    kinds: tuple[type[exp.Expr], ...]
    is_broken: Callable[[exp.Expr], bool]
    fault: str
    portable: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a model breaks a rule, and what to write instead."""

    rule: str
    at: Place
    fault: str
    remedy: str

    def __str__(self) -> str:
        """Return two lines: place and fault, then the remedy."""
        return f"{self.at}: {self.fault}.\n{self.remedy}"
