"""Which outlet goes where: to a file, or to the terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_runner.build.atomic import write_text
from kpi_runner.errors import KpiError, SelectionError
from kpi_runner.gate.outlets import (
    github,
    json_text,
    junit,
    markdown,
    sarif,
    slack,
    text,
)
from kpi_runner.gate.verdict import Verdict

RENDERERS: Mapping[str, Callable[[Verdict], str]] = {
    "text": text.render,
    "json": json_text.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "github": github.render,
    "sarif": sarif.render,
    "slack": slack.render,
}
FORMATS = tuple(RENDERERS)
# These are for the log of a job; the others replace it when they go there.
_LOGGED = ("text", "github")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A format and its file; without one it goes to the terminal."""

    format: str
    path: Path | None = None


def outlets_of(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[Outlet, ...]:
    """Pair formats with files by their order on the command line.

    With fewer files than formats, text and github go to the log and the others pair
    up; one of those may be left without a file, the last. Raises SelectionError.
    """
    if len(outputs) == len(formats):
        return tuple(map(Outlet, formats, outputs))
    logged = [each for each in formats if each in _LOGGED]
    filed = [each for each in formats if each not in _LOGGED]
    if len(filed) - len(outputs) not in (0, 1):
        raise SelectionError(
            f"{len(formats)} formats and {len(outputs)} outputs do not pair up.",
            hint="Give each --format its --output: "
            "--format junit --output gate.xml --format sarif --output gate.sarif.",
        )
    pairs = zip(filed, [*outputs, None], strict=False)
    return (*map(Outlet, logged), *(Outlet(*pair) for pair in pairs))


def deliver(
    verdict: Verdict, outlets: Sequence[Outlet], environment: Mapping[str, str]
) -> list[str]:
    """Write the outlets that have files; return what to print, text first."""
    replaced = any(o.path is None and o.format not in _LOGGED for o in outlets)
    printed = [] if replaced else [text.render(verdict)]
    for outlet in outlets:
        if outlet.path:
            _write(outlet.path, RENDERERS[outlet.format](verdict))
        elif outlet.format != "text":
            printed.append(RENDERERS[outlet.format](verdict))
        if outlet.format == "github":
            _report_to_github(verdict, environment)
    return printed


def _write(path: Path, content: str) -> None:
    try:
        write_text(path, content)
    except OSError as error:
        raise KpiError(
            f"'{path}' cannot be written ({error.strerror}).",
            hint="Make its folder first, or name another file with --output.",
        ) from error


def _report_to_github(verdict: Verdict, environment: Mapping[str, str]) -> None:
    """Append to the files that a step of GitHub Actions reads, where there are any."""
    for name, content in (
        ("GITHUB_STEP_SUMMARY", markdown.render(verdict)),
        ("GITHUB_OUTPUT", github.outputs(verdict)),
    ):
        if environment.get(name):
            with Path(environment[name]).open("a", encoding="utf-8") as file:
                file.write(content)
