"""Judge panel cells that are given as numbers, by the project's own models."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from kpi_runner.project.selection import select
from tests.support.warehouse import ROOT, Warehouse, ticket, warehouse

MONDAY = "2026-03-02"
# Every measure of MONDAY has matured by then.
AS_OF = "2026-05-01"
GIVEN = "int_measures_compared"


def cell(measure: str, **columns: Any) -> dict[str, Any]:
    """Return a mature, instrumented archetype cell of MONDAY, with columns replaced."""
    return {
        "deployment_id": "desk",
        "week": MONDAY,
        "slice": "archetype",
        "archetype": "order_status",
        "segment": "all",
        "channel": "all",
        "measure": measure,
        "unit": _units()[measure],
        "is_after_launch": True,
        "is_mature": True,
        "is_instrumented": True,
        "is_comparable": True,
        "is_first_comparable": True,
        "weeks_present": 4,
        "rising_weeks": 0,
        **columns,
    }


def rate(measure: str, s1: int, n1: int, **columns: Any) -> dict[str, Any]:
    """Return a cell of a share: the same counts in its week and in its four weeks."""
    counts = {"numerator": s1, "denominator": n1, "s1": s1, "n1": n1}
    value = 100 * s1 / n1 if n1 else None
    return cell(measure, **counts, value=value, rolling=value, **columns)


def csat(s1: int, n1: int, s0: int, n0: int, **columns: Any) -> dict[str, Any]:
    """Return a CSAT cell beside its baseline."""
    measure = columns.pop("measure", "resolution_csat")
    delta = 100 * (s1 / n1 - s0 / n0) if n1 and n0 else None
    return rate(measure, s1, n1, **{"s0": s0, "n0": n0, "delta": delta, **columns})


def weeks(*cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Date cells by consecutive weeks, the last one MONDAY."""
    last = date.fromisoformat(MONDAY)
    return [
        {**each, "week": str(last - timedelta(weeks=len(cells) - 1 - index))}
        for index, each in enumerate(cells)
    ]


def judged(
    cells: Iterable[Mapping[str, Any]],
    *,
    upto: str = "gate",
    as_of: str = AS_OF,
    gate_mode: str = "evidence",
    seeds: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    spoilt: str = "",
    **tables: Sequence[Mapping[str, Any]],
) -> Warehouse:
    """Build ``upto`` over the given cells in the place of int_measures_compared.

    Without seeds or raw tables one database is built once and judged again: read its
    rows before the next call. ``spoilt`` is a statement that ruins a seed as no
    overlay could.
    """
    variables = {"as_of": as_of, "gate_mode": gate_mode}
    if seeds or tables or spoilt:
        built = _panel(variables, seeds=seeds, **tables)
        built.rows(spoilt or "select 1")
    else:
        built = _shared_panel(**variables)
    given = set(select(built.project, [f"+{GIVEN}"]))
    _give(built, cells)
    for name in select(built.project, [f"+{upto}"]):
        if name not in given or name == "int_archetypes_in_force":
            sql = built.project.compile(name, database=built.engine.database)
            built.engine.create_table(name, sql)
    return built


def statuses(cells: Iterable[Mapping[str, Any]], **options: Any) -> tuple[str, str]:
    """Return the last week's status to the letter and by the evidence."""
    return judged(cells, **options).rows(
        "select status_literal, status_evidence from gate"
    )[0]


def each_status(cells: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the statuses of many cells of MONDAY, each an archetype of its own."""
    named = [{**each, "archetype": f"{index:03}"} for index, each in enumerate(cells)]
    return judged(named).rows(
        "select status_literal, status_evidence from gate order by archetype"
    )


@cache
def _shared_panel(**variables: Any) -> Warehouse:
    return _panel(variables)


def _panel(variables: Mapping[str, Any], **tables: Any) -> Warehouse:
    return warehouse(
        **{"tickets": [ticket("t1")], **tables}, variables=variables, upto=[GIVEN]
    )


def _give(built: Warehouse, cells: Iterable[Mapping[str, Any]]) -> None:
    """Put the cells, and the spine that they stand on, in the place of the panel's."""
    execute = built.engine.execute
    execute(f"delete from {GIVEN}")
    for each in cells:
        names, marks = ", ".join(each), ", ".join("?" for _ in each)
        execute(f"insert into {GIVEN} ({names}) values ({marks})", list(each.values()))
    execute(f"update {GIVEN} set baseline_n = n0")
    execute("delete from int_slice_weeks")
    execute(
        "insert into int_slice_weeks by name select distinct deployment_id, slice,"
        " archetype, segment, channel, week, is_after_launch, date '2026-01-05' as"
        f" launched_on from {GIVEN}"
    )
    execute("delete from int_panel_archetypes")
    execute(
        "insert into int_panel_archetypes by name select distinct deployment_id,"
        f" archetype, archetype as panel_archetype from {GIVEN}"
        " where archetype <> 'all'"
    )


@cache
def _units() -> dict[str, str]:
    with (ROOT / "seeds/kpis.csv").open(encoding="utf-8") as file:
        return {row["measure"]: row["unit"] for row in csv.DictReader(file)}
