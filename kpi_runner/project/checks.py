"""What must hold across files before a project is one."""

from collections.abc import Collection, Iterable, Mapping

from kpi_runner.errors import GraphError, Place, ProjectError, did_you_mean
from kpi_runner.project.nodes import Model, Seed, Source
from kpi_runner.project.template import Reading


def check_sources(models: Iterable[Model], sources: Mapping[str, Source]) -> None:
    """Raise GraphError for a source that no yml declares."""
    for model in models:
        for use in model.sources:
            if use.name not in sources:
                raise GraphError(
                    f"'{model.name}' reads source '{use.name}', which does not exist.",
                    at=Place(model.path, use.line),
                    hint=did_you_mean(use.name, sources)
                    or "Declare it in a _sources.yml.",
                )


def check_packages(models: Iterable[Model], package: str) -> None:
    """Raise GraphError for a ref into a package other than the project itself."""
    for model in models:
        for ref in model.refs:
            if ref.package not in (None, package):
                raise GraphError(
                    f"'{model.name}' refers to package '{ref.package}', "
                    "which does not exist.",
                    at=Place(model.path, ref.line),
                    hint=f"The only package is this project, '{package}'.",
                )


def check_variables(readings: Iterable[Reading], declared: Collection[str]) -> None:
    """Raise ProjectError for a var without a default that nothing declares."""
    for reading in readings:
        for use in reading.variables:
            if use.name not in declared and not use.has_default:
                raise ProjectError(
                    f"var '{use.name}' is not declared in dbt_project.yml.",
                    at=Place(reading.path, use.line),
                    hint=did_you_mean(use.name, declared)
                    or "Declare it under vars, or give it a default.",
                )


def check_names(models: Mapping[str, Model], seeds: Mapping[str, Seed]) -> None:
    """Raise GraphError for a model and a seed of one name."""
    for name in sorted(models.keys() & seeds.keys()):
        raise GraphError(
            f"'{name}' is also defined in {seeds[name].path}.",
            at=Place(models[name].path),
            hint="Rename one of them: a file's name is its relation's name.",
        )
