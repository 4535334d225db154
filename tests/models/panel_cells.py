"""Build a panel from raw rows and read one cell of it."""

from typing import Any

from tests.support.warehouse import SEEDS, Warehouse, ticket, warehouse

WEEK = "2026-01-12"


def panel(tickets, *, as_of="2026-06-01", upto="int_measures_compared", **more):
    """Build the panel's numbers; as_of is late enough for every week to be mature."""
    variables = {"as_of": as_of, **more.pop("variables", {})}
    return warehouse(tickets=tickets, variables=variables, upto=[upto], **more)


def desks(*names: str) -> list[dict[str, Any]]:
    """Return deployments that differ from the usual one only in their name."""
    (desk,) = SEEDS["deployments"]
    return [desk | {"deployment_id": name} for name in names] + [desk]


def cell(
    built: Warehouse, measure: str, *, table: str = "int_measures_compared", **key: str
) -> dict[str, Any]:
    """Return the one cell of a measure; by default of slice all in WEEK."""
    key = {"week": WEEK, "slice": "all", "measure": measure} | key
    where = " and ".join(f"{column} = '{value}'" for column, value in key.items())
    (found,) = built.records(f"select * from {table} where {where}")
    return found


def counts(built: Warehouse, measure: str, **key: str) -> tuple[int, int]:
    """Return numerator and denominator of a cell."""
    found = cell(built, measure, **key)
    return found["numerator"], found["denominator"]


def opened(ticket_id: str, day: str, **columns: Any) -> dict[str, Any]:
    """Return a ticket opened at ten on a day and resolved an hour later."""
    return ticket(
        ticket_id,
        opened_at=f"{day} 10:00:00",
        **{"resolved_at": f"{day} 11:00:00", **columns},
    )


def answered(ticket_id: str, sent_at: str, score: float, **columns: Any):
    """Return an answered survey on the scale of one to five."""
    return {
        "survey_id": f"survey of {ticket_id} at {sent_at}",
        "ticket_id": ticket_id,
        "sent_at": sent_at,
        "responded_at": sent_at,
        "score": score,
        "scale_min": 1,
        "scale_max": 5,
        **columns,
    }
