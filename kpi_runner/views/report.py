"""The report: one HTML file that says which deflection counts, and why.

Everything it shows is a row of the marts or of the ledger; here they are chosen and
put in order.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from kpi_runner.views import words
from kpi_runner.views.grid import COLUMNS, Grid, Slice, pair_week, read_grid
from kpi_runner.views.ledger import intents_changed, said_then
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.pages import Payload, asset, render
from kpi_runner.views.series import CODES, read_series

FAMILIES = {
    "deflection": "Deflection, with its satisfaction",
    "csat": "Satisfaction, at three latencies",
    "handoff": "Handoff to people",
    "policy": "Policy and refunds",
    "leading": "Leading indicators",
}
# What needs reading first stands first.
VERDICTS = ("vetoed", "off_list", "unproven", "held", "protected", None)
STATES = ("incident", "rollback", "review", "watch")
POLICY_RULES = (
    *("policy_p0", "policy_other", "qa_coverage"),
    *("refund_accuracy", "refund_leakage"),
)
TICKETS_SHOWN = 10
LETTERS = {
    "launch": "L",
    "bot_version": "V",
    "policy": "P",
    "document": "K",
    "response_rate": "R",
    "decision": "D",
    "intents": "I",
}


def report(marts: Marts, ledger: Path, deployment: str | None = None) -> str:
    """Return the report as one self-contained page."""
    desks = chosen(marts, deployment)
    series, column = read_series(marts)
    info = marts.rows("publish_info")[0]
    context: Record = {
        "info": info,
        "measures": _measures(marts),
        "policy_rules": POLICY_RULES,
        "accuracy": accuracy(marts),
        "quality": marts.rows("data_quality"),
        "statuses": [each for name, each in words.STATUSES.items() if name],
        "letters": LETTERS,
        "desks": [_desk(marts, desk, ledger) for desk in desks],
    }
    tree = {
        "desks": {
            each["deployment_id"]: _cells(each, series.get(each["deployment_id"], []))
            for each in context["desks"]
        },
        "digits": words.DIGITS,
        "letters": LETTERS,
        "measures": {
            row["measure"]: row["unit"]
            for rows in context["measures"].values()
            for row in rows
        },
        "specs": json.loads(asset("templates/charts.json")),
        "statuses": {
            code: [words.status(name).word, words.status(name).tone]
            for name, code in CODES.items()
        },
    }
    return render("report.html", context, Payload(tree, column))


def _measures(marts: Marts) -> dict[str, list[Record]]:
    """Return the catalogue by family: first what the grid shows, then the rest."""
    shown = [measure for column in COLUMNS for measure in column.measures]
    rows = sorted(
        marts.rows("measure_catalogue"),
        key=lambda row: (row["measure"] not in shown, row["kpi"], row["measure"]),
    )
    return {
        family: [row for row in rows if row["family"] == family] for family in FAMILIES
    }


def chosen(marts: Marts, deployment: str | None) -> list[Record]:
    """Return the deployments asked for; regulated ones first."""
    desks = marts.rows("desk_deployments")
    asked = [desk for desk in desks if deployment in (None, desk["deployment_id"])]
    return sorted(asked, key=lambda desk: not desk["is_regulated"])


def _desk(marts: Marts, desk: Record, ledger: Path) -> Record:
    """Return everything that a deployment's part of the page shows."""
    name = desk["deployment_id"]
    grid = read_grid(marts, desk, Slice())
    pairs = marts.rows("deflection_weekly", "deployment_id = ?", (name,))
    asked = actions(marts, name)
    changes = marts.rows("changes", "deployment_id = ?", (name,))
    latest = [pair for pair in pairs if pair["week"] == pair_week(grid)]
    return {
        **desk,
        "grid": grid,
        "pairs": sorted(latest, key=lambda pair: VERDICTS.index(pair["verdict"])),
        "all_pairs": pairs,
        "families": dict(
            sorted(FAMILIES.items(), key=lambda each: each[0] != "policy")
            if desk["is_regulated"]
            else FAMILIES.items()
        ),
        "verdicts": [
            (verdict, count)
            for verdict in VERDICTS
            if (count := sum(pair["verdict"] == verdict for pair in latest))
        ],
        "actions": asked,
        "breaches": sum(is_open(row) for row in asked),
        "incidents": incidents(marts, name),
        "sees": sees(marts, name),
        "missing": not_instrumented(marts, name),
        "changes": [*changes, *intents_changed(marts, ledger)],
        "exclusions": marts.asked(
            "select reason, sum(ticket_count) as ticket_count from exclusions"
            " where deployment_id = ? group by reason order by reason",
            (name,),
        ),
        "segments": _values(marts, name, "segment"),
        "channels": _values(marts, name, "channel"),
        "weeks": _values(marts, name, "week"),
        "said": said_then(marts, ledger, desk),
    }


def _values(marts: Marts, deployment_id: str, column: str) -> list[object]:
    rows = marts.asked(
        f"select distinct {column} as found from panel_weekly"
        " where deployment_id = ? order by found",
        (deployment_id,),
    )
    return [row["found"] for row in rows if row["found"] != "all"]


