"""The verdict as a Block Kit payload for Slack, by owner; sending it is CI's job."""

import json
from itertools import groupby

from kpi_runner.gate.slips import told_once
from kpi_runner.gate.verdict import Breach, Verdict
from kpi_runner.gate.wording import (
    asked,
    conclusion,
    headline,
    plain,
    sentence,
    summary,
)

# Slack's limits.
_MOST_BLOCKS = 50
_MOST_CHARACTERS = 3000


def render(verdict: Verdict) -> str:
    """Return the payload: a headline, then what each owner is asked."""
    passed = "passed" if verdict.exit_code == 0 else "failed"
    title = f"KPI gate {passed}"
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": title}},
        _section(f"{conclusion(verdict)} {summary(verdict)}"),
        *(
            _section(escaped(problem))
            for problem in verdict.problems[: _MOST_BLOCKS // 2]
        ),
    ]
    pressing = [each for each in verdict.breaches if each.is_pressing]
    texts = _texts(told_once(pressing))
    room = _MOST_BLOCKS - len(blocks) - 1
    blocks += [_section(each) for each in texts[:room]]
    if texts[room:]:
        blocks.append(_section(f"{len(texts) - room} more breaches are in the log."))
    payload = {"text": f"{title}. {summary(verdict)}", "blocks": blocks}
    return json.dumps(payload, indent=2) + "\n"


def escaped(value: object) -> str:
    """Return text that Slack neither links, mentions nor formats."""
    safe = plain(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("`", "'").replace("*", "\u2217").replace("~", "\u223c")


def _texts(breaches: list[Breach]) -> list[str]:
    """Return one text for each breach; the first of an owner names the owner."""

    def owner(breach: Breach) -> tuple[str, str]:
        return breach.cell.owner or "", breach.cell.owner_contact or ""

    texts = []
    # Sorting keeps the worst first within each owner.
    for (name, contact), group in groupby(sorted(breaches, key=owner), owner):
        named = f"*{escaped(name)}* ({escaped(contact)})\n"
        for number, breach in enumerate(group):
            told = "\n".join(
                escaped(line)
                for line in (headline(breach), sentence(breach), asked(breach))
            )
            texts.append(f"{'' if number else named}{told}")
    return texts


def _section(text: str) -> dict[str, object]:
    cut = (
        text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 3]}..."
    )
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut}}
