"""Expectation suites as files: read, and refused where a rule would not be enforced.

Great Expectations drops what it does not understand with a line in its log, and an
empty suite passes. Here each of these is an error with file and line.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from kpi_runner.errors import Place, SuiteError, did_you_mean

CONTRACT = "contract"
SEVERITIES = ("info", "warning", "critical")
LEVELS = ("note", "watch", "review", "rollback", "incident")
_TYPE = re.compile(r'"type"\s*:')


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation: what may not happen in one table.

    ``rule`` and ``level`` are empty in the suite `contract`.
    """

    suite: str
    table: str
    type: str
    kwargs: Mapping[str, Any]  # as the suite's JSON has them
    description: str
    severity: str
    rule: str
    level: str
    place: Place

    @property
    def query(self) -> str | None:
        """Return the query of the offending rows, where the expectation has one."""
        query: str | None = self.kwargs.get("unexpected_rows_query")
        return query

    def fault(self, message: str, hint: str | None = None) -> SuiteError:
        """Return an error at the expectation's line."""
        return SuiteError(message, at=self.place, hint=hint)


def read_suites(root: Path, folder: Path) -> list[Expectation]:
    """Read every suite of a folder, `contract` first; paths are told from ``root``."""
    paths = sorted(folder.glob("**/*.json"))
    if not paths:
        raise SuiteError(
            "there are no suites.",
            at=Place(_shown(folder, root)),
            hint="A gate without rules would pass anything.",
        )
    found = [each for path in paths for each in _read_suite(path, root)]
    if not any(each.suite == CONTRACT for each in found):
        raise SuiteError(
            f"the suite '{CONTRACT}' is missing.",
            at=Place(_shown(folder, root)),
            hint="Without it, data that cannot be trusted would be judged.",
        )
    return sorted(found, key=lambda each: each.suite != CONTRACT)


def _read_suite(path: Path, root: Path) -> Iterator[Expectation]:
    text = _text(path, root)
    suite = _parsed(text, path, root)
    place = Place(_shown(path, root), 1)
    expectations = suite.get("expectations")
    if suite.get("name") != path.stem:
        raise SuiteError(
            f"the suite is named '{suite.get('name')}' and its file '{path.stem}'.",
            at=place,
            hint="Great Expectations finds suites by file: give both one name.",
        )
    if not isinstance(expectations, list) or not expectations:
        raise SuiteError(
            f"the suite '{path.stem}' has no expectations.",
            at=place,
            hint="It would always pass. Write one, or remove the file.",
        )
    lines = [text.count("\n", 0, each.start()) + 1 for each in _TYPE.finditer(text)]
    for number, raw in enumerate(expectations):
        line = lines[number] if number < len(lines) else None
        yield _expectation(raw, suite, Place(place.path, line))


def _text(path: Path, root: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(
            f"the suite cannot be read ({error}).", at=Place(_shown(path, root))
        ) from error


def _parsed(text: str, path: Path, root: Path) -> dict[str, Any]:
    try:
        suite = json.loads(text)
    except json.JSONDecodeError as error:
        raise SuiteError(
            f"this is not JSON: {error.msg}.",
            at=Place(_shown(path, root), error.lineno),
        ) from error
    except (ValueError, RecursionError) as error:
        raise SuiteError(
            f"this is not JSON that can be read: {error}.",
            at=Place(_shown(path, root)),
        ) from error
    if not isinstance(suite, dict):
        raise SuiteError(
            "a suite is a JSON object with a name and expectations.",
            at=Place(_shown(path, root), 1),
        )
    return suite


def _expectation(raw: object, suite: Mapping[str, Any], place: Place) -> Expectation:
    """Return one expectation, complete, or raise SuiteError."""
    if not isinstance(raw, dict) or not isinstance(raw.get("kwargs"), dict):
        raise SuiteError("an expectation has a type and kwargs.", at=place)
    meta = {**_meta(suite, place), **_meta(raw, place)}
    made = Expectation(
        suite=str(suite["name"]),
        table=str(meta.get("table") or ""),
        type=str(raw.get("type") or ""),
        kwargs=raw["kwargs"],
        description=str(raw.get("description") or ""),
        severity=str(raw.get("severity") or ""),
        rule=str(meta.get("rule") or ""),
        level=str(meta.get("level") or ""),
        place=place,
    )
    _check_words(made)
    _check_query(made)
    return made


def _meta(owner: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    meta = owner.get("meta") or {}
    if not isinstance(meta, dict):
        raise SuiteError("meta is a JSON object.", at=place)
    return meta


def _check_words(made: Expectation) -> None:
    """Refuse an expectation that lacks a word, or has one of no meaning."""
    needed: Sequence[str] = ("type", "description", "table", "severity")
    if made.suite != CONTRACT:
        needed = (*needed, "rule", "level")
    for name in needed:
        if not getattr(made, name):
            raise made.fault(
                f"the expectation has no {name}.",
                "Each has a type, a description and a severity, and in meta its "
                "table, rule and level.",
            )
    for name, known in (("severity", SEVERITIES), ("level", LEVELS)):
        word = getattr(made, name)
        if word and word not in known:
            raise made.fault(
                f"there is no {name} '{word}'.",
                did_you_mean(word, known) or f"There are: {', '.join(known)}.",
            )


def _check_query(made: Expectation) -> None:
    """Refuse a query that would not read the batch that is judged."""
    if made.query is None:
        return
    try:
        fields = {name for _, name, _, _ in Formatter().parse(str(made.query))}
    except ValueError as error:
        raise made.fault(f"the query's braces do not pair: {error}.") from error
    if fields - {None} != {"batch"}:
        raise made.fault(
            "the query does not read {batch} alone.",
            "Write: select * from {batch} where ..., and no other braces.",
        )


def parameters_in(value: object) -> Iterator[str]:
    """Yield the names of the parameters that kwargs ask for."""
    if isinstance(value, dict):
        if "$PARAMETER" in value:
            yield str(value["$PARAMETER"])
        for inner in value.values():
            yield from parameters_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parameters_in(inner)


def _shown(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
