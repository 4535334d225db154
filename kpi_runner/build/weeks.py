"""The cohort weeks that changed files touch.

A week is touched by a ticket of it whose rows changed, by a customer who came back to
one soon, by the watermark passing a term of it, and by what is built whole when that
says something else of the week.
"""

from collections.abc import Iterable
from datetime import date, datetime

from kpi_runner.build.touched import SETS, Touched

WEEKS = f"{SETS}.main.weeks"
# The months of the touched quarters, and those that are looked at for them.
PERIODS, PERIODS_SEEN = f"{SETS}.main.periods", f"{SETS}.main.periods_seen"
FACTS, WATERMARK = "main.int_ticket_facts", "main.int_watermark"
# The longest term within which somebody comes back, and a day for time zones.
SOON = "interval '31' day"


class TouchedWeeks:
    """Collects the touched weeks; they only grow while models are built."""

    def __init__(self, touched: Touched) -> None:
        """Begin with no week, and with the watermark of the last build."""
        self.touched = touched
        self.engine = touched.engine
        self.engine.execute(f"create table {WEEKS} (week date)")
        is_kept = self.engine.columns(WATERMARK)
        self.former = self._as_of() if is_kept else []
        self.early = self.late = ""

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

    def let_go(self, count: int, held: str) -> None:
        """Let ``held`` be these weeks and those that leave the last ``count``."""
        # A Monday lies up to a week before, in a zone that is up to a day off; data
        # that went may bring weeks back.
        first = f"{self.early} - interval '{7 * count + 8}' day"
        last = f"{self.late} - interval '{7 * count + 6}' day"
        self.engine.execute(
            f"create view if not exists {held} as from {WEEKS} union"
            f" select * from ({_mondays(first, last)})"
        )

    def look_at_quarters(self, seen: str) -> None:
        """Let each week touch its quarter and, because that looks back, the next one.

        ``seen`` are the weeks of these quarters and of one more before them, PERIODS
        the first days of their months; a week is of the quarter of its Thursday.
        """
        quarter = "date_trunc('quarter', week + interval '3' day)"
        for periods, first in ((PERIODS, 0), (PERIODS_SEEN, -3)):
            months = f"to_months(cast(unnest(range({first}, 6)) as int))"
            self.engine.execute(
                f"create view if not exists {periods} as select distinct"
                f" cast({quarter} + {months} as date) as period from {WEEKS}"
            )
        self.engine.execute(
            f"create view if not exists {seen} as select distinct week from ("
            f"{_mondays('period', 'period + 37')} from {PERIODS_SEEN}) where"
            f" cast(date_trunc('month', week + 3) as date) in (from {PERIODS_SEEN})"
        )

    def close(self) -> bool:
        """Add what time alone touches, once all tickets are renewed.

        False, when nothing tells what time it was.
        """
        if not self.former or not self.engine.columns(FACTS):
            return False
        facts, moments = self.touched.work(FACTS), [*self.former, *self._as_of()]
        self.early, self.late = (
            f"timestamp '{each}'" for each in (min(moments), max(moments))
        )
        # A silent week ends its term like any other.
        month_ago = f"{self.early} - {SOON} - interval '7' day"
        tomorrow = f"{self.late} + interval '1' day"
        self._add(
            f"select week from ({_mondays(month_ago, tomorrow)})"
            f" where week >= {month_ago}"
        )
        self._add(
            f"select week from {facts} where resolved_at >= {self.early} - {SOON}"
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


def _mondays(first: str, last: str) -> str:
    """Return the query of the weeks from that of one moment to that of another."""
    monday = f"date_trunc('week', {first})"
    mondays = f"generate_series({monday}, {last}, interval '7' day)"
    return f"select cast(unnest({mondays}) as date) as week"
