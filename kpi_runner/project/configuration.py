"""Which configuration holds for a node, with dbt's precedence.

dbt_project.yml from the outermost folder to the model, then ``config:`` in the
yml, then ``config()`` in the file. A later value replaces, but tags add up and
mappings (meta, column_types) are merged key by key.
"""

from collections.abc import Iterable, Mapping

from kpi_runner.project.nodes import Settings
from kpi_runner.project.yml import words

_MERGED = frozenset({"meta", "column_types", "docs", "grants"})


def configured(
    project: Settings, names: Iterable[str], *own: Settings
) -> dict[str, object]:
    """Return the configuration of the node that these names lead to."""
    merged: dict[str, object] = {}
    for level in (*_levels(project, names), *own):
        for key, value in level.items():
            merged[key] = _merged(key, merged.get(key), value)
    return merged


def _levels(project: Settings, names: Iterable[str]) -> list[dict[str, object]]:
    found = [_own_keys(project)]
    level: object = project
    for name in names:
        level = level.get(name) if isinstance(level, Mapping) else None
        if not isinstance(level, Mapping):
            break
        found.append(_own_keys(level))
    return found


def _own_keys(level: Settings) -> dict[str, object]:
    """Return what configures this level: a bare mapping is a folder."""
    return {
        key.removeprefix("+").strip(): value
        for key, value in level.items()
        if key.startswith("+") or not isinstance(value, Mapping)
    }


def _merged(key: str, former: object, value: object) -> object:
    if key == "tags":
        return [*words(former), *words(value)]
    if key in _MERGED and isinstance(former, Mapping) and isinstance(value, Mapping):
        return {**former, **value}
    return value
