"""Commands that look: list, show, lint and query."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpi_runner.build.request import Request
from kpi_runner.cli.options import project_options, select_option, target_options
from kpi_runner.views.console import say, table

if TYPE_CHECKING:
    from kpi_runner.project.project import Project

FORMATS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("sql")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    help="How the answer is written.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file instead of the terminal; parquet needs one.",
)
@target_options
def query(target: Path, sql: str, form: str, output: Path | None) -> None:
    """Ask the published marts in SQL.

    Example: kpi query "select * from data_quality" --format csv
    """
    from kpi_runner.publish.answers import answer, as_csv, as_json, write_parquet
    from kpi_runner.publish.published import published

    with published(target) as marts:
        if form == "parquet":
            if not output:
                raise click.UsageError("--format parquet needs --output FILE.")
            write_parquet(marts, sql, output)
            return
        names, rows = answer(marts, sql)
    written = {"table": table, "csv": as_csv, "json": as_json}[form](names, rows)
    if output:
        output.write_text(written, encoding="utf-8")
    else:
        click.echo(written, nl=form == "table")


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
@project_options
def show(request: Request, model: str) -> None:
    """Show a model: grain, neighbours, columns and compiled SQL.

    Or one of its columns: what it means and is made of.
    Example: kpi show panel_weekly, kpi show panel_weekly.status
    """
    from kpi_runner.project.project import read_project
    from kpi_runner.publish.publish import grain_of

    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    model, _, column = model.partition(".")
    if column:
        show_column(project, model, column)
        return
    found = project.model(model)
    say(f"{found.name}  ({found.materialized}, {found.path})")
    say(found.description.strip())
    say(f"Grain: {', '.join(grain_of(found)) or 'not declared'}")
    read = (*project.graph.parents(model), *(use.name for use in found.sources))
    say(f"Reads: {', '.join(read) or 'nothing'}")
    say(f"Read by: {', '.join(project.graph.children(model)) or 'nobody'}\n")
    rows = [
        (column.name, column.data_type or "", " ".join(column.description.split()))
        for column in found.columns
    ]
    if rows:
        say(table(["column", "type", "meaning"], rows) + "\n")
    say(project.compile(model, database="work", engine=request.engine).strip())


def show_column(project: "Project", model: str, column: str) -> None:
    """Print what a column means and which columns it is made of."""
    from kpi_runner.project.lineage import made_of

    behind = made_of(project, model, column)
    for each in project.models[model].columns:
        if each.name == column:
            say(" ".join(each.description.split()))
    say(f"{model}.{column} is made of: {', '.join(behind) or 'no column'}")


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
