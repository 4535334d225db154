"""The verdict as annotations of GitHub Actions, and as outputs of the step."""

from kpi_runner.gate.outlets.json_text import counts
from kpi_runner.gate.slips import told_once
from kpi_runner.gate.verdict import Breach, Outcome, Verdict
from kpi_runner.gate.wording import asked, conclusion, headline, plain, sentence

# GitHub shows ten of a kind: the worst, and how many more there are.
_MOST = 9
_STATES = {0: "passed", 1: "breach", 4: "untrusted", 5: "unjudged"}


def render(verdict: Verdict) -> str:
    """Return one workflow command a line."""
    lines = [
        _command("error", "The data cannot be trusted", plain(problem))
        for problem in verdict.problems[:_MOST]
    ]
    breaches = told_once(verdict.breaches)
    lines += [_annotation(breach) for breach in breaches[:_MOST]]
    more = len(breaches) + len(verdict.problems) - len(lines)
    told = f"{conclusion(verdict)} {f'{more} more.' if more else ''}".rstrip()
    if more or not lines:
        kind = "error" if verdict.exit_code else "notice"
        lines.append(_command(kind, "KPI gate", told))
    return "\n".join(lines) + "\n"


def outputs(verdict: Verdict) -> str:
    """Return what later steps can read, one ``name=value`` a line."""
    told = {
        "exit_code": verdict.exit_code,
        "verdict": _STATES[verdict.exit_code],
        "run_id": plain(verdict.run_id),
        **counts(verdict),
    }
    return "".join(f"{name}={value}\n" for name, value in told.items())


def _annotation(breach: Breach) -> str:
    kind = "notice" if breach.level == "watch" else "warning"
    if breach.outcome is Outcome.FAILS:
        kind = "error"
    return _command(
        kind, headline(breach), f"{sentence(breach)}\n{asked(breach)}", breach
    )


def _command(kind: str, title: str, message: str, breach: Breach | None = None) -> str:
    """Return one workflow command, which points at the rule that is broken."""
    properties = [f"title={_property(title)}"]
    if breach:
        place = breach.expectation.place
        properties.append(f"file={_property(place.path.as_posix())}")
        properties.append(f"line={place.line or 1}")
    return f"::{kind} {','.join(properties)}::{_message(message)}"


def _message(text: str) -> str:
    """Escape a message as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property, in which colon and comma have a meaning too."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")
