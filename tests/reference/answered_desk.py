"""Desks whose customers answer, so that every state of a CSAT cell is reached."""

import json
from datetime import datetime, timedelta
from random import Random

from tests.reference.random_desk import DAY, HOUR
from tests.reference.random_seeds import deployment, window

START = datetime(2025, 10, 6)
WEEKS = 18
LAUNCH_WEEK = 10
ARCHETYPES = ("order_status", "returns", "plan_changes")


class AnsweredDesk:
    """Raw rows, seeds and variables of one number."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)
        self.tables: dict[str, list[dict]] = {
            name: [] for name in ("tickets", "surveys", "messages", "escalations")
        }
        self.holdout = self.random.choice((0, 0.2, 0.4))
        for archetype in ARCHETYPES:
            self._archetype(archetype)
        self.tables = json.loads(json.dumps(self.tables, default=str))
        self.variables = {
            "gate_mode": self.random.choice(("evidence", "literal")),
            "top_archetypes": 2,
        }
        again = self.random.choice(([], [window("desk", "2026-01-05", "2026-01-19")]))
        for row in again:
            row["valid_from"] = "2026-01-19"
        self.seeds = {
            "intents": [{"intent": name, "archetype": name} for name in ARCHETYPES],
            "deployments": [deployment("desk", "2025-12-15")],
            "baselines": [window("desk", "2025-10-06", "2025-12-15"), *again],
        }

    def _archetype(self, archetype: str) -> None:
        satisfied = self.random.uniform(0.7, 0.99)
        drop = self.random.choice((-0.05, 0, 0, 0.02, 0.05, 0.15, 0.3))
        shared = self.random.random() < 0.5
        answers = self.random.choice((6, 15, 40, 90))
        start = self.random.randrange(LAUNCH_WEEK, WEEKS)
        for week in range(WEEKS):
            for _ in range(answers):
                arm = "bot"
                if week >= LAUNCH_WEEK and self.random.random() < self.holdout:
                    arm = "holdout"
                falls = week >= start and (arm == "bot" or shared)
                self._ticket(archetype, week, arm, satisfied - drop * falls)

    def _ticket(self, archetype: str, week: int, arm: str, satisfied: float) -> None:
        tickets = self.tables["tickets"]
        opened = START + week * 7 * DAY + self.random.randrange(168) * HOUR
        attempted = week >= LAUNCH_WEEK and arm == "bot" and self.random.random() < 0.7
        escalated = attempted and self.random.random() < 0.3
        ticket = {
            "ticket_id": f"t{len(tickets)}",
            "deployment_id": "desk",
            "customer_id": f"c{self.random.randrange(1000)}",
            "segment": self.random.choice(("smb", "smb", "enterprise")),
            "channel": "chat",
            "intent": archetype,
            "opened_at": opened,
            "resolved_at": opened + HOUR,
            "bot_attempted": attempted,
            "bot_outcome": self._outcome(escalated) if attempted else None,
            "bot_handle_seconds": self.random.randrange(30, 90 + 9 * week),
            "agent_handle_seconds": self.random.randrange(100, 300 + 20 * week),
            "arm": arm,
        }
        tickets.append(ticket)
        for hours in (1, 60):
            if self.random.random() < 0.8:
                self._survey(ticket, hours, satisfied)
        if escalated:
            self._escalation(ticket)

    def _outcome(self, escalated: bool) -> str:
        if escalated:
            return "escalated"
        return self.random.choice(("confirmed", "assumed", "assumed", "abandoned"))

    def _survey(self, ticket: dict, hours: int, satisfied: float) -> None:
        self.tables["surveys"].append(
            {
                "survey_id": f"s{len(self.tables['surveys'])}",
                "ticket_id": ticket["ticket_id"],
                "sent_at": ticket["resolved_at"] + hours * HOUR,
                "score": 5 if self.random.random() < satisfied else 1,
                "scale_min": 1,
                "scale_max": 5,
            }
        )

    def _escalation(self, ticket: dict) -> None:
        asked = self.random.random() < 0.08
        moment = ticket["opened_at"] + timedelta(minutes=5)
        self.tables["escalations"].append(
            {
                "escalation_id": f"e{ticket['ticket_id']}",
                "ticket_id": ticket["ticket_id"],
                "escalated_at": moment,
                "agent_asked_restate": asked,
            }
        )
        for author, body in (("agent", "?"), ("customer", "i already told you")):
            if author == "agent" or self.random.random() < 0.1:
                moment += timedelta(minutes=1)
                self.tables["messages"].append(
                    {
                        "message_id": f"m{len(self.tables['messages'])}",
                        "ticket_id": ticket["ticket_id"],
                        "sent_at": moment,
                        "author": author,
                        "body": body,
                    }
                )
