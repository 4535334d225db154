"""Support desks with a planted truth, as weekly sums: what happens and how much."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

# Eight weeks before the launch, three that fill the window, a quarter to judge.
BASELINE_WEEKS, WARM_UP_WEEKS, QUARTER_WEEKS = 8, 3, 13
WEEKS = BASELINE_WEEKS + WARM_UP_WEEKS + QUARTER_WEEKS
ONSET = BASELINE_WEEKS + WARM_UP_WEEKS

SEGMENTS = ("consumer", "business", "enterprise")
MIX = (0.65, 0.23, 0.12)
SATISFIED = 0.80

# Of the tickets, of the answers, of what the bot attempted.
ANSWERED = 0.20
ATTEMPTED, DEFLECTED, ABANDONED, CONTAINED = 0.80, 0.50, 0.05, 0.55
BOT_ANSWERS, HANDOFF_ANSWERS = 0.50, 0.30


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the panel that the evidence is read from."""

    measure: str = "resolution_csat"
    slice: str = "archetype"
    segment: str = "all"


CSAT = Cell()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is planted from the first week of the quarter on, in full after `ramp`.

    Slips are shares of satisfied customers, one a segment. ``alarm`` is the cell that
    should notice, ``watched`` the one whose weeks must not read as protected.
    """

    name: str
    resolution: tuple[float, float, float] = (0.0, 0.0, 0.0)
    delayed: tuple[float, float, float] = (0.0, 0.0, 0.0)
    ramp: int = 1
    satisfied: tuple[float, float, float] = (SATISFIED,) * 3
    mix: tuple[float, float, float] = MIX
    volume: float = 1.0
    surveyed: float = 1.0
    abandoned: float = ABANDONED
    holdout: float = 0.0
    is_season: bool = False
    alarm: Cell = CSAT
    watched: Cell = field(default=CSAT)


def slip(name: str, points: float, **others: object) -> Scenario:
    """Return a scenario in which every segment slips alike, at both latencies."""
    shift = (points / 100,) * 3
    return Scenario(name, resolution=shift, delayed=shift, **others)  # type: ignore[arg-type]


DELAYED = Cell("delayed_csat")
ENTERPRISE = Cell(slice="archetype_segment", segment="enterprise")
# What enterprise loses the consumers gain: the average stays flat.
ENTERPRISE_SLIPS = (0.10 * 0.12 / 0.65, 0.0, -0.10)

SCENARIOS = (
    Scenario("no change"),
    slip("-2 points", -2),
    slip("-4 points", -4),
    slip("-6 points", -6),
    slip("slow drift to -6 in 13 weeks", -6, ramp=QUARTER_WEEKS),
    Scenario(
        "delayed CSAT alone -6", delayed=(-0.06,) * 3, alarm=DELAYED, watched=DELAYED
    ),
    Scenario(
        "enterprise -10, average flat",
        resolution=ENTERPRISE_SLIPS,
        delayed=ENTERPRISE_SLIPS,
        alarm=ENTERPRISE,
        watched=ENTERPRISE,
    ),
    Scenario("mix: the archetype triples", volume=3.0),
    Scenario(
        "mix: enterprise 12 to 36 %",
        satisfied=(0.8136, 0.8136, 0.70),
        mix=(0.45, 0.19, 0.36),
    ),
    Scenario("survey outage", surveyed=0.0, alarm=Cell("resolution_coverage")),
    Scenario("doom loop", abandoned=0.25, alarm=Cell("abandonment_rate")),
    slip("season -6, no holdout", -6, is_season=True),
    slip("season -6, holdout of 20 %", -6, is_season=True, holdout=0.20),
)


@dataclass(frozen=True, slots=True)
class Archetype:
    """A line of the panel: how many answer in a week, and how content they are."""

    name: str
    answers: int
    satisfied: float = SATISFIED


def draw(
    scenario: Scenario,
    archetype: Archetype,
    runs: Sequence[str],
    random: np.random.Generator,
) -> pa.Table:
    """Draw the weekly sums of an archetype in every run: counts out of counts."""
    effect = _effect(scenario)
    volume = archetype.answers * (1 + effect * (scenario.volume - 1))
    sent = volume * (1 + effect * (scenario.surveyed - 1))
    mix = _between(MIX, scenario.mix, effect)
    level = np.array(scenario.satisfied) + (archetype.satisfied - SATISFIED)
    resolution = level + effect[:, None] * np.array(scenario.resolution)
    delayed = level + effect[:, None] * np.array(scenario.delayed)

    answers = _Answers(len(runs), mix, random)
    bot = answers.drawn("resolution", sent, resolution)
    bot |= answers.drawn("delayed", sent, delayed)
    if scenario.holdout:
        kept = archetype.answers * scenario.holdout / (1 - scenario.holdout)
        season = resolution if scenario.is_season else level + 0 * resolution
        held = answers.drawn("resolution", np.full(WEEKS, kept), season)
        bot["holdout resolution_csat"] = held["resolution_csat"]
    tickets = _tickets(scenario, effect, len(runs), volume, random)
    tickets["resolution_coverage"] = (
        bot["resolution_csat"][1].sum(axis=2, keepdims=True),
        tickets["deflection_rate"][1],
    )
    return _as_table(archetype, runs, bot | tickets)


def _effect(scenario: Scenario) -> Shares:
    """Return how much of what is planted acts in each week, 0 to 1."""
    weeks_in = np.arange(WEEKS) - ONSET + 1
    acting: Shares = np.clip(weeks_in / scenario.ramp, 0, 1)
    return acting


def _between(before: Sequence[float], after: Sequence[float], effect: Shares) -> Shares:
    start, end = np.array(before), np.array(after)
    mix: Shares = start + effect[:, None] * (end - start)
    return mix


Drawn = dict[str, tuple[Counts, Counts]]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Draws answers by run, week and segment."""

    runs: int
    mix: Shares
    random: np.random.Generator

    def drawn(self, latency: str, sent: Shares, satisfied: Shares) -> Drawn:
        """Draw all answers of a latency, and of them those of the bot and handoffs."""
        count = np.broadcast_to(np.round(sent).astype(int), (self.runs, WEEKS))
        answered = self.random.multinomial(count, self.mix)
        content = self.random.binomial(answered, satisfied)
        bot = self._part_of(content, answered, BOT_ANSWERS)
        rest = (content - bot[0], answered - bot[1])
        handoff = self._part_of(*rest, HANDOFF_ANSWERS / (1 - BOT_ANSWERS))
        if latency == "delayed":
            return {"delayed_csat": (content, answered), "bot_delayed_csat": bot}
        return {
            "resolution_csat": (content, answered),
            "bot_csat": bot,
            "handoff_csat": handoff,
        }

    def _part_of(
        self, content: Counts, answered: Counts, share: float
    ) -> tuple[Counts, Counts]:
        """Draw a part of the very same answers."""
        part = self.random.binomial(answered, share)
        return self.random.hypergeometric(content, answered - content, part), part


