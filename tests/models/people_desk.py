"""A desk with answered conversations by the hundred, and the marts for people."""

from typing import Any

from tests.models.panel_cells import answered
from tests.support.warehouse import Warehouse, ticket, warehouse

BEFORE = ["2025-11-03"]
AFTER = ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]

Part = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def conversations(archetype, days, satisfied, of, **columns) -> Part:
    """Return tickets of each day with their answers, so many of them satisfied."""
    tickets, surveys = [], []
    for day in days:
        for number in range(of):
            name = f"{archetype} {day} {columns} {number}"
            tickets.append(
                ticket(
                    name,
                    intent=archetype,
                    opened_at=f"{day} 10:00:00",
                    resolved_at=f"{day} 11:00:00",
                    **columns,
                )
            )
            surveys.append(
                answered(name, f"{day} 12:00:00", 5 if number < satisfied else 1)
            )
    return tickets, surveys


def deflected(archetype, satisfied, of, **columns) -> Part:
    """Return four weeks of conversations that the bot alone resolved."""
    columns = {"bot_attempted": True, "bot_outcome": "confirmed", **columns}
    return conversations(archetype, AFTER, satisfied, of, **columns)


def before(archetype, satisfied=400, of=500, **columns) -> Part:
    """Return the conversations of the baseline window."""
    return conversations(archetype, BEFORE, satisfied, of, **columns)


def unanswered(part: Part) -> Part:
    """Return the same tickets, of which nobody asked anything."""
    return part[0], []


def rescaled(part: Part) -> Part:
    """Return the same answers on a scale of one to ten."""
    tickets, surveys = part
    return tickets, [
        survey | {"scale_max": 10, "score": 2 * survey["score"]} for survey in surveys
    ]


def delayed(part: Part) -> Part:
    """Return the same answers, sent two days later."""
    tickets, surveys = part
    later = {
        ticket["ticket_id"]: f"{ticket['opened_at'][:8]}"
        f"{int(ticket['opened_at'][8:10]) + 2:02d} 12:00:00"
        for ticket in tickets
    }
    return tickets, [
        survey
        | {
            "survey_id": f"delayed {survey['survey_id']}",
            "sent_at": later[survey["ticket_id"]],
            "responded_at": later[survey["ticket_id"]],
        }
        for survey in surveys
    ]


def build(*parts: Part, upto: list[str], as_of="2026-03-01", **more) -> Warehouse:
    """Build a mart from parts that are tickets with their surveys each."""
    variables = {"as_of": as_of, **more.pop("variables", {})}
    return warehouse(
        tickets=[ticket for tickets, _ in parts for ticket in tickets],
        surveys=[survey for _, surveys in parts for survey in surveys],
        variables=variables,
        upto=upto,
        **more,
    )
