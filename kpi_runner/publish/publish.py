"""Publishing: the marts become one read-only file, by one atomic rename."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from kpi_runner.build.atomic import put_in_place
from kpi_runner.build.touched import Part
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import ContractError, EngineError, Place, ProjectError
from kpi_runner.project.nodes import Model

# DuckDB 1.x tools can read it too.
STORAGE = "v1.0.0"
# Raise it when a published table changes in a way that its readers must know.
SCHEMA_VERSION = 1
INFO = "publish_info"
_MARTS = "kpi_marts"


@dataclass(frozen=True, slots=True)
class PublishInfo:
    """The one row that a published file says about itself; instants are UTC."""

    run_id: str
    as_of: datetime | None
    landed_at: datetime | None
    published_at: datetime
    engine: str
    project: str
    code_hash: str
    seeds_hash: str
    schema_version: int = SCHEMA_VERSION


def publish(
    engine: Engine,
    marts: Sequence[Model],
    path: Path,
    info: PublishInfo,
    parts: Mapping[str, Part] | None = None,
) -> None:
    """Write the marts, in their total order, and put the file in the place of the last.

    With ``parts`` it is a copy of the former file, where the other marts stay, and of
    those in ``parts`` all but that part.

    Readers have the former file until the rename, and keep it while it is open.
    Raises ContractError for a mart whose key is not one, ProjectError for a type
    that no reader would get unchanged, EngineError when the disk is full.
    """
    for mart in marts:
        check_types(engine, mart)
        check_grain(engine, mart, (parts or {}).get(mart.name))
    draft = path.with_name("marts.next.duckdb")
    remove(draft)
    try:
        if parts is not None:
            copyfile(path, draft)
        _write(engine, marts, draft, info, parts or {})
        remove(_log_of(path))
        put_in_place(draft, path)
    except OSError as error:
        raise _unwritten(path, str(error.strerror)) from error
    finally:
        remove(draft)


def grain_of(model: Model) -> list[str]:
    """Return the columns whose values tell a model's rows apart; maybe none."""
    grain = model.meta.get("grain", [])
    return [str(column) for column in grain] if isinstance(grain, list) else []


def check_types(engine: Engine, mart: Model) -> None:
    """Refuse a type that Parquet cannot hold: it would come back as another."""
    for column, kind in engine.columns(f"main.{mart.name}").items():
        if "HUGEINT" in kind:
            raise ProjectError(
                f"'{mart.name}' has the column '{column}' of type {kind}, "
                "which Parquet stores as DOUBLE.",
                at=Place(mart.path),
                hint=f"Cast it: cast({column} as bigint).",
            )


def check_grain(engine: Engine, mart: Model, part: Part | None = None) -> None:
    """Refuse a mart that has two rows for one key; ``part`` is all that may have."""
    grain = grain_of(mart)
    if not grain:
        return
    key = ", ".join(map(engine.quote, grain))
    # A key that does not say which part it is of may be in the others, too.
    where = f"where {part.condition}" if part and part.column in grain else ""
    twice = engine.rows(
        f"select {key}, count(*) from {engine.quote(f'main.{mart.name}')} {where}"
        f" group by {key} having count(*) > 1 order by {key} limit 1"
    )
    if twice:
        *values, count = twice[0]
        named = ", ".join(
            f"{column} {value}" for column, value in zip(grain, values, strict=True)
        )
        raise ContractError(
            f"{mart.path}: '{mart.name}' has {count} rows for one key: {named}.",
            hint="Nothing is published; the former marts stay. "
            "Find the join that multiplies rows, or correct the grain in the yml.",
        )


def remove(path: Path) -> None:
    """Remove a DuckDB file and its log, if they are there."""
    path.unlink(missing_ok=True)
    _log_of(path).unlink(missing_ok=True)


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _write(
    engine: Engine,
    marts: Sequence[Model],
    draft: Path,
    info: PublishInfo,
    parts: Mapping[str, Part],
) -> None:
    """Fill the draft; whatever happens, nothing of it stays attached."""
    engine.execute(
        f"attach {literal(str(draft))} as {_MARTS} (storage_version {literal(STORAGE)})"
    )
    try:
        for mart in marts:
            _write_mart(engine, mart, parts.get(mart.name))
        _write_info(engine, info)
        engine.execute(f"checkpoint {_MARTS}")
    except EngineError as error:
        raise _unwritten(draft, error.message) from error
    finally:
        engine.execute(f"detach {_MARTS}")


def _write_mart(engine: Engine, mart: Model, part: Part | None) -> None:
    """Write a mart; of one that is there, a part, unless it has more gaps than rows."""
    relation = f"{_MARTS}.main.{engine.quote(mart.name)}"
    rows = f"select * from {engine.quote(f'main.{mart.name}')}"
    order = f"order by {total_order(engine, mart)}"
    is_sound = f"select max(rowid) < 2 * count(*) from {relation}"
    if part and engine.rows(is_sound)[0][0]:
        engine.execute(f"delete from {relation} where {part.condition}")
        engine.execute(f"insert into {relation} {rows} where {part.condition} {order}")
    else:
        engine.execute(f"create or replace table {relation} as {rows} {order}")


def total_order(engine: Engine, mart: Model) -> str:
    """Return what to order a mart by, so that equal rows lie in equal order."""
    columns = grain_of(mart) or engine.columns(f"main.{mart.name}")
    return ", ".join(f"{engine.quote(column)} nulls last" for column in columns)


def _write_info(engine: Engine, info: PublishInfo) -> None:
    engine.execute(
        f"create or replace table {_MARTS}.main.{INFO} as select"
        " cast(? as varchar) as run_id, cast(? as timestamp) as as_of,"
        " cast(? as timestamp) as landed_at, cast(? as timestamp) as published_at,"
        " cast(? as varchar) as engine, cast(? as varchar) as project,"
        " cast(? as varchar) as code_hash, cast(? as varchar) as seeds_hash,"
        " cast(? as integer) as schema_version",
        [getattr(info, name) for name in PublishInfo.__slots__],
    )


def _unwritten(path: Path, reason: str) -> EngineError:
    return EngineError(
        f"the marts cannot be written to '{path.parent}': {reason.splitlines()[0]}",
        hint="Nothing is published; the former marts stay. "
        "Make room there, or build elsewhere with --target.",
    )
