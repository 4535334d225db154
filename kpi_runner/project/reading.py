"""From files to nodes: models and seeds with the configuration that holds."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kpi_runner.errors import GraphError, Place, ProjectError, SeedError, did_you_mean
from kpi_runner.project import yml
from kpi_runner.project.configuration import configured
from kpi_runner.project.nodes import MATERIALIZATIONS, Column, Model, Seed, Settings
from kpi_runner.project.properties import Properties
from kpi_runner.project.settings import ProjectSettings
from kpi_runner.project.template import Parsed

# What dbt would honour and a build into one schema cannot.
_REFUSED = (
    "alias",
    "database",
    "schema",
    "pre-hook",
    "pre_hook",
    "post-hook",
    "post_hook",
)


def files(root: Path, folders: Iterable[str], *suffixes: str) -> list[Path]:
    """Return the files that dbt would read, sorted, relative to the root."""
    found = {
        path.relative_to(root) if path.is_relative_to(root) else path
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.suffix.lower() in suffixes and path.name[0] not in ".#~"
    }
    return sorted(found)


def text(root: Path, path: Path) -> str:
    """Return a file's text, with its line ends as they are."""
    try:
        return (root / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProjectError("this is not UTF-8 text.", at=Place(path)) from error


def read_models(
    parsed: Mapping[Path, Parsed],
    properties: Properties,
    settings: ProjectSettings,
) -> dict[str, Model]:
    """Return the enabled models by name."""
    _check_single(parsed)
    models: dict[str, Model] = {}
    for path, found in parsed.items():
        entry = properties.entry("models", path.stem)
        config = configured(
            settings.models,
            _address(path, settings.name, settings.model_paths),
            entry.config if entry else {},
            *found.reading.configs,
        )
        if config.get("enabled", True):
            models[path.stem] = Model(
                name=path.stem,
                path=path,
                refs=tuple(found.reading.refs),
                sources=tuple(found.reading.sources),
                materialized=_materialized(config, path),
                tags=tuple(dict.fromkeys(yml.words(config.get("tags")))),
                meta=yml.mapping(config.get("meta"), path, "meta"),
                description=properties.description(entry),
                columns=properties.columns(entry),
                config=config,
                raw_sql=found.text,
                yml=entry.path if entry else None,
            )
    return models


def read_seeds(
    paths: Iterable[Path],
    properties: Properties,
    settings: ProjectSettings,
    *,
    overlay: Path | None,
) -> dict[str, Seed]:
    """Return the seeds by name; a file of the overlay replaces its namesake."""
    paths = list(paths)
    _check_single(paths)
    replaced = _overlay(overlay, {path.stem for path in paths})
    seeds: dict[str, Seed] = {}
    for path in paths:
        entry = properties.entry("seeds", path.stem)
        config = configured(
            settings.seeds,
            _address(path, settings.name, settings.seed_paths),
            entry.config if entry else {},
        )
        columns = properties.columns(entry)
        seeds[path.stem] = Seed(
            name=path.stem,
            path=replaced.get(path.stem, path),
            tags=tuple(dict.fromkeys(yml.words(config.get("tags")))),
            meta=yml.mapping(config.get("meta"), path, "meta"),
            description=properties.description(entry),
            columns=columns,
            column_types=_column_types(config, columns, path),
            config=config,
            yml=entry.path if entry else None,
        )
    return seeds


def _address(path: Path, package: str, folders: tuple[str, ...]) -> Iterator[str]:
    """Yield the package, the folders and the name: dbt's address of a node."""
    yield package
    for folder in folders:
        if path.is_relative_to(folder):
            yield from path.relative_to(folder).parent.parts
            break
    yield path.stem


def _check_single(paths: Iterable[Path]) -> None:
    """Raise GraphError for two files of one name: it is a relation's name."""
    first: dict[str, Path] = {}
    for path in paths:
        former = first.setdefault(path.stem.lower(), path)
        if former != path:
            raise GraphError(
                f"'{path.stem}' is also defined in {former}.",
                at=Place(path),
                hint="Rename one of them: a file's name is its relation's name.",
            )


def _materialized(config: Settings, path: Path) -> str:
    for key in _REFUSED:
        if config.get(key):
            raise ProjectError(
                f"the configuration '{key}' is not supported.",
                at=Place(path),
                hint="Every model is built under its own name into one schema.",
            )
    found = str(config.get("materialized", "view"))
    if found not in MATERIALIZATIONS:
        raise ProjectError(
            f"materialized '{found}' is not supported.",
            at=Place(path),
            hint=did_you_mean(found, MATERIALIZATIONS)
            or f"Use one of: {', '.join(MATERIALIZATIONS)}.",
        )
    return found


def _column_types(
    config: Settings, columns: tuple[Column, ...], path: Path
) -> dict[str, str]:
    """Return the declared types: column_types, else each column's data_type."""
    declared = yml.mapping(config.get("column_types"), path, "column_types")
    if declared:
        return {name: str(kind) for name, kind in declared.items()}
    return {column.name: column.data_type for column in columns if column.data_type}


def _overlay(folder: Path | None, names: set[str]) -> dict[str, Path]:
    if folder is None:
        return {}
    if not folder.is_dir():
        raise SeedError(f"the seed folder '{folder}' does not exist.")
    found = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    for name, path in found.items():
        if name not in names:
            raise SeedError(
                f"'{name}' is no seed of this project.",
                at=Place(path),
                hint=did_you_mean(name, names)
                or f"It has: {', '.join(sorted(names))}.",
            )
    return found
