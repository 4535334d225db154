"""Commands that need no data of one's own: simulate a desk, show the panel on it."""

import sys
from datetime import datetime, time
from pathlib import Path

import click

from kpi_runner.build.request import Request
from kpi_runner.cli import find_command
from kpi_runner.cli.options import project_root
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.scenarios import FORM, PLANTS
from kpi_runner.simulate.write import COPY_OPTIONS, Output, write_desk
from kpi_runner.views.console import say, watching

USUAL = Options()
MEMORY = "4GB"
# What the demo tells: the best deflection of the desk is a doom loop, the regulated
# deployment invents a refund policy, agents lose context; where the bot is good
# people notice.
STORY = Options(
    tickets=110_000,
    seed=2,
    weeks=9,
    scenarios=(
        "doom_loop:web_chat/order_status:4:0.4",
        "invented_policy:wallet_app/returns:7:0.08",
        "context_loss:web_chat/billing_disputes:4:0.2",
        "csat_gain:password_reset:1:0.05",
        "csat_gain:basic_billing:1:0.04",
    ),
)
HEADLINES = """
    select deployment_id, headline
    from deflection_weekly
    where week = (
        select max(week) from panel_weekly
        where measure = 'delayed_csat' and is_mature
    )
    order by deployment_id desc, verdict <> 'vetoed', deflection_rate desc, archetype
"""
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
    say(f"{directory}: {options.start} to {options.end}, launched {options.launch}.")
    say(
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


@click.command()
@click.argument(
    "directory", type=click.Path(file_okay=False, path_type=Path), default="demo"
)
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder (else the nearest one).",
)
def demo(directory: Path, project: Path | None) -> None:
    """Simulate a support desk and show the panel on it.

    Example: kpi demo

    Builds from raw files in DIRECTORY/raw to marts in DIRECTORY/target, prints the
    headlines of the latest week and the exit code that the gate gives, and exits 0.
    """
    raw, target = directory.absolute() / "raw", directory.absolute() / "target"
    say(f"Simulating half a million messages of a support desk into {raw} ...")
    simulate_into(STORY, Output(raw), None)
    say(f"Building the panel into {target} ...\n")
    build_demo(project_root(project), raw, target)
    for line in headlines(target):
        say(line)
    code = gate_code(target)
    if code is not None:
        say(f"\nkpi gate --target {target} exits {code}: a CI job stops here.")
    say(f"Look next: kpi panel --target {target}, kpi report --target {target}")


def build_demo(root: Path, raw: Path, target: Path) -> None:
    """Build and publish as `kpi build` does, at the end of the simulated time."""
    from kpi_runner.publish.release import release

    request = Request(
        root=root,
        target=target,
        now=datetime.combine(STORY.end, time()),
        raw=(raw,),
        seeds=raw / "seeds",
    )
    with watching(is_quiet=not sys.stderr.isatty()) as watch:
        release(request, watch)


def headlines(target: Path) -> list[str]:
    """Return the sentences of the latest mature week, vetoed ones first."""
    from kpi_runner.publish.published import published

    with published(target) as marts:
        return [
            f"{deployment_id}  {text}" for deployment_id, text in marts.rows(HEADLINES)
        ]


def gate_code(target: Path) -> int | None:
    """Print what `kpi gate` prints on these marts, and return what it exits with."""
    gate = find_command("gate")
    if gate is None:
        return None
    return int(gate.main(["--target", str(target)], standalone_mode=False) or 0)
