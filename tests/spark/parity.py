"""One desk built twice, by DuckDB and by Spark, and every mart compared."""

import math
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kpi_runner.build.progress import Step, Watch
from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.publish.release import release

ROOT = Path(__file__).parents[2]
NOW = datetime(2030, 1, 1)
# Doubles are sums and roots in another order of operations; all else is exact.
RELATIVE = 1e-9
# What a published file says about its own run.
OF_THE_RUN = {"publish_info"}


@dataclass(frozen=True)
class Desk:
    """Raw data with its seeds."""

    raw: Path
    seeds: Path
    variables: dict = field(default_factory=dict)

    def request(self, target: Path) -> Request:
        return Request(
            root=ROOT,
            target=target,
            now=NOW,
            raw=(self.raw,),
            seeds=self.seeds,
            variables=self.variables,
        )


def silent(_told: Step | str) -> None:
    """Watch a build and say nothing."""


def built_twice(
    desk: Desk, folder: Path, master: str = "local[2]", watch: Watch = silent
) -> list[str]:
    """Return every difference between the marts of the two engines."""
    request = desk.request(folder / "duckdb")
    release(request, silent)
    on_spark = replace(
        request, target=folder / "spark", engine="spark", spark_master=master
    )
    release(on_spark, watch)
    return differences(request.target, on_spark.target)


def differences(one: Path, other: Path) -> list[str]:
    """Return how the marts published in two folders differ."""
    found, against = marts_in(one), marts_in(other)
    told = [f"{name}: only here" for name in sorted(found.keys() ^ against.keys())]
    for name in sorted(found.keys() & against.keys()):
        told += mart_differences(name, found[name], against[name])
    return told


def mart_differences(name: str, one: tuple, other: tuple) -> list[str]:
    (columns, rows), (other_columns, other_rows) = one, other
    if columns != other_columns:
        changed = set(columns.items()) ^ set(other_columns.items())
        return [f"{name}: columns {sorted(changed)}"]
    if len(rows) != len(other_rows):
        return [f"{name}: {len(rows)} rows against {len(other_rows)}"]
    return [
        f"{name}: row {number}: {column}: {mine!r} against {others!r}"
        for number, (row, other_row) in enumerate(zip(rows, other_rows, strict=True))
        for column, mine, others in zip(columns, row, other_row, strict=True)
        if not is_same(mine, others)
    ][:3]


def is_same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=0)
    return one == other


def marts_in(target: Path) -> dict[str, tuple[dict[str, str], list[tuple]]]:
    """Return columns and rows, in the published order, by mart."""
    engine = DuckDBEngine(target / "marts.duckdb")
    try:
        names = {str(row[0]) for row in engine.rows("show tables")} - OF_THE_RUN
        return {
            name: (
                engine.columns(name),
                engine.rows(f"select * from {engine.quote(name)}"),
            )
            for name in names
        }
    finally:
        engine.close()
