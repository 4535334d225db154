"""What an export is written in: compression, and types in Parquet and warehouses."""

import re
from dataclasses import dataclass

from kpi_runner.errors import ProjectError

# How pages are compressed; the first is the default.
CODECS = ("zstd", "snappy", "gzip", "uncompressed")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type as marts have it, and what it is called in each warehouse."""

    name: str
    snowflake: str
    bigquery: str
    redshift: str
    postgresql: str


# The instants of marts are UTC without a zone. Parquet marks them as UTC, and so do
# the warehouses whose usual type does.
_KINDS = {
    kind.name: kind
    for kind in (
        Kind("VARCHAR", "varchar", "string", "varchar(65535)", "text"),
        Kind("BIGINT", "bigint", "int64", "bigint", "bigint"),
        Kind("DOUBLE", "double", "float64", "double precision", "double precision"),
        Kind("BOOLEAN", "boolean", "bool", "boolean", "boolean"),
        Kind("DATE", "date", "date", "date", "date"),
        Kind("TIMESTAMP", "timestamp_ntz(6)", "timestamp", "timestamp", "timestamptz"),
    )
}


def kind_of(mart: str, column: str, declared: str) -> Kind:
    """Return the type that a column is exported with; small integers are BIGINT.

    Raises ProjectError for one that some reader would not get unchanged.
    """
    found = _DECIMAL.fullmatch(declared)
    if found:
        return _decimal(*map(int, found.groups()))
    kind = _KINDS.get("BIGINT" if declared in _WHOLE else declared)
    if kind is None:
        raise ProjectError(
            f"'{mart}' has the column '{column}' of type {declared}, "
            "which not every warehouse can load.",
            hint=f"Cast it to one of {', '.join(_KINDS)}, DECIMAL in the mart.",
        )
    return kind


def exported(column: str, kind: Kind) -> str:
    """Return a quoted column as the expression that Parquet is written from."""
    if kind.name == "TIMESTAMP":
        return f"{column} at time zone 'UTC'"
    return f"cast({column} as {kind.name})"


def _decimal(precision: int, scale: int) -> Kind:
    size = f"({precision}, {scale})"
    # NUMERIC holds 29 digits before the point and 9 behind it.
    is_numeric = precision - scale <= 29 and scale <= 9  # noqa: PLR2004 - see above
    return Kind(
        name=f"DECIMAL({precision},{scale})",
        snowflake=f"number{size}",
        bigquery=f"{'numeric' if is_numeric else 'bignumeric'}{size}",
        redshift=f"numeric{size}",
        postgresql=f"numeric{size}",
    )
