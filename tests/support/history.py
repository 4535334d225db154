"""A desk whose raw files arrive, are corrected and vanish, built in two ways.

    desk = History(tmp_path)
    desk.write("tickets", "w1", [ticket("t1")])
    desk.build()                   # renewed, and again as a full refresh
    assert desk.renewed == desk.whole

Both builds keep a work database of their own, so they agree on when files landed.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import DuckDBEngine, quoted
from kpi_runner.publish.release import release
from tests.support.warehouse import ROOT, SEEDS, _write_seeds

# Nobody tests how much may be refused here.
VARIABLES = {"max_quarantine_rate": 1}
FIRST = datetime(2026, 8, 1)


class History:
    """Raw files in a folder, and the two targets that are built from them."""

    def __init__(
        self,
        folder: Path,
        seeds: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.raw = folder / "raw"
        self.raw.mkdir()
        self.seeds = _write_seeds(folder / "seeds", {**SEEDS, **(seeds or {})})
        self.variables = {**VARIABLES, **(variables or {})}
        self.now = FIRST

    def write(self, table: str, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write one file of a table, or write it again."""
        folder = self.raw / table
        folder.mkdir(exist_ok=True)
        lines = "".join(f"{json.dumps(row, default=str)}\n" for row in rows)
        draft = self.folder / "draft"
        draft.write_text(lines, encoding="utf-8")
        draft.replace(folder / f"{name}.jsonl")

    def remove(self, table: str, name: str) -> None:
        """Take a file away."""
        (self.raw / table / f"{name}.jsonl").unlink()

    def build(self) -> dict[str, list[tuple[Any, ...]]]:
        """Build, renewing what it can; return the marts, as a full refresh makes them."""
        self.now += timedelta(days=1)
        renewed = self.built("renewed")
        assert_equal(renewed, self.built("whole", is_full_refresh=True))
        return renewed

    def built(self, target: str, **options: Any) -> dict[str, list[tuple[Any, ...]]]:
        """Build one target; return the rows of its marts."""
        request = Request(
            root=ROOT,
            target=self.folder / target,
            now=self.now,
            raw=(self.raw,),
            seeds=self.seeds,
            variables=self.variables,
            threads=1,
            **options,
        )
        release(request, lambda told: None)
        return marts(self.folder / target / "marts.duckdb")

    def messages(self, target: str = "renewed") -> dict[str, str]:
        """Return what the last build says of each model that it renewed."""
        path = self.folder / target / "run_results.json"
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        return {
            result["unique_id"].split(".")[-1]: result["message"]
            for result in results
            if str(result["message"]).startswith("renewed")
        }


def marts(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of a published file but what it says of its own run."""
    engine = DuckDBEngine()
    engine.execute(f"attach '{path}' as marts (read_only)")
    names = engine.rows(
        "select table_name from duckdb_tables() where database_name = 'marts'"
    )
    found = {
        name: engine.rows(f"from marts.main.{quoted(name)}")
        for (name,) in names
        if name != "publish_info"
    }
    engine.close()
    return found


def assert_equal(
    renewed: Mapping[str, list[tuple[Any, ...]]],
    whole: Mapping[str, list[tuple[Any, ...]]],
) -> None:
    """Compare every mart, row by row."""
    assert renewed.keys() == whole.keys()
    for name, rows in whole.items():
        mine, theirs = set(map(repr, renewed[name])), set(map(repr, rows))
        assert (name, sorted(mine - theirs)[:3], sorted(theirs - mine)[:3]) == (
            name,
            [],
            [],
        )
        assert len(renewed[name]) == len(rows), name
