"""The cohort weeks that changed files touch.

A week is touched by a ticket of it whose rows changed, by a customer who came back to
one soon, by the watermark passing a term of it, and by what is built whole when that
says something else of the week.
"""

from collections.abc import Iterable
from datetime import date, datetime

from kpi_runner.build.touched import SETS, Touched

WEEKS = f"{SETS}.main.weeks"
FACTS, WATERMARK = "main.int_ticket_facts", "main.int_watermark"
# The longest term within which somebody comes back, and a day for time zones.
SOON = "interval '31' day"
# A week leaves the last 13 full ones at 91 days; its Monday may lie 7 days before.
_QUARTER, _QUARTER_LEFT = "interval '99' day", "interval '90' day"


class TouchedWeeks:
    """Collects the touched weeks; they only grow while models are built."""

    def __init__(self, touched: Touched) -> None:
        """Begin with no week, and with the watermark of the last build."""
        self.touched = touched
        self.engine = touched.engine
        self.engine.execute(f"create table {WEEKS} (week date)")
        is_kept = self.engine.columns(WATERMARK)
        self.former = self._as_of() if is_kept else []

    def note_tickets(self, relation: str) -> None:
        """Take the weeks in a relation of tickets whose own rows changed as touched."""
        self._add(
            f"select week from {relation}"
            f" where ticket_id in (from {SETS}.main.tickets)"
            f" and ticket_id not in (from {SETS}.main.followed)"
        )

    def note_rows(self, relation: str) -> None:
        """Take all weeks of a relation as touched."""
        self._add(f"select week from {relation}")

    def note(self, weeks: Iterable[date]) -> None:
        """Take these weeks as touched."""
        for week in weeks:
            self._add(f"select date '{week}' as week")

    def look_back(self, count: int, seen: str) -> None:
        """Let weeks touch as many after them; ``seen`` has as many before them, too."""
        steps = f"unnest(range({count + 1})) * interval '7' day"
        self._add(f"select cast(week + {steps} as date) as week from {WEEKS}")
        self.engine.execute(
            f"create view if not exists {seen} as"
            f" select distinct cast(week - {steps} as date) as week from {WEEKS}"
        )

    def close(self) -> bool:
        """Add what time alone touches, once all tickets are renewed.

        False, when nothing tells what time it was.
        """
        if not self.former or not self.engine.columns(FACTS):
            return False
        facts, moments = self.touched.work(FACTS), [*self.former, *self._as_of()]
        early, late = (f"timestamp '{each}'" for each in (min(moments), max(moments)))
        # A silent week ends its term like any other.
        month_ago = f"{early} - {SOON} - interval '7' day"
        self._add(
            "select * from (select cast(unnest(generate_series(date_trunc('week', "
            f"{month_ago}), {late} + interval '1' day, interval '7' day)) as date)"
            f" as week) where week >= {month_ago}"
        )
        self._add(
            f"select week from {facts} where resolved_at >= {early} - {SOON}"
            f" or week between {early} - {_QUARTER} and {late} - {_QUARTER_LEFT}"
        )
        # Nobody comes back before the first ticket that came, went or changed.
        self._add(
            f"select week from {facts} where ticket_id in (from {SETS}.main.followed)"
            f" and resolved_at >= (select min(opened_at) from {SETS}.main.contacts)"
            f" - {SOON}"
        )
        return True

    def _as_of(self) -> list[datetime]:
        found = self.engine.rows(f"select as_of from {self.touched.work(WATERMARK)}")
        return [as_of for (as_of,) in found if as_of is not None]

    def _add(self, weeks: str) -> None:
        self.engine.execute(
            f"insert into {WEEKS} select distinct week from ({weeks})"
            f" where week not in (from {WEEKS})"
        )
