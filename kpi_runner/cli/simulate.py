"""Commands that need no data of your own: simulate a desk, show the panel on it."""

import sys
from contextlib import redirect_stdout
from datetime import datetime, time
from pathlib import Path

import click

from kpi_runner.build.request import Request
from kpi_runner.cli.day import Day
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.project.shipped import shipped_project
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
# The pair on one line, in the latest week that is mature for both its satisfactions.
HEADLINES = """
    select deployment_id, headline, verdict
    from deflection_weekly
    where week = (
        select max(week) from panel_weekly
        where measure = 'delayed_csat' and is_mature
    )
    order by deployment_id desc, deflection_rate desc, archetype
"""
# One line a deployment, archetype and action: the worst finding that asks for it.
ACTIONS = """
    select
        upper(arg_min(status, place)),
        deployment_id || ' / ' || archetype,
        action,
        arg_min(owner, place) || ', by ' || min(follow_up_on)
    from (
        select *, list_position(['incident', 'rollback', 'review'], status) as place
        from action_items
    )
    where place is not null and segment = 'all'
    group by deployment_id, archetype, action
    order by min(place), deployment_id desc, archetype, action
"""
TOLD = ("vetoed", "protected")
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
    "--tickets", default=USUAL.tickets, show_default=True, help="About how many."
)
@click.option(
    "--seed",
    default=USUAL.seed,
    show_default=True,
    help="Another number makes another desk.",
)
@click.option(
    "--start",
    type=Day(),
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
    help="The project's folder (else the one that comes with the package).",
)
def demo(directory: Path, project: Path | None) -> None:
    """Simulate a support desk and show the panel on it.

    Example: kpi demo

    Builds from raw files in DIRECTORY/raw to marts in DIRECTORY/target, prints the
    headlines of the latest week and the exit code that the gate gives, and exits 0.
    """
    root = (project or shipped_project()).absolute()
    directory = directory.absolute()
    raw, target = directory / "raw", directory / "target"
    say(f"Simulating half a million messages of a support desk into {raw} ...")
    simulate_into(STORY, Output(raw), None)
    say(f"Building the panel into {target} ...\n")
    build_demo(root, raw, target)
    for line in screen(target):
        say(line)
    verdict = directory / "gate.txt"
    code = gate_code(root, target, verdict)
    ends = "stop the release" if code else "let the release pass"
    say(f"\nThe gate would exit {code} and {ends}; its words: {verdict}")
    say(f"Next: kpi panel --target {target}")
    say(f"      kpi report --target {target}")


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


def screen(target: Path) -> list[str]:
    """Return the headlines that a verdict turns on, and what is to be done."""
    from kpi_runner.publish.published import published

    with published(target) as marts:
        headlines = marts.rows(HEADLINES)
        actions = marts.rows(ACTIONS)
    told = [
        f"{place:11}{text}" for place, text, verdict in headlines if verdict in TOLD
    ]
    others = len(headlines) - len(told)
    return [
        *told,
        f"{'':11}and {others} archetypes neither vetoed nor proven",
        "",
        *(f"{status:9} {at:30} {what:25} {who}" for status, at, what, who in actions),
    ]


def gate_code(root: Path, target: Path, verdict: Path) -> int:
    """Write what `kpi gate` prints on these marts, and return what it exits with."""
    from kpi_runner.cli.gate import gate

    asked = ["--project", str(root), "--target", str(target)]
    with verdict.open("w", encoding="utf-8") as file, redirect_stdout(file):
        return int(gate.main(asked, standalone_mode=False) or 0)
