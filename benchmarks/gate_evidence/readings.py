"""What the judged weeks say: one reading per scenario, size and mode."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
import pyarrow as pa

from benchmarks.gate_evidence.judging import FIRST_WEEK, Judge
from benchmarks.gate_evidence.scenarios import (
    ONSET,
    SCENARIOS,
    Archetype,
    Scenario,
    draw,
)

SIZES = (30, 100, 300, 1000)
QUARTER = FIRST_WEEK + timedelta(weeks=ONSET)

# Nine archetypes by their share of a desk's tickets, and how content people are.
DESK = (
    ("order_status", 0.30, 0.84),
    ("password_reset", 0.20, 0.86),
    ("basic_billing", 0.13, 0.82),
    ("returns", 0.11, 0.80),
    ("shipping_policy", 0.08, 0.82),
    ("plan_comparison", 0.06, 0.83),
    ("billing_disputes", 0.05, 0.68),
    ("plan_changes", 0.04, 0.79),
    ("cancellations", 0.03, 0.72),
)
MONTHLY_TICKETS = (5_000, 20_000, 100_000)
WEEKS_A_MONTH = 52 / 12
DESK_ANSWERED = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """How a scenario read at one size; shares of runs or of weeks, 0 to 1.

    The first block is about the cells that the scenario names, the second about the
    archetype's pair, which every CSAT of it and of its segments can veto.
    """

    scenario: str
    mode: str
    size: int
    alarmed: float
    rolled_back: float
    weeks_until: float | None
    protected: float
    protected_when_full: float | None
    held: float
    watched: float
    ever_vetoed: float
    pair_vetoed: float
    pair_protected: float
    pair_held: float


@dataclass(frozen=True, slots=True)
class DeskReading:
    """How many of nine healthy archetypes read how, in the average week."""

    mode: str
    size: int
    cells_alarmed: float
    cells_held: float
    cells_protected: float
    vetoed: float
    held: float
    protected: float
    unproven: float


def read_scenario(
    judge: Judge, scenario: Scenario, runs: int, sizes: Sequence[int] = SIZES
) -> list[Reading]:
    """Judge a scenario in every mode; each scenario has its own fixed seed."""
    random = np.random.default_rng(crc32(scenario.name.encode()))
    drawn = [
        draw(scenario, Archetype("order_status", size), _named(size, runs), random)
        for size in sizes
    ]
    asked: dict[str, date | str] = {
        "quarter": QUARTER,
        "full_from": QUARTER + timedelta(weeks=scenario.ramp - 1 + 3),
        "alarm_measure": scenario.alarm.measure,
        "alarm_slice": scenario.alarm.slice,
        "alarm_segment": scenario.alarm.segment,
        "watched_measure": scenario.watched.measure,
        "watched_slice": scenario.watched.slice,
        "watched_segment": scenario.watched.segment,
    }
    return [
        Reading(scenario.name, mode, *row)
        for mode in judge.judge(pa.concat_tables(drawn))
        for row in judge.rows("weeks_read", asked)
    ]


def read_desks(judge: Judge, runs: int) -> list[DeskReading]:
    """Judge healthy desks of nine archetypes in every mode."""
    random = np.random.default_rng(crc32(b"nine healthy archetypes"))
    drawn = [
        draw(SCENARIOS[0], _sized(line, size), _named(size, runs), random)
        for size in MONTHLY_TICKETS
        for line in DESK
    ]
    asked: dict[str, date | str] = {"quarter": QUARTER}
    return [
        DeskReading(mode, *row)
        for mode in judge.judge(pa.concat_tables(drawn))
        for row in judge.rows("desks_read", asked)
    ]


def _sized(line: tuple[str, float, float], monthly: int) -> Archetype:
    name, share, satisfied = line
    answers = monthly / WEEKS_A_MONTH * share * DESK_ANSWERED
    return Archetype(name, round(answers), satisfied)


def _named(size: int, runs: int) -> list[str]:
    return [f"{size}/{run}" for run in range(runs)]


def readings_of(
    readings: Iterable[Reading], scenario: str, mode: str
) -> dict[int, Reading]:
    """Return the readings of a scenario in a mode, by answers a week."""
    return {
        each.size: each
        for each in readings
        if each.scenario == scenario and each.mode == mode
    }
