"""Commands that make something: build, land."""

from dataclasses import replace
from pathlib import Path

import click

from kpi_runner.build.request import Request
from kpi_runner.build.state import current_run
from kpi_runner.cli.options import quiet_option, request_options, select_option
from kpi_runner.views.console import remark, say, watching

full_refresh_option = click.option(
    "--full-refresh", is_flag=True, help="Land and build everything anew."
)


@click.command()
@select_option
@full_refresh_option
@request_options
@quiet_option
def build(
    request: Request, select: tuple[str, ...], full_refresh: bool, quiet: bool
) -> None:
    """Land, build, check and publish.

    Example: kpi build --raw data/raw --as-of 2026-03-02

    Builds only what changed since the last time. Publishes when every mart is
    fresh and the data can be trusted; else the former marts stay.
    """
    asked = replace(request, select=select, is_full_refresh=full_refresh)
    carry_out(asked, is_quiet=quiet)


@click.command()
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    help="The DuckDB file to land in (else target/dbt/work.duckdb).",
)
@request_options
@quiet_option
def land(request: Request, database: Path | None, quiet: bool) -> None:
    """Do only the raw step, for users of dbt.

    Example: kpi land --raw data/raw, then KPI_SEEDS=target/seeds dbt build

    Makes the schema raw in the database, and writes the seeds as one folder to
    target/seeds, because dbt knows no overlay.
    """
    from kpi_runner.build.build import land_only

    path = database or request.target / "dbt" / "work.duckdb"
    with watching(is_quiet=quiet) as watch:
        land_only(request, path.absolute(), watch)
    if not quiet:
        say(f"Landed in {path}; seeds in {request.target / 'seeds'}.")


def carry_out(request: Request, *, is_quiet: bool) -> None:
    """Build and publish, and say how it ended."""
    is_partial = request.select or request.is_full_refresh
    current = None if is_partial else current_run(request)
    if current:
        if not is_quiet:
            say(f"Nothing changed since run {current}; its marts stay published.")
        return
    from kpi_runner.publish.release import release

    with watching(is_quiet=is_quiet) as watch:
        released = release(request, watch)
    if is_quiet:
        return
    say(f"{released.built_count} models built, {released.unchanged_count} unchanged.")
    if released.stale:
        listed = ", ".join(released.stale[:5])
        more = ", ..." if released.stale[5:] else ""
        remark(
            f"Not published: {len(released.stale)} models that the marts or checks need"
            f" are stale ({listed}{more}). kpi build builds them."
        )
    elif released.is_new:
        say(f"{released.mart_count} marts published as run {released.run_id}.")
    else:
        say(f"The marts are those of run {released.run_id}, which stays published.")
