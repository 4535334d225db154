"""Write the raw files and seeds of the three tiny examples, the same each time.

    python examples/make_examples.py

Nothing is random: what happens to a ticket follows from its number, so that every
window of four weeks holds exactly the same shares and each verdict is proven.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FIRST_WEEK, LAUNCHED_ON = date(2026, 1, 5), date(2026, 3, 2)
WEEKS, TICKETS_A_WEEK = 14, 50
# From this week on, counted from 0, the example's trouble is in the data.
TROUBLE_WEEK = 10
# Of every ten tickets, by their place: the bot tries eight and hands over three.
ATTEMPTED, HANDED_OVER, CLOSED_BY_BOT = range(2, 10), range(2, 5), range(5, 10)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Ticket:
    """One conversation of the desk, by its number from 0."""

    number: int

    @property
    def name(self) -> str:
        """Return its id."""
        return f"T{self.number:04}"

    @property
    def week(self) -> int:
        """Return its week, from 0."""
        return self.number // TICKETS_A_WEEK

    @property
    def block(self) -> int:
        """Return which ten tickets it belongs to."""
        return self.number // 10

    @property
    def place(self) -> int:
        """Return its place among its ten; that decides who helps."""
        return self.number % 10

    @property
    def opened_at(self) -> datetime:
        """Return its moment; tickets come every 200 minutes from Monday on."""
        minutes = 200 * (self.number % TICKETS_A_WEEK)
        monday = datetime.combine(FIRST_WEEK, time())
        return monday + timedelta(weeks=self.week, minutes=minutes)

    @property
    def resolved_at(self) -> datetime:
        """Return when it was resolved: the bot is quicker."""
        return self.opened_at + timedelta(minutes=6 if self.is_deflected else 40)

    @property
    def has_bot(self) -> bool:
        """Return whether it came after the launch."""
        return self.opened_at.date() >= LAUNCHED_ON

    @property
    def is_attempted(self) -> bool:
        """Return whether the bot tried: eight of ten."""
        return self.has_bot and self.place in ATTEMPTED

    @property
    def is_escalated(self) -> bool:
        """Return whether the bot handed it over: three of ten."""
        return self.has_bot and self.place in HANDED_OVER

    @property
    def is_deflected(self) -> bool:
        """Return whether it never reached a person: five of ten."""
        return self.has_bot and self.place in CLOSED_BY_BOT

    @property
    def outcome(self) -> str | None:
        """Return how it ended, where the bot tried."""
        if not self.is_attempted:
            return None
        if self.is_escalated:
            return "escalated"
        if every(40, self.number, at=9):
            return "abandoned"
        return "confirmed" if self.place % 2 else "assumed"


def every(step: int, number: int, at: int = 0) -> bool:
    """Return whether it is the turn of a number, once in so many."""
    return number % step == at


def desk() -> list[Ticket]:
    """Return all tickets of all weeks."""
    return [Ticket(number) for number in range(WEEKS * TICKETS_A_WEEK)]


def is_satisfied(ticket: Ticket, *, has_slipped: bool) -> bool:
    """Return the answer: 94 % content before the launch, 95 % after.

    Where it has slipped, every fourth conversation that the bot closes ends badly.
    """
    if has_slipped and ticket.is_deflected and ticket.week >= TROUBLE_WEEK:
        return not every(4, ticket.block + ticket.place)
    if not ticket.has_bot and every(100, ticket.number, at=7):
        return False
    return not every(20, ticket.block + ticket.place)


def ticket_row(ticket: Ticket) -> Row:
    """Return the row of tickets.csv."""
    return {
        "ticket_id": ticket.name,
        "deployment_id": "shop_chat",
        "customer_id": f"C{ticket.number:04}",
        "segment": "consumer",
        "channel": "chat",
        "intent": "order.status",
        "opened_at": ticket.opened_at,
        "resolved_at": ticket.resolved_at,
        "bot_attempted": str(ticket.is_attempted).lower(),
        "bot_outcome": ticket.outcome,
        "bot_handle_seconds": 90 if ticket.is_attempted else None,
        "agent_handle_seconds": None if ticket.is_deflected else 300,
    }


def survey_rows(ticket: Ticket, score: int) -> list[Row]:
    """Return an answer at the end of the conversation, and one two days later."""
    return [
        {
            "survey_id": f"{ticket.name}{latency}",
            "ticket_id": ticket.name,
            "sent_at": ticket.resolved_at + after,
            "responded_at": ticket.resolved_at + after + timedelta(minutes=30),
            "score": score,
            "scale_min": 1,
            "scale_max": 5,
        }
        for latency, after in (
            ("r", timedelta(minutes=10)),
            ("d", timedelta(hours=50)),
        )
    ]


def escalation_row(ticket: Ticket) -> Row:
    """Return the handoff: the packet is whole, one in sixty starts again."""
    return {
        "escalation_id": f"{ticket.name}e",
        "ticket_id": ticket.name,
        "escalated_at": ticket.opened_at + timedelta(minutes=3),
        "intent_passed": "true",
        "account_state_passed": "true",
        "summary_passed": "true",
        "agent_asked_restate": str(every(200, ticket.number, at=3)).lower(),
    }


def review_row(ticket: Ticket, *, is_invented: bool) -> Row:
    """Return what QA found in a conversation: all right, or an invented refund."""
    return {
        "review_id": f"{ticket.name}q",
        "ticket_id": ticket.name,
        "reviewed_at": ticket.resolved_at + timedelta(days=2),
        "reviewer": "Noor",
        "quote": "wrong" if is_invented else "right",
        "finding_class": 1 if is_invented else None,
        "policy_key": "return_window" if is_invented else None,
        "quoted_value": "90 days" if is_invented else None,
        "refund_quoted": "120.00" if is_invented else "40.00",
        "refund_entitled": "40.00",
        "currency": "USD",
    }


def write_example(
    folder: Path, *, has_slipped: bool = False, is_invented: bool = False
) -> None:
    """Write the raw files and the seeds of one example."""
    tickets = desk()
    reviewed = [
        each for each in tickets if each.has_bot and every(50, each.number, at=15)
    ]
    invented = reviewed[-2] if is_invented else None
    write(folder / "raw" / "tickets.csv", map(ticket_row, tickets))
    write(
        folder / "raw" / "surveys.csv",
        (
            row
            for each in tickets
            for row in survey_rows(
                each, 5 if is_satisfied(each, has_slipped=has_slipped) else 2
            )
        ),
    )
    write(
        folder / "raw" / "escalations.csv",
        (escalation_row(each) for each in tickets if each.is_escalated),
    )
    write(
        folder / "raw" / "qa_reviews.csv",
        (review_row(each, is_invented=each is invented) for each in reviewed),
    )
    write_seeds(folder / "seeds")


def write_seeds(folder: Path) -> None:
    """Write who owns the desk, and what its weeks are compared with."""
    write(
        folder / "deployments.csv",
        [
            {
                "deployment_id": "shop_chat",
                "name": "Shop chat",
                "launched_on": LAUNCHED_ON,
                "regulated": "false",
                "rollback_owner": "Ada Okafor",
                "rollback_contact": "ada@example.com",
                "follow_up_days": 7,
                "cost_per_contact": "6.50",
            }
        ],
    )
    write(
        folder / "baselines.csv",
        [
            {
                "deployment_id": "shop_chat",
                "archetype": None,
                "measure": None,
                "window_start": FIRST_WEEK,
                "window_end": LAUNCHED_ON,
                "valid_from": None,
                "approved_by": "Ada Okafor",
                "reason": "The eight weeks before launch",
            }
        ],
    )


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as CSV; what is None stays empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


if __name__ == "__main__":
    write_example(HERE / "healthy_week")
    write_example(HERE / "csat_slip", has_slipped=True)
    write_example(HERE / "invented_refund", is_invented=True)
