"""A desk whose raw files arrive, are corrected and vanish, built in two ways.

    desk = History(tmp_path)
    desk.write("tickets", "w1", [ticket("t1")])
    desk.build()                   # renewed, and the same as a full refresh

Both builds keep a work database of their own, so they agree on when files landed.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import DuckDBEngine, quoted
from kpi_runner.publish.release import release
from tests.support.warehouse import ROOT, SEEDS, write_seeds

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
        self.seeds = write_seeds(folder / "seeds", {**SEEDS, **(seeds or {})})
        self.variables = {**VARIABLES, **(variables or {})}
        self.now = FIRST
        self.kept: dict[str, Path] = {}
        self.told: dict[str, dict[str, str]] = {}

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

    def build(self, keep: str = "") -> None:
        """Build, renewing what it can, and hold it against a full refresh.

        The marts, and what was told of the models, can be kept under a name.
        """
        self.now += timedelta(days=1)
        renewed = self.built("renewed")
        assert_equal(renewed, self.built("whole", is_full_refresh=True))
        if keep:
            self.kept[keep] = self.folder / f"{keep}.duckdb"
            copyfile(self.folder / "renewed" / "marts.duckdb", self.kept[keep])
            self.told[keep] = self.messages()

    def built(self, target: str, **options: Any) -> dict[str, list[tuple[Any, ...]]]:
        """Build one target; return the rows of its marts."""
        release(self.request(target, **options), lambda told: None)
        return marts(self.folder / target / "marts.duckdb")

    def request(self, target: str, **options: Any) -> Request:
        """Return what `kpi build` asks for."""
        return Request(
            root=ROOT,
            target=self.folder / target,
            now=self.now,
            raw=(self.raw,),
            seeds=self.seeds,
            variables=self.variables,
            threads=1,
            **options,
        )

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


def records(path: Path, sql: str) -> list[dict[str, Any]]:
    """Return the rows of a query on a published file, as dictionaries."""
    engine = DuckDBEngine()
    engine.execute(f"attach '{path}' as marts (read_only)")
    engine.execute("use marts")
    names, rows = engine.described(sql)
    engine.close()
    return [dict(zip(names, row, strict=True)) for row in rows]


def assert_equal(
    renewed: Mapping[str, list[tuple[Any, ...]]],
    whole: Mapping[str, list[tuple[Any, ...]]],
) -> None:
    """Compare every mart, row by row."""
    different = {name for name in whole if renewed.get(name) != whole[name]}
    for name in sorted(different | (renewed.keys() ^ whole.keys())):
        mine = Counter(map(repr, renewed.get(name, [])))
        theirs = Counter(map(repr, whole.get(name, [])))
        if mine != theirs:
            raise AssertionError(
                f"{name}: renewed alone {sorted((mine - theirs).elements())[:3]}, "
                f"built whole alone {sorted((theirs - mine).elements())[:3]}"
            )
