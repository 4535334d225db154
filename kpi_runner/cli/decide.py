"""Commands that answer a breach: decide, waive."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_runner.cli.day import Day
from kpi_runner.cli.options import (
    project_option,
    project_root,
    seeds_folder,
    seeds_option,
    target_folder,
)
from kpi_runner.errors import printable
from kpi_runner.views.console import remark, say

if TYPE_CHECKING:
    from kpi_runner.gate.decisions import Appended

DECISIONS = ("tighten", "remove", "restore", "rollback", "close", "acknowledge")
_DAY = Day()


@click.command()
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--deployment", "deployment_id", required=True, help="The deployment.")
@click.option("--archetype", help="The archetype (else the whole deployment).")
@click.option("--rule", help="The rule that it answers.")
@click.option("--incident", "incident_id", help="The policy incident that it closes.")
@click.option(
    "--confidence-threshold", type=float, help="The routing threshold from now on."
)
@click.option("--bot-version", help="The bot version from now on.")
@click.option("--by", "decided_by", help="Who decides (else the deployment's owner).")
@click.option("--assignee", help="Who does it (else the owner).")
@click.option("--follow-up-on", type=_DAY, help="When it is looked at again.")
@click.option("--on", "decided_on", type=_DAY, help="The day (else today, in UTC).")
@click.option("--reason", help="Why.")
@click.option(
    "--target",
    type=click.Path(path_type=Path),
    help="Where the marts are (else target/).",
)
@project_option
@seeds_option
def decide(
    project: Path | None, seeds: Path | None, target: Path | None, **given: object
) -> None:
    """Check a decision and append it to the seed.

    Example: kpi decide tighten --deployment web_chat --archetype returns --rule
    csat_slip_resolution --confidence-threshold 0.8 --reason "Cause found"

    A breach is answered by a decision of the deployment's owner that names its rule,
    until the follow-up or until it worsens. A P0 ends with: close --incident.
    """
    from kpi_runner.gate.decisions import append, check_decision, owner_of
    from kpi_runner.gate.effects import check_incident
    from kpi_runner.project.project import read_project

    row = texts({**given, "decided_on": given["decided_on"] or today()})
    check_decision(row)
    overlay = seeds_folder(seeds)
    root = project_root(project)
    read = read_project(root, seeds=overlay)
    owner = owner_of(read, overlay, row["deployment_id"])
    row.setdefault("decided_by", owner or "")
    if owner and "incident_id" in row:
        marts = target_folder(root, target)
        check_incident(marts, row["deployment_id"], row["incident_id"])
    tell(append(read, overlay, "decisions", row))
    if row["decided_by"] != owner:
        remark(
            f"note: the owner of {printable(row['deployment_id'])} is "
            f"{printable(owner)}; only the owner's decisions answer a breach."
        )


@click.command()
@click.argument("rule")
@click.option("--deployment", "deployment_id", help="The deployment (else all).")
@click.option("--archetype", help="The archetype (else all).")
@click.option("--segment", help="The customer segment (else all).")
@click.option(
    "--until",
    "expires_on",
    type=_DAY,
    required=True,
    help="The last day, at most 90 days on.",
)
@click.option("--by", "approved_by", required=True, help="Who approves it.")
@click.option("--reason", required=True, help="Why the breach is accepted.")
@click.option("--on", "created_on", type=_DAY, help="The day (else today, in UTC).")
@project_option
@seeds_option
def waive(project: Path | None, seeds: Path | None, **given: object) -> None:
    """Check a waiver and append it to the seed.

    Example: kpi waive survey_coverage --deployment web_chat --until 2026-08-01 --by
    "Head of support" --reason "Survey tool is being replaced"

    The breach is listed as waived and fails no build, until the waiver expires.
    """
    from kpi_runner.gate.decisions import append
    from kpi_runner.project.project import read_project

    row = texts({**given, "created_on": given["created_on"] or today()})
    overlay = seeds_folder(seeds)
    read = read_project(project_root(project), seeds=overlay)
    tell(append(read, overlay, "waivers", row))


def tell(appended: "Appended") -> None:
    """Print the new line, and how it takes effect."""
    say(f"{appended.path}:{appended.line}: {printable(appended.text)}")
    say(f"Commit {appended.path}; the next kpi build knows of it.")


def texts(given: dict[str, object]) -> dict[str, str]:
    """Return what was given as a seed has it; nothing for what was not."""
    return {
        name: value.date().isoformat() if isinstance(value, datetime) else str(value)
        for name, value in given.items()
        if value is not None
    }


def today() -> date:
    """Return the day in UTC, as the marts count days."""
    return datetime.now(UTC).date()
