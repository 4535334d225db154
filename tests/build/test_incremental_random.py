"""Whatever arrives, is corrected or vanishes, renewing gives what a full refresh gives.

KPI_HISTORIES=20 KPI_STEPS=10 pytest tests/build/test_incremental_random.py: longer.
"""

import os
from datetime import timedelta
from random import Random

import pytest

from tests.reference.contract import COLUMNS
from tests.reference.random_desk import RandomDesk
from tests.support.pair import Pair

HISTORIES = int(os.environ.get("KPI_HISTORIES", "1"))
STEPS = int(os.environ.get("KPI_STEPS", "3"))
FIRST_NUMBER = int(os.environ.get("KPI_FIRST", "0"))
FILES = 15
SPOKEN = (
    "Your refund of $20.00 will arrive within 5 business days.",
    "We refunded $10.00 to your card. Returns are free for 30 days.",
    "I have cancelled your order A12345 and issued a refund of $10.",
    "Yes, you can return it within 14 days. The fee is $7.50.",
    "I've reset your password. Your subscription was cancelled.",
    "That is wrong, your bot told me something else",
    "There is no fee. Standard shipping takes 3 to 5 days.",
)
TOOLS = ("issue_refund", "cancel_order", "reset_password", "refund", "credit")


class Desk(RandomDesk):
    """A random desk whose bot states policy, calls tools and cites sources."""

    def _ticket(self, ticket_id):
        super()._ticket(ticket_id)
        ticket = self.tables["tickets"][-1]
        for row in self.tables["messages"]:
            if row["ticket_id"] == ticket_id and self.chance(0.5):
                row["body"] = self.one(SPOKEN)
        for _ in range(self.one((0, 0, 1, 2))):
            self._add(
                "tool_calls",
                ticket,
                call_id=f"k{self.random.randrange(10**9)}",
                called_at=ticket["opened_at"] + timedelta(minutes=self.one((1, 20))),
                tool=self.one(TOOLS),
                succeeded=self.one((True, True, False)),
                arguments='{"amount": 10, "order": "A12345"}',
                result="ok",
            )
        for _ in range(self.one((0, 0, 1))):
            self._add(
                "citations",
                ticket,
                citation_id=f"z{self.random.randrange(10**9)}",
                cited_at=ticket["opened_at"],
                document_id=self.one(("kb/refunds", "kb/shipping", "kb/returns")),
            )

    def _blank(self, table):
        if table not in ("tool_calls", "citations"):
            super()._blank(table)


class Arrivals:
    """The files of a desk, some on disk and some not, and what happens to them."""

    def __init__(self, number, pair):
        self.random = Random(number)
        self.pair = pair
        desk = Desk(number, tickets=150)
        self.files = {(table, n): [] for table in COLUMNS for n in range(FILES)}
        self.values = {table: {} for table in COLUMNS}
        for table, rows in desk.tables.items():
            for row in rows:
                self._file_of(table, row).append(row)
                for name, value in row.items():
                    self.values[table].setdefault(name, []).append(value)
        self.present = set()
        for key in self.files:
            if self.random.random() < 0.7 or key == ("tickets", 0):
                self._arrive(key)

    def _file_of(self, table, row):
        """Most rows lie in the file of their ticket, some in any other."""
        number = sum(str(row["ticket_id"]).encode()) % FILES
        if self.random.random() < 0.1:
            number = self.random.randrange(FILES)
        return self.files[table, number]

    def step(self):
        """Let a few things happen."""
        happenings = (self.arrive, self.arrive, self.vanish, self.correct, self.repeat)
        for _ in range(self.random.randrange(1, 5)):
            self.random.choice(happenings)()

    def arrive(self):
        absent = sorted(self.files.keys() - self.present)
        if absent:
            self._arrive(self.random.choice(absent))

    def vanish(self):
        key = self._one_present()
        if key[0] != "tickets" or key[1] > 0:
            self.pair.remove(key[0], str(key[1]))
            self.present.remove(key)

    def correct(self):
        """Change, drop or move some rows of a file."""
        key = self._one_present()
        rows = self.files[key]
        for row in self.random.sample(rows, min(len(rows), 2)):
            happening = self.random.random()
            if happening < 0.7:
                name = self.random.choice(list(row))
                row[name] = self.random.choice(self.values[key[0]][name])
            elif happening < 0.85:
                rows.remove(row)
            else:
                rows.remove(row)
                other = (key[0], self.random.randrange(FILES))
                self.files[other].append(row)
                if other in self.present:
                    self._arrive(other)
        self._arrive(key)

    def repeat(self):
        """Deliver some rows of a file in another one, too, as they are or changed."""
        key, other = self._one_present(), self.random.randrange(FILES)
        for row in self.random.sample(self.files[key], min(len(self.files[key]), 2)):
            copy = dict(row)
            if self.random.random() < 0.5:
                name = self.random.choice(list(copy))
                copy[name] = self.random.choice(self.values[key[0]][name])
            self.files[key[0], other].append(copy)
        self._arrive((key[0], other))

    def _arrive(self, key):
        table, number = key
        self.pair.write(table, str(number), [dict(row) for row in self.files[key]])
        self.present.add(key)

    def _one_present(self):
        return self.random.choice(sorted(self.present))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(FIRST_NUMBER, FIRST_NUMBER + HISTORIES))
def test_renewing_gives_what_a_full_refresh_gives(tmp_path, number):
    desk = RandomDesk(number, tickets=1)
    pair = Pair(tmp_path, seeds=desk.seeds, zone=desk.variables["week_timezone"])
    arrivals = Arrivals(number, pair)
    pair.build()
    renewed = []

    for _ in range(STEPS):
        arrivals.step()
        renewed.append(len(pair.build()))

    assert any(renewed), renewed
    assert pair.rows("from fct_tickets"), "a desk without tickets proves nothing"
