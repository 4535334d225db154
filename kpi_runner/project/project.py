"""A project as a whole: read once, then ordered, selected and compiled."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kpi_runner.errors import SelectionError, did_you_mean
from kpi_runner.project import checks, reading
from kpi_runner.project.graph import Graph
from kpi_runner.project.nodes import Model, Relation, Seed, Settings, Source
from kpi_runner.project.properties import Properties
from kpi_runner.project.settings import read_settings
from kpi_runner.project.template import Parsed, Templates

# Seeds and models stand in one schema; the target is the one in profiles.yml.
SCHEMA = "main"
TARGET = "dev"


@dataclass(frozen=True, slots=True)
class Project:
    """Everything that the files say; paths in it are relative to ``root``."""

    name: str
    root: Path
    variables: Settings
    models: Mapping[str, Model]
    seeds: Mapping[str, Seed]
    sources: Mapping[str, Source]
    graph: Graph
    templates: Templates
    parsed: Mapping[str, Parsed]

    def compile(self, name: str, *, database: str, engine: str = "duckdb") -> str:
        """Return a model's SQL as dbt would compile it into this database."""
        names = _scope(self, self.model(name), database, engine)
        return self.templates.render(self.parsed[name], names, engine=engine)

    def model(self, name: str) -> Model:
        """Return a model, or raise SelectionError with the likely word."""
        if name not in self.models:
            raise SelectionError(
                f"there is no model '{name}'.",
                hint=did_you_mean(name, self.models) or "kpi list shows all of them.",
            )
        return self.models[name]


@dataclass(frozen=True, slots=True)
class _Config:
    """What ``config`` is while a template runs: read before, so it prints nothing."""

    settings: Settings

    def __call__(self, *_args: object, **_kwargs: object) -> str:
        return ""

    def get(self, name: str, default: object = None) -> object:
        return self.settings.get(name, default)

    def require(self, name: str) -> object:
        return self.settings[name]


def read_project(
    root: Path, *, seeds: Path | None = None, variables: Settings | None = None
) -> Project:
    """Read a project; ``seeds`` is a folder whose files replace its own by name.

    Raises ProjectError or a child of it for everything that is wrong in a file,
    and SelectionError for a variable that dbt_project.yml does not declare.
    """
    settings = read_settings(root, variables or {}, os.environ)
    templates = Templates(settings.name, settings.variables, os.environ)
    macros = reading.files(root, settings.macro_paths, ".sql")
    templates.add_macros((path, reading.text(root, path)) for path in macros)
    parsed = {
        path: templates.parse(path, reading.text(root, path))
        for path in reading.files(root, settings.model_paths, ".sql")
    }
    folders = (*settings.model_paths, *settings.seed_paths)
    described = reading.files(root, folders, ".yml", ".yaml", ".md")
    properties = Properties(root, described, templates)
    models = reading.read_models(parsed, properties, settings)
    csvs = reading.files(root, settings.seed_paths, ".csv")
    known = reading.read_seeds(csvs, properties, settings, overlay=seeds)
    project = Project(
        name=settings.name,
        root=root,
        variables=settings.variables,
        models=models,
        seeds=known,
        sources=properties.sources(),
        graph=Graph(models.values(), known=known),
        templates=templates,
        parsed={path.stem: found for path, found in parsed.items()},
    )
    _check(project, properties)
    return project


def _check(project: Project, properties: Properties) -> None:
    models = project.models.values()
    readings = [found.reading for found in project.parsed.values()]
    checks.check_names(project.models, project.seeds)
    checks.check_packages(models, project.name)
    checks.check_sources(models, project.sources)
    checks.check_variables((*project.templates.readings, *readings), project.variables)
    properties.check_known("models", project.parsed)
    properties.check_known("seeds", project.seeds)


def _scope(
    project: Project, model: Model, database: str, engine: str
) -> dict[str, object]:
    """Return the names that mean something else in every model."""

    def ref(*words: str) -> Relation:
        return Relation(database, SCHEMA, words[-1])

    def source(source: str, table: str) -> Relation:
        found = project.sources[f"{source}.{table}"]
        return Relation(database, found.schema, found.identifier)

    return {
        "ref": ref,
        "source": source,
        "config": _Config(model.config),
        "this": Relation(database, SCHEMA, model.name),
        "is_incremental": _never,
        "target": {
            "name": TARGET,
            "type": engine,
            "schema": SCHEMA,
            "database": database,
            "profile_name": project.name,
        },
    }


def _never() -> bool:
    """Answer ``is_incremental()``: the SQL does not change from run to run."""
    return False
