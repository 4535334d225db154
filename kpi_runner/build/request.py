"""What a build is asked for, as the command line or a script says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kpi_runner.errors import KpiError


@dataclass(frozen=True, slots=True)
class Request:
    """One build; paths are absolute, an empty ``raw`` means the project's own.

    ``now``, UTC without an offset, becomes landed_at and published_at of what is new.
    """

    root: Path
    target: Path
    now: datetime
    raw: tuple[Path, ...] = ()
    seeds: Path | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    engine: str = "duckdb"
    spark_master: str = "local[*]"
    threads: int | None = None
    memory_limit: str | None = None
    select: tuple[str, ...] = ()
    is_full_refresh: bool = False


def raw_path(given: str) -> Path:
    """Return the raw path that is named as a path or as a ``file:`` URI."""
    if given.startswith("file:"):
        return Path(unquote(urlsplit(given).path))
    scheme, separator, _ = given.partition("://")
    if separator:
        raise KpiError(
            f"raw data in '{scheme}://' cannot be read: '{given}'.",
            hint="Mount it, at the same place on every machine of a cluster, and name"
            " the folder.",
        )
    return Path(given)
