"""The verdict as Markdown, for a job's summary or a pull request."""

import html
import re

from kpi_runner.gate.slips import told_once
from kpi_runner.gate.verdict import Breach, Verdict
from kpi_runner.gate.wording import (
    conclusion,
    noise,
    plain,
    sentence,
    standing,
    summary,
)

_MOST = 50
# What formats, links, mentions, or ends a cell of a table.
_ACTING = re.compile(r"([\\`*_\[\]~|#@]|:(?=//)|(?<=www)\.)")
_HEAD = "| level | rule | where | what | asked | owner | by |"


def render(verdict: Verdict) -> str:
    """Return a heading, the verdict, and a table with the worst first."""
    passed = "passed" if verdict.exit_code == 0 else "failed"
    lines = [
        f"### KPI gate {passed}",
        "",
        f"**{conclusion(verdict)}** {summary(verdict)}",
    ]
    until = f"{verdict.as_of:%Y-%m-%d %H:%M} UTC" if verdict.as_of else "unknown"
    lines += [
        "",
        f"Run {code(verdict.run_id)}, mode {verdict.mode}, data until {until}.",
    ]
    if verdict.problems:
        lines += ["", *(f"- {escaped(problem)}" for problem in verdict.problems)]
    told = told_once(verdict.breaches)
    if told:
        lines += ["", _HEAD, "|---|---|---|---|---|---|---|"]
        lines += [_row(breach) for breach in told[:_MOST]]
    more = len(told) - _MOST
    lines += ["", f"{more} more."] if more > 0 else []
    lines += ["", *(f"- {escaped(warning)}" for warning in verdict.warnings)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(value: object) -> str:
    """Return text that neither Markdown nor HTML reads as anything but text."""
    safe = html.escape(plain(value), quote=False)
    return _ACTING.sub(lambda found: f"&#{ord(found[0])};", safe)


def code(value: object) -> str:
    """Return text from data as code, where nobody is mentioned and nothing linked."""
    return f"<code>{escaped(value)}</code>"


def _row(breach: Breach) -> str:
    cell = breach.cell
    excuse = standing(breach)
    what = ". ".join(filter(None, (sentence(breach), noise(breach), excuse)))
    level = f"**{breach.level}**" if breach.is_pressing else breach.level
    also = f" (the same tickets: {code(', '.join(breach.also))})" if breach.also else ""
    cells = (
        level,
        code(cell.rule),
        f"{code(cell.place)}, week of {cell.week}{also}",
        escaped(what),
        code(cell.action or ""),
        code(cell.owner or ""),
        str(cell.follow_up_on or ""),
    )
    return f"| {' | '.join(cells)} |"
