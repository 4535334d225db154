"""One slip is told once, however many slices its tickets stand in."""

from collections.abc import Iterable
from dataclasses import replace

from kpi_runner.gate.docket import Cell
from kpi_runner.gate.verdict import Breach
from kpi_runner.gate.wording import sentence, standing


def told_once(breaches: Iterable[Breach]) -> list[Breach]:
    """Return the breaches, in their order, without those that repeat another.

    On a desk with one segment an archetype, its segment and the segment over all
    archetypes hold the same tickets: the first is kept and names the others.
    """
    kept: list[Breach] = []
    for breach in breaches:
        for number, told in enumerate(kept):
            if _repeats(breach, told):
                also = (*told.also, _slice(breach.cell))
                kept[number] = replace(told, also=also)
                break
        else:
            kept.append(breach)
    return kept


def _repeats(breach: Breach, told: Breach) -> bool:
    """Tell whether a breach is another one's, cut in another way."""
    return (
        breach.cell.slice != told.cell.slice
        and breach.cell.archetype in (told.cell.archetype, "all")
        and _told(breach) == _told(told)
    )


def _told(breach: Breach) -> tuple[object, ...]:
    """Return all that is said of a breach but where it is."""
    cell = breach.cell
    counts = (cell.numerator, cell.denominator, cell.s1, cell.n1, cell.s0, cell.n0)
    where = (cell.deployment_id, cell.rule, cell.week)
    return (*where, breach.level, *counts, sentence(breach), standing(breach))


def _slice(cell: Cell) -> str:
    return f"{cell.archetype} / {cell.segment}"