def actions(marts: Marts, deployment_id: str) -> list[Record]:
    """Return what is asked of the owner, worst first, each with its tickets."""
    tickets = marts.rows(
        "breach_tickets",
        f"deployment_id = ? and rank <= {TICKETS_SHOWN} order by rule, archetype,"
        " segment, rank",
        (deployment_id,),
    )
    counted = marts.asked(
        "select rule, archetype, segment, count(*) as ticket_count"
        " from breach_tickets where deployment_id = ?"
        " group by rule, archetype, segment",
        (deployment_id,),
    )
    behind = {key: list(rows) for key, rows in groupby(tickets, key=_breach)}
    counts = {_breach(row): row["ticket_count"] for row in counted}
    found = marts.rows("action_items", "deployment_id = ?", (deployment_id,))
    today = marts.rows("publish_info")[0]["as_of"].date()
    return [
        {
            **row,
            "age_weeks": (today - row["first_seen_week"]).days // 7,
            "tickets": behind.get(_breach(row), []),
            "ticket_count": counts.get(_breach(row), 0),
            "headline": _pair_beside(marts, row),
        }
        for row in sorted(found, key=_urgency)
    ]


def _pair_beside(marts: Marts, row: Record) -> str | None:
    """Return the pair's sentence, for evidence that is a deflection figure."""
    if row["rule"] != "deflection_band":
        return None
    key = (row["deployment_id"], row["week"], row["archetype"])
    pairs = marts.rows(
        "deflection_weekly", "deployment_id = ? and week = ? and archetype = ?", key
    )
    return str(pairs[0]["headline"]) if pairs else None


def is_open(row: Record) -> bool:
    """Tell a broken rule that nobody has answered or waived."""
    return row["status"] != "watch" and not (row["is_answered"] or row["waived_until"])


def _breach(row: Record) -> tuple[str, str, str]:
    return row["rule"], row["archetype"], row["segment"]


def _urgency(row: Record) -> tuple[int, bool, int]:
    """Sort the worst first, then what nobody has answered, then the oldest."""
    place = STATES.index(row["status"]) if row["status"] in STATES else len(STATES)
    is_settled = bool(row["is_answered"] or row["waived_until"])
    return place, is_settled, row["first_seen_week"].toordinal()


def incidents(marts: Marts, deployment_id: str) -> list[Record]:
    """Return the incident log, newest first; the marts hold no text of it."""
    if "policy_incidents" not in marts.names:
        return []
    return marts.rows(
        "policy_incidents",
        "deployment_id = ? order by found_at desc, incident_id",
        (deployment_id,),
    )


def accuracy(marts: Marts) -> list[Record]:
    """Return how often the policy checks are right, and how much they find."""
    return marts.rows("policy_accuracy") if "policy_accuracy" in marts.names else []


def sees(marts: Marts, deployment_id: str) -> list[Record]:
    """Return the smallest drop that each archetype's satisfaction can show."""
    return marts.asked(
        "select gate.*, answers_needed_for_review, answers_needed_for_rollback"
        " from gate left join csat_weekly"
        " on gate.deployment_id = csat_weekly.deployment_id"
        " and gate.week = csat_weekly.week and gate.slice = csat_weekly.slice"
        " and gate.archetype = csat_weekly.archetype and csat_weekly.channel = 'all'"
        " and gate.measure = csat_weekly.latency || '_csat'"
        " where gate.deployment_id = ? and gate.slice = 'archetype'"
        " and measure in ('resolution_csat', 'delayed_csat', 'bot_csat',"
        " 'bot_delayed_csat', 'handoff_csat')"
        " order by gate.archetype, gate.rule",
        (deployment_id,),
    )


def not_instrumented(marts: Marts, deployment_id: str) -> list[Record]:
    """Return the measures whose data this deployment does not deliver."""
    return marts.asked(
        "select distinct kpi, measure, name, feed from panel_weekly"
        " inner join measure_catalogue using (measure)"
        " where deployment_id = ? and slice = 'archetype'"
        " and status = 'not_instrumented' order by kpi, measure",
        (deployment_id,),
    )


def _cells(desk: Record, series: list[Record]) -> Record:
    """Return what the script needs to show another slice or week."""
    grid: Grid = desk["grid"]
    weeks = [week.isoformat() for week in desk["weeks"]]
    return {
        "columns": [
            {
                "latest": week and week.isoformat(),
                "measures": column.measures,
                "shows": column.shows,
            }
            for column, week in zip(grid.columns, grid.weeks, strict=True)
        ],
        "marks": [
            [
                *(row["week"].isoformat(), row["archetype"]),
                *(LETTERS[row["kind"]], f"{words.spoken(row['kind'])}: {row['what']}"),
            ]
            for row in desk["changes"]
        ],
        "pairs": {
            archetype: {
                row["week"].isoformat(): [
                    CODES.get(row["verdict"], CODES[None]),
                    row["headline"],
                ]
                for row in rows
                if row["verdict"]
            }
            for archetype, rows in _by_archetype(desk["all_pairs"]).items()
        },
        "series": series,
        "weeks": weeks,
    }


def _by_archetype(rows: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row["archetype"], []).append(row)
    return found
