"""The command that hands the marts to a warehouse."""

from pathlib import Path

import click

from kpi_runner.cli.options import quiet_option, target_options
from kpi_runner.publish.export_types import CODECS
from kpi_runner.views.console import say, watching


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--codec",
    type=click.Choice(CODECS),
    default=CODECS[0],
    show_default=True,
    help="How the files are compressed.",
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="How many exports stay in DIR.",
)
@target_options
@quiet_option
def export(target: Path, folder: Path, codec: str, keep: int, quiet: bool) -> None:
    """Write the published marts as Parquet for a warehouse.

    Example: kpi export exports/

    Each run goes to a folder of its own in DIR, with a manifest and load scripts;
    DIR/current.json names the newest one. Nothing is written when nothing changed.
    """
    from kpi_runner.publish.export import export as written
    from kpi_runner.publish.published import published

    with published(target) as marts, watching(is_quiet=quiet) as watch:
        found = written(marts, folder, watch, codec=codec, keep=keep)
    if quiet:
        return
    if found.is_new:
        say(f"Run {found.run_id} exported to {found.path}.")
    else:
        say(f"Nothing changed since run {found.run_id}, which is in {found.path}.")
