"""What changed in the raw files since the last landing, table by table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi_runner.build.land import Inventory
from kpi_runner.build.state import Landing

_RAW = "raw."


@dataclass(frozen=True, slots=True)
class Changes:
    """Files of one table: those with rows to read, and those whose rows are gone.

    A file that was written again is both. ``landed_at`` is when the table was landed
    before: what had happened a day after could not be believed then.
    """

    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    landed_at: str = ""


def landings(inventory: Inventory) -> dict[str, Landing]:
    """Return what the state keeps of a landing, by ``source.table``."""
    return {
        name: Landing(
            table.fingerprint,
            str(table.landed_at),
            table.shape,
            {file.name: list(file.signature) for file in table.files},
        )
        for name, table in inventory.tables.items()
    }


def changes_since(
    former: Mapping[str, Landing], present: Mapping[str, Landing]
) -> dict[str, Changes]:
    """Return the changed raw tables, if nothing but their rows changed.

    Empty when everything has to be built whole: a contract or a type changed, another
    source than the raw tables did, the clock went back, or most bytes are new.
    """
    if former.keys() != present.keys():
        return {}
    changed = [name for name in present if present[name] != former[name]]
    if not all(_is_rows_alone(name, former[name], present[name]) for name in changed):
        return {}
    found = {
        name.removeprefix(_RAW): _changes(former[name], present[name])
        for name in changed
    }
    return found if _is_minor(found, former, present) else {}


def _is_rows_alone(name: str, then: Landing, now: Landing) -> bool:
    return (
        name.startswith(_RAW)
        and now.shape == then.shape
        and now.landed_at >= then.landed_at
        and now.files != then.files
    )


def _changes(former: Landing, present: Landing) -> Changes:
    then, now = former.files, present.files
    return Changes(
        came=tuple(sorted(name for name in now if now[name] != then.get(name))),
        gone=tuple(sorted(name for name in then if now.get(name) != then[name])),
        landed_at=former.landed_at,
    )


def _is_minor(
    found: Mapping[str, Changes],
    former: Mapping[str, Landing],
    present: Mapping[str, Landing],
) -> bool:
    """Tell whether at most half of the raw bytes changed."""
    moved = sum(
        _bytes(present[_RAW + label].files, changes.came)
        + _bytes(former[_RAW + label].files, changes.gone)
        for label, changes in found.items()
    )
    whole = sum(_bytes(each.files, each.files) for each in present.values())
    return 2 * moved <= whole


def _bytes(files: Mapping[str, Sequence[object]], names: Iterable[str]) -> int:
    return sum(int(str(files[name][1])) for name in names)
