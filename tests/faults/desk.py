"""A small desk whose marts say which run made them, and what must hold after a fault.

Two contents take turns; one line of the raw file is broken, so that landing splits it.
The two marts repeat the same number: a reader of both sees whether they are of a piece.
"""

from datetime import timedelta
from pathlib import Path

from kpi_runner.engines.duckdb import DuckDBEngine
from tests.faults.steps import Ended, Fault, run
from tests.support.shop import NOW, build, raw, shop

MARTS = {
    "models/marts/ledger_entries.sql": (
        "-- One row.\nselect cast(max(price) as bigint) as said"
        " from {{ ref('orders') }}\n"
    )
}
SIZE = 2_000


class Desk:
    """A project whose content is a number, that is built again and again."""

    def __init__(self, folder: Path) -> None:
        self.root = shop(folder / "desk", MARTS)
        self.target = self.target_in(folder)
        self.turn = 0
        self.published = 0
        self.build()

    @staticmethod
    def target_in(folder: Path) -> Path:
        """Return where a desk in a folder has its results."""
        return folder / "desk" / "target"

    def next(self) -> None:
        """Bring new raw data: every price is the number of the turn."""
        self.turn += 1
        lines = "".join(f"t{number},{self.turn}\n" for number in range(SIZE))
        raw(self.root, f'{lines}"broken\n')

    def build(self) -> None:
        """Build what there is, without a fault."""
        if not self.turn:
            self.next()
        build(self.root, now=self.now, threads=1)
        self.published = self.turn

    def command(self, *arguments: object, fault: Fault) -> Ended:
        """Run a command of the desk in a process of its own."""
        home = ["--project", self.root, "--target", self.target]
        return run(self.target, [*arguments, *home], fault)

    def faulty_build(self, fault: Fault) -> Ended:
        """Build in a process of its own that meets a fault."""
        options = ("--raw", self.root / "raw", "--now", self.now.isoformat())
        return self.command("build", *options, "--threads", 1, fault=fault)

    @property
    def now(self):
        return NOW + timedelta(minutes=self.turn)

    def seen(self) -> int:
        """Return the turn that a reader sees, which is one and whole."""
        return seen(self.target / "marts.duckdb")

    def files(self) -> list[str]:
        """Return every file and folder of the target, but the ledger's of each run."""
        return sorted(
            path.relative_to(self.target).as_posix()
            for path in self.target.rglob("*")
            if not (path.parent.name == "ledger" and path.suffix == ".parquet")
        )

    def runs(self) -> list[int]:
        """Return what the ledger's runs said, in order of their publishing."""
        return [said for said, _ in self._ledger()]

    def run_ids(self) -> list[str]:
        """Return the published runs, oldest first."""
        return [run_id for _, run_id in self._ledger()]

    def _ledger(self) -> list[tuple[int, str]]:
        engine = DuckDBEngine(threads=1)
        files = self.target / "ledger/*.parquet"
        found = engine.rows(f"select said, run_id from '{files}' order by published_at")
        engine.close()
        return found


def seen(marts: Path) -> int:
    """Return the turn of all marts of a published file; fail when they are two."""
    engine = DuckDBEngine(threads=1)
    engine.execute(f"attach '{marts}' as marts (read_only)")
    (((least, most, count),), ((said,),)) = (
        engine.rows("select min(price), max(price), count(*) from marts.totals"),
        engine.rows("select said from marts.ledger_entries"),
    )
    engine.close()
    assert (least, most, count) == (said, said, SIZE)
    return said
