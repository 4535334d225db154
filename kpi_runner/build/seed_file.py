"""One seed's CSV: read with its line numbers, checked for shape, typed as declared."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import Place, SeedError, did_you_mean
from kpi_runner.project.nodes import Seed
from kpi_runner.project.project import Project

# What a value of a type looks like, where DuckDB's own cast would take more.
SHAPES = {
    "bigint": ("[+-]?[0-9]+", "a whole number"),
    "integer": ("[+-]?[0-9]+", "a whole number"),
    "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2026-01-05"),
    "boolean": ("(?i)true|false", "true or false"),
}
TEXT = "landing.seed_text"
SAVE = "Save the file as UTF-8."
COMMAS = "Save the file with commas between its columns, not semicolons."
QUOTES = "A quote that opens a text must close it; a quote inside it is doubled."


@dataclass(frozen=True, slots=True)
class SeedFile:
    """One seed, where its CSV lies, and whether the overlay brought it."""

    seed: Seed
    path: Path
    is_overlay: bool

    @property
    def relation(self) -> str:
        """Return the relation that holds the typed rows with their lines."""
        return f"landing.seed_{self.seed.name}"

    def error(self, line: int | None, message: str, hint: str | None) -> SeedError:
        """Return an error at a line of the file, named as the user knows it."""
        return SeedError(message, at=Place(self.seed.path, line), hint=hint)


def seed_file(project: Project, seed: Seed, overlay: Path | None) -> SeedFile:
    """Locate a seed's CSV: the overlay's, or the project's own."""
    is_overlay = overlay is not None and seed.path.parent == overlay
    path = seed.path if is_overlay else project.root / seed.path
    return SeedFile(seed, path, is_overlay)


def load_rows(engine: Engine, file: SeedFile) -> None:
    """Load a seed's rows, typed, with their lines, or raise SeedError."""
    types = declared_types(file)
    rows = read_rows(file, types)
    engine.create_table(TEXT, text_query(engine, rows, types))
    check_values(engine, file, types)
    typed = ", ".join(
        f"cast({engine.quote(name)} as {data_type}) as {engine.quote(name)}"
        for name, data_type in types.items()
    )
    engine.create_table(file.relation, f"select line, {typed} from {TEXT}")


def declared_types(file: SeedFile) -> Mapping[str, str]:
    """Return the declared types; no column goes without one."""
    types = file.seed.column_types
    untyped = [each.name for each in file.seed.columns if each.name not in types]
    if not types or untyped:
        raise SeedError(
            f"the seed '{file.seed.name}' declares no type for "
            f"{untyped[0] if untyped else 'its columns'}.",
            at=Place(file.seed.yml or file.seed.path),
            hint="Name every column with its type under config: column_types.",
        )
    return types


def read_rows(file: SeedFile, types: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the records as text by column, with the line each begins on."""
    (_, names), *records = read_records(file) or [(1, [])]
    header = [name.strip() for name in names]
    check_header(file, header, types)
    for line, record in records:
        if len(record) != len(header):
            raise file.error(
                line,
                f"the row has {len(record)} values, the header {len(header)}.",
                "Text with a comma needs quotes around it.",
            )
    return [
        {"line": str(line), **dict(zip(header, record, strict=True))}
        for line, record in records
    ]


def read_records(file: SeedFile) -> list[tuple[int, list[str]]]:
    """Return first line and fields of each record, header first, no blank lines."""
    found = []
    line = 1
    try:
        with file.path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            for record in reader:
                found.append((line, record))
                line = reader.line_num + 1
    except OSError as error:
        raise file.error(None, f"cannot be read ({error.strerror}).", None) from error
    except UnicodeDecodeError as error:
        raise file.error(None, "this is not UTF-8 text.", SAVE) from error
    except csv.Error as error:
        raise file.error(line, f"the line does not parse: {error}.", QUOTES) from error
    return [(line, record) for line, record in found if record]


def check_header(
    file: SeedFile, header: Sequence[str], types: Mapping[str, str]
) -> None:
    """Raise SeedError for a header that is not the declared columns."""
    for name in header:
        if name not in types:
            known = f"The columns are: {', '.join(types)}."
            hint = COMMAS if ";" in name else did_you_mean(name, types) or known
            raise file.error(1, f"'{name}' is no column of this seed.", hint)
        if header.count(name) > 1:
            raise file.error(1, f"the column '{name}' stands twice.", "Keep one.")
    for name in types:
        if name not in header and not (file.is_overlay and is_optional(file, name)):
            hint = f"The columns are: {', '.join(types)}."
            raise file.error(1, f"the column '{name}' is missing.", hint)


def is_optional(file: SeedFile, name: str) -> bool:
    """Tell whether a column may be left out: nothing says it is never null."""
    tests = [c.tests for c in file.seed.columns if c.name == name]
    return not any(test.name == "not_null" for each in tests for test in each)


def text_query(
    engine: Engine, rows: Sequence[Mapping[str, str]], types: Mapping[str, str]
) -> str:
    """Return the query of a seed's rows as text; empty text is null."""
    shape = json.dumps([dict.fromkeys(["line", *types], "varchar")])
    fields = ", ".join(
        f"nullif(record.{engine.quote(name)}, '') as {engine.quote(name)}"
        for name in types
    )
    return (
        f"select cast(record.line as bigint) as line, {fields} from (select"
        f" unnest(from_json({literal(json.dumps(rows))}, {literal(shape)})) as record)"
    )


def check_values(engine: Engine, file: SeedFile, types: Mapping[str, str]) -> None:
    """Raise SeedError for the first value that is not of its declared type."""
    wrong = engine.rows(
        " union all ".join(
            f"select line, {literal(name)}, {engine.quote(name)} from {TEXT}"
            f" where {misfits(engine.quote(name), data_type)}"
            for name, data_type in types.items()
        )
        + " order by line limit 1"
    )
    if wrong:
        line, name, value = wrong[0]
        _, wanted = shape_of(types[name])
        raise file.error(line, f"{name} '{value}' is not {wanted}.", None)


def misfits(column: str, data_type: str) -> str:
    """Return the SQL condition of text that is not of a type."""
    shape, _ = shape_of(data_type)
    return (
        f"{column} is not null and (try_cast({column} as {data_type}) is null"
        f" or not regexp_full_match({column}, {literal(shape)}, 's'))"
    )


def shape_of(data_type: str) -> tuple[str, str]:
    """Return the pattern of a type's text, and what people call it."""
    return SHAPES.get(data_type.lower(), (".*", f"a {data_type}"))
