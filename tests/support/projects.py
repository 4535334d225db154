"""Write a small project from a few texts and read it."""

from kpi_runner.project.project import read_project

PROJECT = "name: shop\nmodels:\n  shop:\n    +materialized: table\n"


def write_project(root, files=(), *, project=PROJECT):
    """Write dbt_project.yml and the given files; return the root."""
    for name, text in {"dbt_project.yml": project, **dict(files)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def project_of(root, files=(), *, project=PROJECT, **options):
    """Write the files as a project and read it."""
    return read_project(write_project(root, files, project=project), **options)
