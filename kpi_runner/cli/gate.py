"""The command that judges: gate."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path

import click

from kpi_runner.cli.options import (
    Command,
    Home,
    home_options,
    quiet_option,
    read_moment,
    with_options,
)
from kpi_runner.gate.docket import MODES
from kpi_runner.gate.outlets.writing import FORMATS, Outlet, outlets_of
from kpi_runner.gate.verdict import FAIL_ON, Request
from kpi_runner.views.console import say

_AGES: dict[str, Callable[[int], timedelta]] = {
    "m": lambda count: timedelta(minutes=count),
    "h": lambda count: timedelta(hours=count),
    "d": lambda count: timedelta(days=count),
}


def read_age(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> timedelta | None:
    """Read the value of --max-age."""
    if text is None:
        return None
    count, unit = text[:-1], text[-1:]
    if unit not in _AGES or not (count.isascii() and count.isdecimal()):
        raise click.BadParameter(f"'{text}' is no age such as 36h, 7d or 90m.")
    try:
        return _AGES[unit](int(count))
    except OverflowError as error:
        raise click.BadParameter(f"'{text}' is longer than time.") from error


_JUDGING = (
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        default="review",
        show_default=True,
        help="The mildest breach that fails.",
    ),
    click.option("--strict", is_flag=True, help="Exit 5 when a cell is not proven."),
    click.option(
        "--mode",
        type=click.Choice(MODES),
        help="Judge by the evidence or to the letter (else as built).",
    ),
    click.option("--deployment", metavar="ID", help="Judge only this deployment."),
    click.option(
        "--max-age",
        callback=read_age,
        metavar="AGE",
        help="The oldest that the newest event may be: 36h, 7d (else any).",
    ),
)


def judging_options(command: Command) -> Command:
    """Add what is judged and how; the function gets ``asked``, without a moment."""

    @wraps(command)
    def wrapped(*, strict: bool, **others: object) -> None:
        names = ("fail_on", "mode", "deployment", "max_age")
        given = {name: others.pop(name) for name in names}
        # click has converted each value to the type of its field.
        asked = Request(is_strict=strict, **given)  # type: ignore[arg-type]
        command(asked=asked, **others)

    return with_options(*_JUDGING)(wrapped)


def outlet_options(command: Command) -> Command:
    """Add --format and --output; the function gets ``outlets``."""

    @wraps(command)
    def wrapped(
        *, formats: tuple[str, ...], outputs: tuple[Path, ...], **others: object
    ) -> None:
        command(outlets=outlets_of(formats, outputs), **others)

    return with_options(
        click.option(
            "--format",
            "formats",
            multiple=True,
            type=click.Choice(FORMATS),
            help="A format (repeatable); text is printed unless one replaces it.",
        ),
        click.option(
            "--output",
            "-o",
            "outputs",
            multiple=True,
            type=click.Path(path_type=Path, dir_okay=False),
            help="The file of the format at the same place (repeatable).",
        ),
    )(wrapped)


@click.command()
@judging_options
@click.option(
    "--now",
    callback=read_moment,
    metavar="TIME",
    help="What --max-age is measured against (else the clock), in UTC.",
)
@outlet_options
@home_options
@quiet_option
@click.pass_context
def gate(
    context: click.Context,
    home: Home,
    asked: Request,
    now: datetime | None,
    outlets: tuple[Outlet, ...],
    quiet: bool,
) -> None:
    """Judge what is published.

    Example: kpi gate --format junit --output gate.xml --format sarif --output
    gate.sarif

    Formats and files pair up by their order; text and github may go without a file,
    to the log, and one other format, which then is all that is printed.

    Exits 0 when every judged cell held or its breach is answered, 1 for a breach,
    4 when the data cannot be trusted, 5 when nothing was judged.
    """
    asked = replace(asked, now=now or datetime.now(UTC).replace(tzinfo=None))
    context.exit(judged(home, asked, outlets, is_quiet=quiet))


def judged(
    home: Home, asked: Request, outlets: tuple[Outlet, ...], *, is_quiet: bool
) -> int:
    """Judge what is published, write the verdict, and return the exit code."""
    from kpi_runner.gate.docket import docket
    from kpi_runner.gate.outlets.writing import deliver
    from kpi_runner.gate.suite_files import read_suites
    from kpi_runner.gate.verdict import judge

    expectations = read_suites(home.root, home.root / "expectations")
    with docket(home.target, asked.mode, asked.deployment) as cells:
        verdict = judge(cells, expectations, asked)
    for printed in deliver(verdict, outlets, os.environ):
        if not is_quiet or verdict.exit_code:
            say(printed.rstrip("\n"))
    return verdict.exit_code
