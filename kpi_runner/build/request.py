"""What a build is asked for, as the command line or a script says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


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
