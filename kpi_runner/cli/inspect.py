"""Commands that look: list, show, lint and query."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kpi_runner.build.request import Request
from kpi_runner.cli.options import project_options, select_option, target_options
from kpi_runner.errors import KpiError
from kpi_runner.views.console import say, table

if TYPE_CHECKING:
    from kpi_runner.engines.duckdb import DuckDBEngine
    from kpi_runner.engines.engine import Row
    from kpi_runner.project.project import Project

FORMATS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("sql")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How the answer is written.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file instead of the terminal.",
)
@target_options
def query(target: Path, sql: str, form: str, output: Path | None) -> None:
    """Ask the published marts in SQL.

    One statement, which can read the marts and nothing else. In CSV, a text that a
    spreadsheet would run as a formula begins with an apostrophe; JSON and Parquet
    have every value as it is.
    Example: kpi query "select * from data_quality" --format csv
    """
    from kpi_runner.publish.published import published

    with published(target) as marts, _complaining(output):
        if form == "parquet":
            write_parquet_out(marts, sql, output)
        else:
            write_text_out(marts, sql, form, output)


def write_text_out(
    marts: "DuckDBEngine", sql: str, form: str, output: Path | None
) -> None:
    """Write an answer as text, to a file or as the answer."""
    from kpi_runner.build.atomic import write_text
    from kpi_runner.publish.answers import answer, as_cells, as_csv, as_json

    def as_table(names: Sequence[str], rows: "Sequence[Row]") -> str:
        return f"{table(names, as_cells(rows))}\n"

    write = {"table": as_table, "csv": as_csv, "json": as_json}[form]
    written = write(*answer(marts, sql))
    if output:
        write_text(output, written)
    else:
        click.echo(written, nl=False)


def write_parquet_out(marts: "DuckDBEngine", sql: str, output: Path | None) -> None:
    """Write an answer as Parquet, to a file or into a pipe."""
    from kpi_runner.publish.answers import write_parquet

    if output:
        write_parquet(marts, sql, output)
        return
    if sys.stdout.isatty():
        raise click.UsageError("--format parquet needs --output FILE, or a pipe.")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answer.parquet"
        write_parquet(marts, sql, path)
        click.echo(path.read_bytes(), nl=False)


@contextmanager
def _complaining(output: Path | None) -> Iterator[None]:
    """Say in one sentence that a file cannot be written."""
    try:
        yield
    except OSError as error:
        if output is None:
            raise
        raise KpiError(
            f"'{output}' cannot be written: {error.strerror}.",
            hint="Name a file in a folder that exists and is yours.",
        ) from error


@click.command("list")
@select_option
@project_options
def list_models(request: Request, select: tuple[str, ...]) -> None:
    """List models by selection, in build order.

    Example: kpi list -s +panel_weekly
    """
    from kpi_runner.project.project import read_project
    from kpi_runner.project.selection import select as selected

    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    for name in selected(project, select):
        model = project.models[name]
        say(f"{name}  ({model.materialized}, {model.path})")


@click.command()
@click.argument("model")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=2,
    show_default=True,
    help="Of a column: how far the tree branches before it only counts.",
)
@project_options
def show(request: Request, model: str, depth: int) -> None:
    """Show a model: grain, neighbours, columns and compiled SQL.

    Or one of its columns: what it means, and every column that it comes from, back
    to the raw tables and the seeds. Values are followed; conditions that only choose
    rows (where, join, group by) are not.
    Example: kpi show panel_weekly, kpi show deflection_weekly.verdict
    """
    from kpi_runner.project.project import read_project

    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    model, _, column = model.partition(".")
    if column:
        show_column(project, model, column, depth)
    else:
        show_model(project, model, request.engine)


def show_model(project: "Project", name: str, engine: str) -> None:
    """Print what a model is, its columns and its compiled SQL."""
    from kpi_runner.publish.publish import grain_of
    from kpi_runner.views.dictionary import unit_of

    model = project.model(name)
    say(f"{name}  ({model.materialized}, {model.path})")
    say(model.description.strip())
    say(f"Grain: {', '.join(grain_of(model)) or 'not declared'}")
    read = (*project.graph.parents(name), *(use.name for use in model.sources))
    say(f"Reads: {', '.join(read) or 'nothing'}")
    say(f"Read by: {', '.join(project.graph.children(name)) or 'nobody'}\n")
    rows = [
        (
            column.name,
            column.data_type or "",
            unit_of(column),
            " ".join(column.description.split()),
        )
        for column in model.columns
    ]
    if rows:
        say(table(["column", "type", "unit", "meaning"], rows) + "\n")
    say(project.compile(name, database="work", engine=engine).strip())


def show_column(project: "Project", model: str, column: str, depth: int) -> None:
    """Print what a column means and where it comes from."""
    from kpi_runner.project.lineage import Lineage
    from kpi_runner.views.lineage import came_in, tree

    lineage = Lineage(project)
    read = lineage.column(model, column)
    for each in project.models[model].columns:
        if each.name == column:
            say(" ".join(each.description.split()) + "\n")
    say(tree(lineage, read, depth))
    say(f"\nComes from:\n{came_in(lineage, read) or '  no column'}")


@click.command()
@select_option
@project_options
@click.pass_context
def lint(context: click.Context, request: Request, select: tuple[str, ...]) -> None:
    """Check portability and house rules.

    Refuses SQL that only one engine understands and what the house does not write.

    Exits 1 when a model breaks a rule. Example: kpi lint -s models/marts/
    """
    from kpi_runner.project.lint import lint as found_in
    from kpi_runner.project.project import read_project
    from kpi_runner.project.selection import select as selected

    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    names = selected(project, select)
    findings = found_in(project, names)
    for finding in findings:
        say(f"{finding}\n")
    say(f"{len(names)} models, {len(findings)} findings.")
    context.exit(1 if findings else 0)
