"""Small desks full of boundary cases: ties, edges of every window, nulls, bad rows."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from tests.reference.contract import COLUMNS, OBLIGATORY
from tests.reference.random_seeds import ARCHETYPES, boundary_seeds

Value = TypeVar("Value")
START = datetime(2025, 11, 3)
WEEKS = 14
TINY = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SCALES = (
    (1, 5, None, "five"),
    (1, 5, None, "five"),
    (1, 5, None, "five"),
    (0, 10, None, None),
    (0, 1, 1, "thumbs"),
    (-1, 1, 0.5, ""),
    (0, 0.0000004, None, "tiny"),
)


class RandomDesk:
    """Raw rows, seeds and variables of one number."""

    def __init__(self, number: int, tickets: int = 260) -> None:
        self.random = Random(number)
        self.tables: dict[str, list[dict]] = {name: [] for name in COLUMNS}
        self.scales = SCALES if self.chance(0.3) else SCALES[:1]
        self.mixed = self.chance(0.3)
        self.variables = self._variables()
        for index in range(tickets):
            self._ticket(f"t{index}")
        for table in self.tables:
            self._spoil(table)
            self._blank(table)
        self.tables = json.loads(json.dumps(self.tables, default=self._text))
        self.seeds = boundary_seeds()

    def chance(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.random.random() < share

    def one(self, values: Sequence[Value]) -> Value:
        """Pick one."""
        return self.random.choice(values)

    def maybe(self, value: Value, share: float = 0.9) -> Value | None:
        """Return the value, or nothing."""
        return value if self.chance(share) else None

    def _variables(self) -> dict:
        zones = ("UTC", "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
        variables: dict = {
            "week_timezone": self.one(zones),
            "top_archetypes": self.one((1, 2, 3, 8)),
            "gate_mode": self.one(("evidence", "literal")),
        }
        monday = START + 7 * DAY * self.random.randrange(8, WEEKS)
        moments = (monday, monday - TINY, monday + 4 * DAY, monday + 9 * HOUR)
        if self.chance(0.6):
            variables["as_of"] = str(self.one(moments))
        return variables

    def _moment(self) -> datetime:
        monday = START + 7 * DAY * self.random.randrange(WEEKS)
        if self.chance(0.1):
            return monday + self.one((-TINY, 0 * DAY, TINY, 5 * HOUR, -5.5 * HOUR))
        return monday + timedelta(seconds=self.random.randrange(7 * 86_400))

    def _ticket(self, ticket_id: str) -> None:
        tickets = self.tables["tickets"]
        opened = self._moment()
        customer = self.maybe(f"c{self.random.randrange(60)}")
        if tickets and self.chance(0.25):
            before = self.one(tickets)
            gaps = (0, 7, 30, 7, 3)
            opened = (
                (before["resolved_at"] or before["opened_at"])
                + DAY * self.one(gaps)
                + self.one((-TINY, 0 * DAY, TINY, HOUR))
            )
            customer = before["customer_id"]
        resolved = self.maybe(opened + self.one((0, 1, 30, 100)) * HOUR, 0.85)
        closed = self.maybe(opened + self.one((0, 48, 700)) * HOUR, 0.5)
        attempted = self.chance(0.7)
        outcomes = ("confirmed", "assumed", "abandoned", "escalated")
        end = resolved or closed or opened
        intents = (*ARCHETYPES, "order.x", "order.xy", "ORDER.X", "what", None, "")
        ticket = {
            "ticket_id": ticket_id,
            "deployment_id": self.one(("north", "north", "north", "south", "west")),
            "customer_id": customer,
            "segment": self.one(("smb", "smb", "smb", "enterprise", None)),
            "channel": self.one(("chat", "email", "")),
            "intent": self.one((*intents, *ARCHETYPES[:2] * 8)),
            "opened_at": opened,
            "resolved_at": resolved,
            "reopened_at": self.maybe(end + self.one((0, 7, 8)) * DAY, 0.1),
            "closed_at": closed,
            "bot_attempted": attempted,
            "bot_outcome": self.maybe(self.one(outcomes), 0.8 if attempted else 0.05),
            "bot_handle_seconds": self.maybe(self.one((0, 12.5, 1e-7, 4000)), 0.4),
            "agent_handle_seconds": self.maybe(self.one(("3.0000005", 20_000)), 0.3),
            "arm": self.one((None, "bot", "bot", "bot", "holdout", "bot")),
            "exclusion": self.maybe(self.one(("spam", "test")), 0.06),
        }
        tickets.append(ticket)
        self._surveys(ticket, end)
        self._messages(ticket)
        self._others(ticket, end)

    def _surveys(self, ticket: Mapping, end: datetime) -> None:
        gaps = (0 * HOUR, -HOUR, 48 * HOUR - TINY, 48 * HOUR, 72 * HOUR, 60 * HOUR)
        gaps = (*gaps, HOUR, 72 * HOUR + TINY)
        for _ in range(self.one((0, 1, 1, 2, 4))):
            low, high, limit, instrument = self.one(self.scales)
            step = (high - low) * self.one((0, 0.25, 0.5, 0.75, 0.8, 1, 1, 1))
            sent = end + self.one(gaps)
            self._add(
                "surveys",
                ticket,
                survey_id=f"s{self.random.randrange(10**9)}",
                sent_at=sent,
                responded_at=self.maybe(sent + self.one((0, 1, 2)) * HOUR),
                score=self.maybe(low + step, 0.85),
                scale_min=low,
                scale_max=high,
                satisfied_from=self.maybe(limit) if limit else None,
                instrument=instrument,
            )

    def _messages(self, ticket: Mapping) -> None:
        bodies = ("hello", "As I said before", None, "I ALREADY TOLD YOU", "repeat")
        authors = ("customer", "bot", "agent", "system", "customer", "agent")
        if ticket["deployment_id"] == "west":
            authors = ("customer", "system")
        for _ in range(self.random.randrange(12)):
            self._add(
                "messages",
                ticket,
                message_id=f"m{self.random.randrange(10**9)}",
                sent_at=ticket["opened_at"] + self.random.randrange(-2, 12) * HOUR / 4,
                author=self.one(authors),
                body=self.one(bodies),
            )

    def _others(self, ticket: Mapping, end: datetime) -> None:
        flags = (True, False, None)
        for _ in range(self.one((0, 0, 1, 2))):
            self._add(
                "model_scores",
                ticket,
                scored_at=end + self.one((0, 0, 1)) * HOUR,
                resolution_quality=self.one((0.25, 0.8, "0.1234565", 1.0000004)),
                model_version=self.one(("m1", "m2", None)),
            )
        for _ in range(self.one((0, 0, 0, 1, 2))):
            self._add(
                "escalations",
                ticket,
                escalation_id=f"e{self.random.randrange(10**9)}",
                escalated_at=ticket["opened_at"] + self.one((0, 1, 2)) * HOUR / 4,
                intent_passed=self.one((True, True, False, None)),
                account_state_passed=True,
                summary_passed=self.one((True, True, None)),
                agent_asked_restate=self.one(flags),
                packet_acknowledged=self.one(flags),
            )
        self._reviews(ticket, end)
        self._money(ticket, end)

    def _reviews(self, ticket: Mapping, end: datetime) -> None:
        review_id = f"r{self.random.randrange(10**9)}"
        for index in range(self.one((0, 0, 0, 1, 3))):
            self._add(
                "qa_reviews",
                ticket,
                review_id=self.one((review_id, f"{review_id}-{index}")),
                message_id=f"m{index}",
                reviewed_at=end + self.one((1, 5)) * DAY,
                packet_acknowledged=self.maybe(self.chance(0.8), 0.3),
                finding_class=self.maybe(self.one((1, 2, 3, 4)), 0.4),
                refund_quoted=self.maybe(self.one((10, 10.01, 10.02, 9.99)), 0.5),
                refund_entitled=self.maybe(self.one((10, "10.005")), 0.8),
                currency=self.one((None, "USD", "EUR", "JPY")),
            )

    def _money(self, ticket: Mapping, end: datetime) -> None:
        tools = ("refund", "credit")
        for _ in range(self.one((0, 0, 0, 1, 2))):
            self._add(
                "refunds",
                ticket,
                refund_id=f"f{self.random.randrange(10**9)}",
                paid_at=end + self.one((0, 1)) * DAY,
                amount=self.one((10, 10.05, "0.005", 333)),
                currency=self.one(("USD", "EUR", "JPY")),
                entitled_amount=self.maybe(self.one((0, 10, 10.004)), 0.3),
                tool=self.maybe(self.one(tools), 0.8),
                reference=self.one((None, "a", "b")),
            )
        for _ in range(
            self.one((0, 0, 1, 2)) if ticket["deployment_id"] == "north" else 0
        ):
            self._add(
                "entitlements",
                ticket,
                entitlement_id=f"n{self.random.randrange(10**9)}",
                tool=self.one(tools),
                reference=self.one((None, "a", "b")),
                amount=self.maybe(self.one((0, 9.5, 1000)), 0.7),
                currency=self.one((None, "USD", "EUR", "JPY")),
            )

    def _add(self, table: str, ticket: Mapping, **values: object) -> None:
        self.tables[table].append({**values, "ticket_id": ticket["ticket_id"]})

    def _spoil(self, table: str) -> None:
        """Copy a few rows and break most of the copies."""
        rows = self.tables[table]
        for row in self.random.sample(rows, min(len(rows), 12)):
            copy = dict(row)
            name = self.one(list(copy))
            copy[name] = self.one(
                (None, "", copy[name], copy[name], "nonsense", -7, 99)
            )
            if self.chance(0.5):
                copy[next(iter(copy))] = f"x{self.random.randrange(10**9)}"
            rows.insert(self.random.randrange(len(rows) + 1), copy)

    def _blank(self, table: str) -> None:
        """Leave a column out, a deployment without it, or the whole table."""
        rows = self.tables[table]
        if table != "tickets" and self.chance(0.03):
            rows.clear()
        if not rows or self.chance(0.6):
            return
        name = self.one([name for name in rows[0] if name not in OBLIGATORY[table]])
        where = self.one(("north", "south", "west", None))
        tickets = {
            row["ticket_id"]
            for row in self.tables["tickets"]
            if where in {None, row["deployment_id"]}
        }
        for row in rows:
            if where is None:
                row.pop(name, None)
            elif row["ticket_id"] in tickets:
                row[name] = None

    def _text(self, moment: datetime) -> str:
        """Write a moment in one of the ways that mean the same in UTC."""
        if self.mixed and self.chance(0.05):
            return f"{moment + 2 * HOUR}+02:00"
        return moment.isoformat(self.one((" ", "T"))) if self.mixed else str(moment)
