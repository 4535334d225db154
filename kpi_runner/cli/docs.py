"""The command that writes the documents that are made from the models."""

import click

from kpi_runner.build.request import Request
from kpi_runner.cli.options import project_options
from kpi_runner.views.console import say


@click.command()
@project_options
def docs(request: Request) -> None:
    """Write the data dictionary and the lineage pictures.

    Into docs/ of the project, from the models and the yml beside them; commit both.
    Example: kpi docs
    """
    from kpi_runner.build.atomic import write_text
    from kpi_runner.project.project import read_project
    from kpi_runner.views.diagrams import lineage_pages
    from kpi_runner.views.dictionary import dictionary

    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    folder = request.root / "docs"
    folder.mkdir(exist_ok=True)
    for name, written in (("data-dictionary", dictionary), ("lineage", lineage_pages)):
        write_text(folder / f"{name}.md", written(project))
        say(f"docs/{name}.md")
