"""What a simulation can be asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from kpi_runner.errors import SelectionError

MOST_DIRT = 0.008


@dataclass(frozen=True, slots=True)
class Options:
    """One simulation; the same options make the same rows everywhere.

    ``tickets`` is how many are to come, to a few in a hundred: some customers come
    back. ``scenarios`` are texts as `read_scenario` takes them.
    """

    tickets: int = 50_000
    seed: int = 7
    start: date = date(2025, 10, 6)
    baseline_weeks: int = 13
    weeks: int = 26
    scenarios: tuple[str, ...] = ()
    holdout: float = 0.0
    dirt: float = 0.002

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated."""
        if self.start.weekday() != 0:
            raise SelectionError(
                f"a simulation starts on a Monday, and {self.start} is none.",
                hint=f"Take {self.start - timedelta(days=self.start.weekday())}.",
            )
        if self.tickets < 1 or self.weeks < 1 or self.baseline_weeks < 0:
            raise SelectionError("there is nothing to simulate.", hint="Ask for more.")
        if not (0 <= self.dirt <= MOST_DIRT and 0 <= self.holdout < 1):
            raise SelectionError(
                f"dirt goes from 0 to {MOST_DIRT}, holdout from 0 to below 1.",
                hint="More dirt than that stops a publish: it is over its limit.",
            )

    @property
    def launch(self) -> date:
        """Return the Monday on which the bot starts."""
        return self.start + timedelta(weeks=self.baseline_weeks)

    @property
    def end(self) -> date:
        """Return the day before which everything ends."""
        return self.launch + timedelta(weeks=self.weeks)
