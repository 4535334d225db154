"""Commands that show what is published: panel, report, review."""

from datetime import datetime
from pathlib import Path

import click

from kpi_runner.cli.day import Day
from kpi_runner.cli.options import quiet_option, target_options
from kpi_runner.views.console import say


def read_week(
    _context: click.Context, _option: click.Parameter, found: datetime | None
) -> datetime | None:
    """Read the value of --week, which is a Monday."""
    if found and found.weekday() != 0:
        raise click.BadParameter(f"{found:%Y-%m-%d} is a {found:%A}, not a Monday.")
    return found


deployment_option = click.option(
    "--deployment", metavar="ID", help="Only this deployment."
)
week_option = click.option(
    "--week",
    type=Day(),
    callback=read_week,
    help="The week of this Monday (else each KPI's latest mature week).",
)


@click.command()
@deployment_option
@week_option
@click.option("--segment", metavar="NAME", help="Only this customer segment.")
@click.option("--channel", metavar="NAME", help="Only this channel.")
@target_options
def panel(
    target: Path,
    deployment: str | None,
    week: datetime | None,
    segment: str | None,
    channel: str | None,
) -> None:
    """Show the twelve KPIs on the terminal.

    Example: kpi panel --deployment web_chat --week 2026-06-22

    Archetypes down, KPIs across, each with its status; deflection never without the
    satisfaction of the same conversations.
    """
    from kpi_runner.publish.published import published
    from kpi_runner.views.grid import Slice
    from kpi_runner.views.marts import Marts
    from kpi_runner.views.panel import Asked
    from kpi_runner.views.panel import panel as lines

    if segment and channel:
        raise click.UsageError("The panel is cut by segment or by channel, not both.")
    asked = Asked(deployment, week.date() if week else None, Slice(segment, channel))
    with published(target) as engine:
        for line in lines(Marts(engine), asked):
            say(line)


@click.command()
@deployment_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write (else report.html beside the marts).",
)
@target_options
@quiet_option
def report(
    target: Path, deployment: str | None, output: Path | None, quiet: bool
) -> None:
    """Write the report: one HTML file that needs no network.

    Example: kpi report --output panel.html

    Headlines, the twelve KPIs, charts, incidents, action items, data quality, and
    what the panel can see.
    """
    from kpi_runner.build.atomic import write_text
    from kpi_runner.publish.ledger import LEDGER
    from kpi_runner.publish.published import published
    from kpi_runner.views.marts import Marts
    from kpi_runner.views.panel import Asked, check
    from kpi_runner.views.report import report as page

    path = output or target / "report.html"
    with published(target) as engine:
        marts = Marts(engine)
        check(marts, Asked(deployment))
        shown = page(marts, target / LEDGER, deployment)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, shown)
    if not quiet:
        say(f"Report: {path}")


@click.command()
@click.argument("cadence", type=click.Choice(["weekly", "monthly", "quarterly"]))
@deployment_option
@click.option(
    "--all", "is_joint", is_flag=True, help="One packet of all deployments together."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to (else reviews/ beside the marts).",
)
@target_options
@quiet_option
def review(
    target: Path,
    cadence: str,
    deployment: str | None,
    is_joint: bool,
    output: Path | None,
    quiet: bool,
) -> None:
    """Write the packets of a meeting, as HTML and Markdown.

    Example: kpi review weekly --deployment web_chat

    One packet a deployment; with --all one for all of them.
    """
    from kpi_runner.build.atomic import write_text
    from kpi_runner.publish.published import published
    from kpi_runner.views.marts import Marts
    from kpi_runner.views.panel import Asked, check
    from kpi_runner.views.review.cadences import packets
    from kpi_runner.views.review.packet import as_html, as_markdown

    if deployment and is_joint:
        raise click.UsageError("--all is every deployment; --deployment is one.")
    folder = output or target / "reviews"
    folder.mkdir(parents=True, exist_ok=True)
    with published(target) as engine:
        marts = Marts(engine)
        check(marts, Asked(deployment))
        found = packets(marts, cadence, deployment=deployment, is_joint=is_joint)
    for name, packet in found.items():
        write_text(folder / f"{name}.html", as_html(packet))
        write_text(folder / f"{name}.md", as_markdown(packet))
        if not quiet:
            say(f"{packet.title}: {folder / name}.html, .md")
