"""What a project consists of, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# A value as YAML or a literal in Jinja gives it; narrowed where it is used.
Settings = Mapping[str, object]

MATERIALIZATIONS = ("table", "view", "incremental")


@dataclass(frozen=True, slots=True)
class Ref:
    """A literal ``ref()`` in a model, and the line it stands on."""

    name: str
    line: int
    package: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A literal ``source()`` in a model, and the line it stands on."""

    source: str
    table: str
    line: int

    @property
    def name(self) -> str:
        """Return the key in ``Project.sources``."""
        return f"{self.source}.{self.table}"


@dataclass(frozen=True, slots=True)
class DataTest:
    """A promise about a column that the yml makes, such as ``not_null``."""

    name: str
    arguments: Settings = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the yml describes it."""

    name: str
    data_type: str | None = None
    description: str = ""
    meta: Settings = field(default_factory=dict)
    tests: tuple[DataTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """One ``.sql`` file; ``path`` and ``yml`` are relative to the project."""

    name: str
    path: Path
    refs: tuple[Ref, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    materialized: str = "table"
    tags: tuple[str, ...] = ()
    meta: Settings = field(default_factory=dict)
    description: str = ""
    columns: tuple[Column, ...] = ()
    config: Settings = field(default_factory=dict)
    raw_sql: str = ""
    yml: Path | None = None


@dataclass(frozen=True, slots=True)
class Seed:
    """One ``.csv`` file; ``path`` is the overlay's own when that replaces it."""

    name: str
    path: Path
    tags: tuple[str, ...] = ()
    meta: Settings = field(default_factory=dict)
    description: str = ""
    columns: tuple[Column, ...] = ()
    column_types: Mapping[str, str] = field(default_factory=dict)
    config: Settings = field(default_factory=dict)
    yml: Path | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One table that the project reads but does not make."""

    source: str
    table: str
    schema: str
    identifier: str
    description: str = ""
    columns: tuple[Column, ...] = ()
    meta: Settings = field(default_factory=dict)
    yml: Path | None = None

    @property
    def name(self) -> str:
        """Return the key in ``Project.sources``."""
        return f"{self.source}.{self.table}"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as a template sees it; it prints as dbt prints it."""

    database: str
    schema: str
    identifier: str

    @property
    def name(self) -> str:
        """Return the identifier under dbt's other name for it."""
        return self.identifier

    @property
    def table(self) -> str:
        """Return the identifier under dbt's third name for it."""
        return self.identifier

    def __str__(self) -> str:
        """Return the quoted name, as it stands in the compiled SQL."""
        return f'"{self.database}"."{self.schema}"."{self.identifier}"'
