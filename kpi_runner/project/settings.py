"""What dbt_project.yml says: paths, variables and configuration by folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import available_timezones

from kpi_runner.errors import Place, ProjectError, SelectionError, did_you_mean
from kpi_runner.project import yml
from kpi_runner.project.nodes import Settings
from kpi_runner.project.template import Templates

FILE = Path("dbt_project.yml")
_ZONE = "week_timezone"


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """The only project configuration there is; paths are relative to it."""

    name: str
    model_paths: tuple[str, ...]
    macro_paths: tuple[str, ...]
    seed_paths: tuple[str, ...]
    variables: Settings
    models: Settings
    seeds: Settings


def read_settings(
    root: Path, overrides: Settings, environment: Mapping[str, str]
) -> ProjectSettings:
    """Read dbt_project.yml, with ``env_var`` rendered as dbt does."""
    if not (root / FILE).is_file():
        raise ProjectError(
            f"there is no {FILE} in '{root}'.",
            hint="Name the project's folder with --project, or start one: kpi init.",
        )
    content = yml.load(root / FILE, FILE)
    name = content.get("name")
    if not isinstance(name, str):
        raise ProjectError("the project has no name.", at=Place(FILE, 1))
    declared = yml.mapping(content.pop("vars", None), FILE, "vars")
    variables = _variables(name, declared, overrides)
    _check_zone(root, variables, overrides)
    templates = Templates(name, variables, environment)
    rendered = yml.mapping(_rendered(content, templates), FILE, "the file")
    return ProjectSettings(
        name=name,
        model_paths=yml.words(rendered.get("model-paths", "models")),
        macro_paths=yml.words(rendered.get("macro-paths", "macros")),
        seed_paths=yml.words(rendered.get("seed-paths", "seeds")),
        variables=variables,
        models=yml.mapping(rendered.get("models"), FILE, "models"),
        seeds=yml.mapping(rendered.get("seeds"), FILE, "seeds"),
    )


def _variables(name: str, declared: Settings, overrides: Settings) -> Settings:
    """Return the variables: the command line over the package over the globals."""
    scoped = declared.get(name)
    own = yml.mapping(scoped, FILE, f"vars of {name}") if scoped else {}
    known = {key: value for key, value in declared.items() if key != name} | own
    for key in overrides:
        if key not in known:
            raise SelectionError(
                f"there is no variable '{key}' in {FILE}.",
                hint=did_you_mean(key, known)
                or f"It declares: {', '.join(sorted(known))}.",
            )
    return {**known, **overrides}


def _check_zone(root: Path, variables: Settings, overrides: Settings) -> None:
    """Refuse a time zone that no database would know."""
    zone = str(variables.get(_ZONE, "UTC"))
    # A machine may come without the list of zones; then the database has to say it.
    known = available_timezones() if zone != "UTC" else set()
    if not known or zone in known:
        return
    line = None if _ZONE in overrides else yml.line_of(root / FILE, _ZONE)
    raise ProjectError(
        f"the {_ZONE} '{zone}' is no time zone.",
        at=Place(FILE, line) if line else None,
        hint=did_you_mean(zone, known) or "Write one such as Europe/Berlin.",
    )


def _rendered(value: object, templates: Templates) -> object:
    if isinstance(value, str):
        return templates.render_text(value, FILE, {})
    if isinstance(value, list):
        return [_rendered(entry, templates) for entry in value]
    if isinstance(value, Mapping):
        return {key: _rendered(entry, templates) for key, entry in value.items()}
    return value
