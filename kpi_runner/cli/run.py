"""The main job, as CI runs it: build, report, judge."""

from dataclasses import replace

import click

from kpi_runner.build.request import Request
from kpi_runner.cli.build import carry_out, full_refresh_option
from kpi_runner.cli.gate import judged, judging_options, outlet_options
from kpi_runner.cli.options import Home, quiet_option, request_options
from kpi_runner.cli.views import report
from kpi_runner.gate.outlets.writing import Outlet
from kpi_runner.gate.verdict import Request as Asked
from kpi_runner.views.console import say


@click.command()
@full_refresh_option
@request_options
@judging_options
@outlet_options
@quiet_option
@click.pass_context
def run(
    context: click.Context,
    request: Request,
    asked: Asked,
    outlets: tuple[Outlet, ...],
    full_refresh: bool,
    quiet: bool,
) -> None:
    """Build, report and judge: the main job.

    Example: kpi run --raw data/raw --format junit --output gate.xml

    Lands, builds, checks and publishes, then writes the report and runs the gate;
    exits as the gate does. The report's path is the last line.
    """
    home = Home(request.root, request.target)
    carry_out(replace(request, is_full_refresh=full_refresh), is_quiet=quiet)
    context.invoke(report, project=home.root, target=home.target, quiet=True)
    try:
        asked = replace(asked, now=request.now)
        code = judged(home, asked, outlets, is_quiet=quiet)
    finally:
        if not quiet:
            say(f"Report: {home.target / 'report.html'}")
    context.exit(code)
