"""Commands that need no data of one's own: simulate a desk, show the panel on it."""

from datetime import datetime
from pathlib import Path

import click

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.scenarios import FORM, PLANTS
from kpi_runner.simulate.write import COPY_OPTIONS, Output, write_desk

USUAL = Options()
MEMORY = "4GB"
SCENARIOS = "\n".join(
    f"  {name}: {plant.description}" for name, plant in PLANTS.items()
)


@click.command(
    epilog=f"\b\nScenarios ({FORM}; weeks count from the launch):\n{SCENARIOS}"
)
@click.option(
    "--output",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the raw files, truth.json and seeds/.",
)
@click.option(
    "--tickets", default=USUAL.tickets, show_default=True, help="How many, about."
)
@click.option("--seed", default=USUAL.seed, show_default=True, help="Another desk.")
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    default=str(USUAL.start),
    show_default=True,
    help="First Monday.",
)
@click.option(
    "--baseline-weeks",
    default=USUAL.baseline_weeks,
    show_default=True,
    help="Weeks before the bot is launched.",
)
@click.option(
    "--weeks", default=USUAL.weeks, show_default=True, help="Weeks with the bot."
)
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar=FORM,
    help="What to plant; repeatable. Without one the desk is healthy.",
)
@click.option(
    "--holdout",
    default=USUAL.holdout,
    show_default=True,
    help="Share of tickets kept from the bot.",
)
@click.option(
    "--dirt",
    default=USUAL.dirt,
    show_default=True,
    help="Share of rows added that belong in quarantine.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(COPY_OPTIONS)),
    default="parquet",
    show_default=True,
    help="Format of the raw files.",
)
@click.option(
    "--files",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Files per table: 1, or about this many in a folder.",
)
@click.option("--threads", type=click.IntRange(1), help="Threads of DuckDB.")
def simulate(  # noqa: PLR0913, PLR0917  (click hands over one parameter per option)
    directory: Path,
    tickets: int,
    seed: int,
    start: datetime,
    baseline_weeks: int,
    weeks: int,
    scenarios: tuple[str, ...],
    holdout: float,
    dirt: float,
    kind: str,
    files: int,
    threads: int | None,
) -> None:
    """Simulate a support desk with a planted truth.

    Example: kpi simulate --output desk --tickets 6000 --scenario csat_slip

    Writes the ten raw tables, truth.json (what was planted, and the true rates) and
    seeds/ (who launched when), so that `kpi build --raw DIR --seeds DIR/seeds`
    builds the panel. The same seed and options make the same rows everywhere.
    """
    options = Options(
        tickets=tickets,
        seed=seed,
        start=start.date(),
        baseline_weeks=baseline_weeks,
        weeks=weeks,
        scenarios=scenarios,
        holdout=holdout,
        dirt=dirt,
    )
    simulate_into(options, Output(directory, kind, files), threads)
    click.echo(
        f"{directory}: {options.start} to {options.end}, launched {options.launch}."
    )
    click.echo(
        f"Next: kpi build --raw {directory} --seeds {directory / 'seeds'}"
        f" --now {options.end}"
    )


def simulate_into(options: Options, output: Output, threads: int | None) -> None:
    """Simulate in a database of its own, in memory, spilling beside the output."""
    engine = DuckDBEngine(
        threads=threads, memory_limit=MEMORY, temp_directory=output.parts / "spill"
    )
    try:
        write_desk(engine, options, output)
    finally:
        engine.close()
