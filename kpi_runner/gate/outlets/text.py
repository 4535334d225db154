"""The verdict for people, the worst first."""

from kpi_runner.gate.slips import told_once
from kpi_runner.gate.verdict import Breach, Verdict
from kpi_runner.gate.wording import (
    asked,
    conclusion,
    driven_by,
    noise,
    plain,
    remarks,
    sentence,
    standing,
    summary,
    where,
)

_INDENT = " " * 10
_MOST_WATCHED = 9
_MOST_NOTED = 6
_NOTES = "select rule, archetype, note from gate where note is not null"


def render(verdict: Verdict) -> str:
    """Return the whole report; ends with a line end."""
    lines = [
        f"Gate: run {plain(verdict.run_id)}, mode {verdict.mode}, data until "
        f"{f'{verdict.as_of:%Y-%m-%d %H:%M} UTC' if verdict.as_of else 'unknown'}."
    ]
    lines += [f"UNTRUSTED {plain(problem)}" for problem in verdict.problems]
    told = told_once(verdict.breaches)
    full = [each for each in told if each.is_pressing]
    watched = [each for each in told if not each.is_pressing]
    for breach in full:
        lines += _block(breach)
    for breach in watched[:_MOST_WATCHED]:
        lines += _short(breach)
    if watched[_MOST_WATCHED:]:
        more = len(watched) - _MOST_WATCHED
        lines.append(f'{_INDENT}{more} more watched: kpi query "from action_items"')
    # Notes rest on the same data as breaches.
    noted = [] if verdict.problems else remarks(verdict)
    lines += [f"{'note':<10}{each}" for each in noted[:_MOST_NOTED]]
    if noted[_MOST_NOTED:]:
        more = len(noted) - _MOST_NOTED
        lines.append(f'{_INDENT}{more} more notes: kpi query "{_NOTES}"')
    lines += [f"warning: {plain(warning)}" for warning in verdict.warnings]
    lines += [summary(verdict), conclusion(verdict)]
    return "\n".join(lines) + "\n"


def _block(breach: Breach) -> list[str]:
    cell = breach.cell
    more = filter(None, (driven_by(cell), noise(breach)))
    return [
        f"{breach.level.upper():<10}{cell.rule:<23}{where(breach)}",
        _INDENT + sentence(breach),
        _INDENT + asked(breach),
        *(_INDENT + told for told in more),
    ]


def _short(breach: Breach) -> list[str]:
    """Return a watched cell in few lines: it fails nothing yet."""
    told = noise(breach)
    excuse = standing(breach)
    return [
        f"{breach.level:<10}{breach.cell.rule:<23}{where(breach)}",
        _INDENT + sentence(breach) + (f" · {excuse}" if excuse else ""),
        *([_INDENT + told] if told else []),
    ]
