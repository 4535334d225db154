"""Raw files of a simulated desk: one a table, or several."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from kpi_runner.engines.engine import Engine
from kpi_runner.errors import SelectionError
from kpi_runner.simulate.desk import DIRTY, TABLES, plan, simulate, text_of
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.truth import write_truth

# How COPY writes each format; the format's name is the ending of its files.
COPY_OPTIONS = {
    "parquet": "format parquet, compression zstd, row_group_size 122880",
    "csv": "format csv, header true",
    "jsonl": "format json",
}
# Seeds that depend on when the desk starts and launches.
SEEDS = ("deployments", "baselines", "launches")
# A line of another export in the middle of this one: it parses as nothing.
MALFORMED = {"csv": "a,line,of,another,export" + "," * 20, "jsonl": '{"message_id": '}
MALFORMED_LINES = 3
# Tickets that are simulated at once: what 4 GiB hold with ease.
BATCH_SIZE = 250_000


@dataclass(frozen=True, slots=True)
class Output:
    """Where a simulation is written, in which format, in how many files a table."""

    directory: Path
    format: str = "parquet"
    files: int = 1

    @property
    def parts(self) -> Path:
        """Return the folder in which batches wait until they are put together."""
        return self.directory / ".parts"

    def file(self, table: str, batch: int) -> Path:
        """Return the file of one table and batch."""
        if self.files == 1:
            return self.parts / f"{table}-{batch:04}.parquet"
        return self.directory / table / f"{batch:04}.{self.format}"


def write_desk(engine: Engine, options: Options, output: Output) -> None:
    """Simulate a desk into ``output``: raw files, truth.json and the seeds to match."""
    scenarios = plan(engine, options)
    claim(output)

    def write_batch(table: str, batch: int) -> None:
        path = output.file(table, batch)
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = output.format if output.files > 1 else "parquet"
        copy(engine, batch_query(table, options), path, kind)

    weeks = options.baseline_weeks + options.weeks
    batches = min(weeks, max(output.files, -(-options.tickets // BATCH_SIZE)))
    simulate(engine, options, batches, write_batch)
    if output.files == 1:
        join_parts(engine, output)
    shutil.rmtree(output.parts, ignore_errors=True)
    if options.dirt and output.format in MALFORMED:
        spoil(engine, output)
    write_seeds(engine, output.directory / "seeds")
    write_truth(engine, options, scenarios, output.directory / "truth.json")


def claim(output: Output) -> None:
    """Remove an older simulation; refuse a folder that holds anything else."""
    shutil.rmtree(output.parts, ignore_errors=True)
    there = sorted(output.directory.glob("*"))
    if there and not (output.directory / "truth.json").exists():
        raise SelectionError(
            f"'{output.directory}' is not empty and holds no simulation.",
            hint="Name a new folder, or empty this one.",
        )
    for path in there:
        if path.name.partition(".")[0] in (*TABLES, "seeds", "truth"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def batch_query(table: str, options: Options) -> str:
    """Return the query of a table's batch, its dirty rows behind the clean ones."""
    if not options.dirt or table not in DIRTY:
        return f"select * from {table}"
    return (
        f"select * from {table}"
        f" union all by name select * exclude (reason) from dirty_{table}"
    )


def join_parts(engine: Engine, output: Output) -> None:
    """Put the batches of each table together into one file."""
    for table in TABLES:
        batches = f"read_parquet('{output.parts}/{table}-*.parquet')"
        path = output.directory / f"{table}.{output.format}"
        copy(engine, f"select * from {batches}", path, output.format)


def copy(engine: Engine, query: str, path: Path, kind: str) -> None:
    """Write the rows of ``query`` to ``path``."""
    target = str(path).replace("'", "''")
    engine.execute(f"copy ({query}) to '{target}' ({COPY_OPTIONS[kind]})")


def spoil(engine: Engine, output: Output) -> None:
    """Append a few lines that do not parse to the messages, and count them."""
    files = output.directory.glob(f"messages*/*.{output.format}")
    path = max(files, default=output.directory / f"messages.{output.format}")
    with path.open("a") as messages:
        messages.write(f"{MALFORMED[output.format]}\n" * MALFORMED_LINES)
    engine.execute(
        "insert into dirty values ('messages', 'malformed_line', ?)", [MALFORMED_LINES]
    )


def write_seeds(engine: Engine, directory: Path) -> None:
    """Write the seeds that depend on the options, as an overlay for ``--seeds``."""
    directory.mkdir()
    for seed in SEEDS:
        copy(engine, text_of(f"seeds/{seed}"), directory / f"{seed}.csv", "csv")
