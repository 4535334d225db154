"""Select models as dbt does: name, +name, name+, tag:x, path/."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from kpi_runner.errors import SelectionError, did_you_mean
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import Project


def select(project: Project, expressions: Iterable[str]) -> list[str]:
    """Return the selected models in build order; nothing asked selects all.

    Expressions and words within one are added up; a comma takes what both sides
    have in common, as in dbt.
    """
    words = [word for expression in expressions for word in expression.split()]
    chosen = set(project.models) if not words else set[str]()
    for word in words:
        chosen |= set.intersection(
            *(_chosen(project, part) for part in word.split(","))
        )
    return [model.name for model in project.graph.order() if model.name in chosen]


def _chosen(project: Project, part: str) -> set[str]:
    core = part.removeprefix("+").removesuffix("+")
    found = {
        name for name, model in project.models.items() if _matches(model, core)
    } | ({core} & project.seeds.keys())
    if not found:
        raise SelectionError(
            f"the selection '{part}' matches no model.",
            hint=did_you_mean(core, _known(project)) or "kpi list shows all of them.",
        )
    chosen = set(found)
    for name in found:
        chosen |= project.graph.ancestors(name) if part.startswith("+") else set()
        chosen |= project.graph.descendants(name) if part.endswith("+") else set()
    return chosen & project.models.keys()


def _matches(model: Model, core: str) -> bool:
    method, separator, value = core.partition(":")
    if not separator:
        method, value = ("path" if "/" in core else "name"), core
    if method == "tag":
        return value in model.tags
    if method == "path":
        path = model.path.as_posix()
        return path == value or path.startswith(f"{value.rstrip('/')}/")
    return method == "name" and fnmatchcase(model.name, value)


def _known(project: Project) -> set[str]:
    tags = {f"tag:{tag}" for model in project.models.values() for tag in model.tags}
    folders = {f"{model.path.parent.as_posix()}/" for model in project.models.values()}
    return set(project.models) | tags | folders
