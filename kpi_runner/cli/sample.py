"""The command that hands QA what to read."""

from datetime import datetime
from pathlib import Path

import click

from kpi_runner.cli.options import target_options
from kpi_runner.cli.views import deployment_option, week_option
from kpi_runner.views.console import say


@click.command()
@deployment_option
@week_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file instead of the terminal.",
)
@target_options
def sample(
    target: Path, deployment: str | None, week: datetime | None, output: Path | None
) -> None:
    """Write the QA sample as a CSV to fill in.

    Example: kpi sample --deployment web_chat --output to_read.csv

    One row per conversation. Fill in reviewed_at and reviewer, what was quoted and
    the class of the finding (1 to 4; empty: nothing wrong), delete rows that nobody
    read, and put the file beside the other qa_reviews. Week: the latest that ended.
    """
    from kpi_runner.build.atomic import write_text
    from kpi_runner.publish.published import published
    from kpi_runner.views.marts import Marts
    from kpi_runner.views.panel import Asked, check
    from kpi_runner.views.sample import sample as drawn

    with published(target) as engine:
        marts = Marts(engine)
        check(marts, Asked(deployment))
        text = drawn(marts, week.date() if week else None, deployment)
    if not output:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    write_text(output, text)
    say(f"{output}: {text.count(chr(10)) - 1} conversations to read.")
