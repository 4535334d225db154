"""What people see while they wait: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

import click

from kpi_runner.build.progress import Step, Watch, unwatched
from kpi_runner.errors import printable

_WIDEST = 60
_STYLES: dict[str, dict[str, str | bool]] = {
    "severe": {"fg": "red", "bold": True},
    "bad": {"fg": "red"},
    "warn": {"fg": "yellow"},
    "calm": {"fg": "cyan"},
    "good": {"fg": "green"},
    "mute": {"dim": True},
}


def say(text: str) -> None:
    """Print one line of the answer."""
    click.echo(text)


def remark(text: str) -> None:
    """Print one line beside the answer."""
    click.echo(text, err=True)


@contextmanager
def watching(*, is_quiet: bool) -> Iterator[Watch]:
    """Give what to watch a build with; everything goes to stderr."""
    if is_quiet:
        yield unwatched
    elif sys.stderr.isatty():
        with _bar() as watch:
            yield watch
    else:
        yield _lines


def _lines(step: Step | str) -> None:
    """Write a line for each step that is worth one."""
    if isinstance(step, str):
        remark(f"note: {printable(step)}")
    elif step.status == "running" and step.total == 1:
        remark(step.name)
    elif step.status in ("done", "failed", "skipped"):
        took = f" ({step.seconds:.2f} s)" if step.seconds else ""
        remark(f"{step.number}/{step.total} {step.name}: {step.status}{took}")


@contextmanager
def _bar() -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)

        def watch(step: Step | str) -> None:
            if isinstance(step, str):
                console.print(f"note: {printable(step)}", markup=False, highlight=False)
            else:
                done = step.number - (step.status == "running")
                name = printable(step.name)
                progress.update(
                    task, description=name, completed=done, total=step.total
                )

        yield watch


def toned(text: str, tone: str) -> str:
    """Return text in a status's colour; `say` leaves it out when piped."""
    return click.style(text, **_STYLES.get(tone, {}))  # type: ignore[arg-type]


def fitted(value: object, width: int, *, to_right: bool = False) -> str:
    """Return a value as text of exactly this many terminal cells."""
    from rich.cells import cell_len, set_cell_size

    text = printable(value)
    if cell_len(text) > width:
        return set_cell_size(text, width - 1) + "…"
    room = " " * (width - cell_len(text))
    return room + text if to_right else text + room


def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as aligned text: numbers to the right, nulls empty.

    Long cells are cut, unless they stand alone on their line.
    """
    head = [printable(name) for name in names]
    cell = _cell if len(names) > 1 else _whole_cell
    body = [[cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    right = [
        bool(rows)
        and all(isinstance(value, int | float | Decimal | None) for value in column)
        for column in zip(*rows, strict=True)
    ] or [False] * len(head)

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(head), rule, *map(line, body)])


def _whole_cell(value: object) -> str:
    return "" if value is None else printable(value)


def _cell(value: object) -> str:
    text = _whole_cell(value)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 3]}..."