def _tickets(
    scenario: Scenario,
    effect: Shares,
    runs: int,
    volume: Shares,
    random: np.random.Generator,
) -> Drawn:
    """Draw what becomes of the tickets; loops leave less to hand over or contain."""
    total = np.broadcast_to(np.round(volume / ANSWERED).astype(int), (runs, WEEKS))
    abandoned_share = ABANDONED + effect * (scenario.abandoned - ABANDONED)
    attempted = random.binomial(total, ATTEMPTED)
    abandoned = random.binomial(attempted, abandoned_share)
    contained = random.binomial(attempted - abandoned, CONTAINED)
    counted = {
        "deflection_rate": (abandoned + contained, total),
        "abandonment_rate": (abandoned, attempted),
        "containment_rate": (contained, attempted),
    }
    return {name: (s[..., None], n[..., None]) for name, (s, n) in counted.items()}


def _as_table(archetype: Archetype, runs: Sequence[str], drawn: Drawn) -> pa.Table:
    """Return one row per run, week, segment and measure; tickets are not cut."""
    parts = []
    for name, (numerator, denominator) in drawn.items():
        arm, _, measure = name.rpartition(" ")
        run, week, segment = np.indices(numerator.shape).reshape(3, -1)
        names = SEGMENTS if numerator.shape[2] > 1 else ("all",)
        columns = {
            "run": np.array(runs)[run],
            "arm": np.full(run.shape, arm or "bot"),
            "archetype": np.full(run.shape, archetype.name),
            "segment": np.array(names)[segment],
            "week_number": week,
            "measure": np.full(run.shape, measure),
            "numerator": numerator.ravel(),
            "denominator": denominator.ravel(),
        }
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)
