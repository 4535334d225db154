"""Read YAML quickly, and find the line of an entry when an error needs it."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from kpi_runner.errors import Place, ProjectError

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Bytes that are not text; a date or a number that cannot be one.
_UNREADABLE = (yaml.YAMLError, ValueError, OverflowError, RecursionError)


def load(path: Path, at: Path) -> dict[str, object]:
    """Return a YAML file's mapping; ``at`` is how messages name the file."""
    try:
        content = yaml.load(path.read_bytes(), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ProjectError(
            f"this is not YAML: {error.problem}.", at=Place(at, line)
        ) from error
    except _UNREADABLE as error:
        fault = str(error).partition("\n")[0] or "it is nested too deep"
        raise ProjectError(f"this is not YAML: {fault}.", at=Place(at)) from error
    return mapping(content, at, "the file")


def mapping(value: object, at: Path, what: str) -> dict[str, object]:
    """Return the value as a mapping (nothing is an empty one) or say what it is."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ProjectError(f"{what} must be a mapping of keys to values.", at=Place(at))
    return {str(key): entry for key, entry in value.items()}


def entries(value: object, at: Path, what: str) -> list[dict[str, object]]:
    """Return the value as a list of mappings (nothing is an empty one)."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ProjectError(f"{what} must be a list.", at=Place(at))
    return [mapping(entry, at, f"an entry of {what}") for entry in value]


def words(value: object) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple."""
    if value is None:
        return ()
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return tuple(str(word) for word in value)
    return (str(value),)


def line_of(path: Path, word: str) -> int | None:
    """Return the first line whose YAML scalar is exactly this word."""
    for token in yaml.scan(path.read_text("utf-8")):
        if isinstance(token, yaml.ScalarToken) and token.value == word:
            return int(token.start_mark.line) + 1
    return None
