"""The command that starts a project of your own: init."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_runner.cli.options import quiet_option
from kpi_runner.errors import printable
from kpi_runner.views.console import remark, say

if TYPE_CHECKING:
    from kpi_runner.build.proposal import Proposal

# More of the tickets than this, unmapped, and the panel speaks of too few.
_UNMAPPED_SHARE = 0.2
_SHOWN = 10


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--raw",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Raw data to read and propose seeds from (repeatable).",
)
@quiet_option
def init(directory: Path, raw: tuple[Path, ...], quiet: bool) -> None:
    """Start a project of your own.

    Example: kpi init support_kpis --raw exports/

    Copies models, macros, expectations and seeds, which are then yours, with a CI
    workflow and a README. The directory must be empty or not there yet. With --raw
    it proposes deployments, launches, baselines and an archetype for each intent,
    for a person to confirm; the owner it leaves to you, and nothing is built before.
    Tables of Zendesk or Intercom it knows by their folder: PATH/zendesk/ticket.csv.
    """
    from kpi_runner.project.fresh import fresh_project, set_variable

    proposal = None
    with fresh_project(directory) as draft:
        if raw:
            proposal = propose_into(draft, [path.absolute() for path in raw])
        set_variable(draft, "raw_paths", from_home(directory, raw) or ["raw"])
    if proposal and proposal.unmapped_share > _UNMAPPED_SHARE:
        remark(
            f"warning: {100 * proposal.unmapped_share:.0f} % of the tickets stay"
            " unmapped; seeds/intents.csv wants more rows."
        )
    if quiet:
        return
    for line in told(directory, proposal):
        say(line)


def propose_into(draft: Path, raw: list[Path]) -> "Proposal":
    """Read the raw data in a database beside the draft, and write what they propose.

    Where they are a helpdesk's own tables, the draft's settings say so.
    """
    from kpi_runner.build.proposal import helpdesks_in, propose
    from kpi_runner.build.proposal_files import write_proposal
    from kpi_runner.engines.duckdb import DuckDBEngine
    from kpi_runner.project.fresh import set_variable
    from kpi_runner.project.project import read_project

    project = read_project(draft)
    if helpdesks := helpdesks_in(project, raw):
        set_variable(draft, "helpdesks", helpdesks)
        project = read_project(draft)
    beside = draft.parent
    engine = DuckDBEngine(beside / "work.duckdb", temp_directory=beside / "spill")
    try:
        now = datetime.now(UTC).replace(tzinfo=None)
        proposal = propose(engine, project, raw, now)
    finally:
        engine.close()
    write_proposal(draft, project, proposal)
    return proposal


def from_home(directory: Path, raw: Iterable[Path]) -> list[str]:
    """Return the raw paths as they are from where the project will stand."""
    home = directory.resolve()
    return [os.path.relpath(path.resolve(), home) for path in raw]


def told(directory: Path, proposal: "Proposal | None") -> list[str]:
    """Return what was done and what comes next."""
    made = f"A project of your own is in {directory}."
    if proposal is None:
        return [
            made,
            f"Next: cd {directory}, then kpi simulate --output raw, then kpi run",
            "      README.md says how it becomes yours",
        ]
    found = [
        f"  {printable(each.deployment_id)}: {each.ticket_count} tickets,"
        f" launched {each.launched_on or 'never'}, baseline {each.baseline_weeks} weeks"
        for each in proposal.deployments[:_SHOWN]
    ]
    archetypes = {each.guess.archetype for each in proposal.intents if each.guess}
    identities = directory / "seeds/bot_identities.csv"
    whose = [f"      say who the bot is in {identities},"] if proposal.helpdesks else []
    return [
        made,
        *found,
        f"  {len(proposal.intents)} intents, {len(archetypes)} archetypes proposed,"
        f" {100 * proposal.unmapped_share:.0f} % of the tickets unmapped",
        f"Next: read {directory / 'PROPOSAL.md'},",
        *whose,
        f"      name each rollback owner in {directory / 'seeds/deployments.csv'},",
        f"      then: cd {directory}, kpi build, kpi ready",
    ]
