"""Cases about facts: each is a ticket with its children and what must come out.

All cases of a file are built at once, each as a ticket of its own, named by the case,
with a customer of its own.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.support.warehouse import warehouse

OPENED = datetime(2026, 1, 5, 9)
RESOLVED = datetime(2026, 1, 5, 10)

KEYS = {
    "messages": "message_id",
    "surveys": "survey_id",
    "escalations": "escalation_id",
    "refunds": "refund_id",
    "entitlements": "entitlement_id",
    "qa_reviews": "review_id",
}


@dataclass(frozen=True)
class Case:
    """A ticket (its changes to a plain one), its children, and the facts expected.

    ``others`` are further tickets of the same customer, as changes too.
    """

    expected: dict
    ticket: dict = field(default_factory=dict)
    children: dict = field(default_factory=dict)
    others: tuple = ()


def case(expected, changes=None, *, others=(), **children):
    """Return a case; ``children`` are lists of raw rows by table."""
    return Case(expected, changes or {}, children, tuple(others))


def opened(**delay):
    """Return the moment this long after the ticket was opened."""
    return str(OPENED + timedelta(**delay))


def resolved(**delay):
    """Return the moment this long after the ticket was resolved."""
    return str(RESOLVED + timedelta(**delay))


def ticket(ticket_id, **changes):
    """Return an attempted ticket of a known customer, resolved after an hour."""
    return {
        "ticket_id": ticket_id,
        "deployment_id": "desk",
        "customer_id": f"customer of {ticket_id}",
        "intent": "order_status",
        "opened_at": opened(),
        "resolved_at": resolved(),
        "bot_attempted": True,
        **changes,
    }


def facts(cases, **options):
    """Build all cases at once; return the facts of each ticket by its name."""
    tables = {"tickets": [ticket(name, **one.ticket) for name, one in cases.items()]}
    for name, one in cases.items():
        tables["tickets"].extend(_others(name, one))
        for table, rows in one.children.items():
            tables.setdefault(table, []).extend(_keyed(name, table, rows))
    built = warehouse(**tables, **options, upto=["int_ticket_facts"])
    records = built.records("select * from int_ticket_facts")
    return {record["ticket_id"]: record for record in records}


def judge(found, name, cases):
    """Compare the facts that a case names; the rest of the row is free."""
    expected = cases[name].expected
    assert {column: found[name][column] for column in expected} == expected


def _others(name, one):
    """Give the further tickets an id in their order and the customer of the case."""
    for place, changes in enumerate(one.others):
        shared = {"customer_id": f"customer of {name}", **changes}
        yield ticket(f"{name} {place}", **shared)


def _keyed(name, table, rows):
    """Give rows their ticket and a primary key in their order, unless they have one."""
    for place, row in enumerate(rows):
        key = {KEYS[table]: f"{name} {place}"} if table in KEYS else {}
        yield {"ticket_id": name, **key, **row}
