"""A proposal as files of a draft: seeds to fill in, and a page to read first."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from kpi_runner.build.proposal import Deployment, Intent, Proposal, identity_of
from kpi_runner.project.project import Project

# The realistic deflection of each tier.
_BANDS = {1: (40, 60), 2: (15, 30), 3: (3, 10)}
ENOUGH_WEEKS = 26
# What describes the demo desk and would be wrong of any other.
_DEMO_ONLY = ("policies",)
PAGE = "PROPOSAL.md"


def write_proposal(draft: Path, project: Project, proposal: Proposal) -> None:
    """Write the proposed seeds over the shipped ones, and the page beside them."""
    found = {
        "deployments": [_deployment(each) for each in proposal.deployments],
        "baselines": [_baseline(d) for d in proposal.deployments if d.baseline_weeks],
        "intents": _intents(proposal.intents),
        "archetypes": _archetypes(draft / "seeds/archetypes.csv", proposal.intents),
        "bot_identities": [_identity(project, each) for each in proposal.helpdesks],
        **{name: [] for name in _DEMO_ONLY},
    }
    for name, rows in found.items():
        _write(
            draft / f"seeds/{name}.csv", list(project.seeds[name].column_types), rows
        )
    (draft / PAGE).write_text("\n".join(page(proposal)), encoding="utf-8")


def _write(
    path: Path, columns: Sequence[str], rows: Iterable[dict[str, object]]
) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _deployment(found: Deployment) -> dict[str, object]:
    """Return a row without its owner: nothing is built until one is named."""
    return {
        "deployment_id": found.deployment_id,
        "name": found.deployment_id,
        "launched_on": found.launched_on or "",
        "regulated": "false",
        "follow_up_days": 7,
    }


def _identity(project: Project, helpdesk: str) -> dict[str, object]:
    columns = project.seeds["bot_identities"].column_types
    return dict(zip(columns, identity_of(helpdesk), strict=True))


def _baseline(found: Deployment) -> dict[str, object]:
    return {
        "deployment_id": found.deployment_id,
        "window_start": found.window_start,
        "window_end": found.window_end,
        "approved_by": "nobody yet",
        "reason": "Proposed: the longest run of whole weeks before the bot",
    }


def _intents(found: Iterable[Intent]) -> list[dict[str, object]]:
    return [
        {"intent": each.intent, "archetype": each.guess.archetype}
        for each in found
        if each.guess
    ]


def _archetypes(shipped: Path, found: Iterable[Intent]) -> list[dict[str, object]]:
    """Return the shipped archetypes and the new ones; these are off the list."""
    with shipped.open(newline="", encoding="utf-8") as file:
        rows: dict[str, dict[str, object]] = {
            row["archetype"]: dict(row) for row in csv.DictReader(file)
        }
    for guess in (each.guess for each in found if each.guess):
        low, high = _BANDS[guess.tier]
        rows.setdefault(
            guess.archetype,
            {
                "archetype": guess.archetype,
                "tier": guess.tier,
                "band_low": low,
                "band_high": high,
                "in_deflection_list": "false",
            },
        )
    return list(rows.values())


def page(proposal: Proposal) -> list[str]:
    """Return the page's lines: what to confirm, and what was found."""
    return [
        "# Proposed from the raw data: confirm, then delete this page",
        "",
        "Nothing here is decided. `kpi build` refuses until every deployment has an"
        " owner; the rest holds as written until somebody changes it.",
        "",
        "## Deployments (`seeds/deployments.csv`, `seeds/baselines.csv`)",
        "",
        "Name the owner; say whether the sector is regulated; check the launch: the"
        " first week in which, and for four weeks on, the bot attempted one ticket in a"
        " hundred.",
        "",
        *(_helpdesk_line(each) for each in proposal.helpdesks),
        "| deployment | tickets | launched on | baseline | owner |",
        "|---|---|---|---|---|",
        *(_deployment_line(each) for each in proposal.deployments),
        "",
        "## Intents (`seeds/intents.csv`, `seeds/archetypes.csv`)",
        "",
        f"{100 * proposal.unmapped_share:.1f} % of the tickets stay unmapped. An"
        " archetype of its own is off the deflection list until somebody puts it on.",
        "",
        "| intent | tickets | archetype | tier | because |",
        "|---|---|---|---|---|",
        *(_intent_line(each) for each in proposal.intents),
        "",
        "`seeds/policies.csv` is empty: the policy checks wait for what the bot may"
        " promise.",
        "",
    ]


def _helpdesk_line(helpdesk: str) -> str:
    return (
        f"- {helpdesk.capitalize()}: all its tickets are one deployment's, and only its"
        " own bot is known as one. `seeds/bot_identities.csv` says who else is the bot"
        f" and which tickets are whose (docs/helpdesk-{helpdesk}.md of kpi-panel).\n"
    )


def _deployment_line(found: Deployment) -> str:
    weeks = found.baseline_weeks
    few = "" if weeks >= ENOUGH_WEEKS else f", fewer than {ENOUGH_WEEKS}"
    window = f"{found.window_start} to {found.window_end}, {weeks} weeks{few}"
    return _line(
        found.deployment_id,
        found.ticket_count,
        found.launched_on or "not launched",
        window if weeks else "no whole week before the bot",
        "to be named",
    )


def _intent_line(found: Intent) -> str:
    if not found.guess:
        return _line(found.intent, found.ticket_count, "unmapped", "", "")
    guess = found.guess
    return _line(
        found.intent, found.ticket_count, guess.archetype, guess.tier, guess.why
    )


def _line(*cells: object) -> str:
    """Return a line of a table; nothing in a cell acts on the page."""
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(value: object) -> str:
    text = "".join(c if c.isprintable() else " " for c in str(value))[:120]
    return "".join(f"\\{c}" if c in "\\`*_[]<>|!&" else c for c in text)
