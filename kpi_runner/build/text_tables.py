"""CSV and JSON files land as text, with the lines that do not parse beside them."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from kpi_runner.build.contract import MALFORMED, RAW_FILE, RAW_ROW, ContractTable
from kpi_runner.build.files import RawFile
from kpi_runner.build.refusals import (
    require_columns,
    require_header,
    require_modest,
    require_rows,
    unreadable,
)
from kpi_runner.build.text_file import (
    LongLineError,
    csv_header,
    ends_in_long_line,
    is_empty,
    is_json_array,
    is_packed,
    numbered_lines,
    split_csv,
    without_mark,
    writing,
)
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError, disk_fault

OBJECTS = "json_objects"
# Only these may hold one array; the others are one object a line by their name.
ARRAYS = (".json", ".json.gz")
UNREADABLE = (EngineError, OSError, EOFError, zlib.error, LongLineError)


@dataclass(frozen=True, slots=True)
class Landing:
    """One text file on its way into the relation of its table."""

    engine: Engine
    table: ContractTable
    file: RawFile
    relation: str

    def fields(self, found: Sequence[str]) -> dict[str, str]:
        """Return contract column -> the file's own name, adding what is new."""
        spelling = {name.lower(): name for name in reversed(found)}
        own = {
            column.name: column.name if column.name in found else spelling[column.name]
            for column in self.table.columns
            if column.name in spelling
        }
        for name in own:
            self.engine.execute(
                f"alter table {self.engine.quote(self.relation)}"
                f" add column if not exists {self.engine.quote(name)} varchar"
            )
        return own

    def insert(self, values: Mapping[str, str], row: str, source: str) -> None:
        """Insert columns (contract name -> SQL) and record number of a source."""
        names = [self.engine.quote(name) for name in values]
        self.engine.execute(
            f"insert into {self.engine.quote(self.relation)}"
            f" ({', '.join([*names, RAW_FILE, RAW_ROW])})"
            f" select {', '.join([*values.values(), literal(self.file.name), row])}"
            f" from {source}"
        )

    def keep_malformed(self, source: str) -> None:
        """Keep the malformed lines (number, line) of a source."""
        self.engine.execute(
            f"insert into {MALFORMED} select {literal(self.table.label)},"
            f" {literal(self.file.name)}, number, line from {source}"
        )


def land_text(
    engine: Engine, table: ContractTable, files: Sequence[RawFile], relation: str
) -> list[str]:
    """Land CSV and JSON files into ``relation``; return every column they have.

    The relation holds as text those columns of the contract that any file has.
    """
    engine.create_table(
        relation,
        f"select cast(null as varchar) as {RAW_FILE},"
        f" cast(null as bigint) as {RAW_ROW} where false",
    )
    found: dict[str, None] = {}
    for file in files:
        landing = Landing(engine, table, file, relation)
        land = land_csv if file.format == "csv" else land_json
        try:
            require_modest(file)
            found |= dict.fromkeys(land(landing))
        except UNREADABLE as error:
            raise disk_fault(error) or unreadable(file, str(error)) from error
    if all(file.format == "csv" for file in files) and not found:
        require_rows(table, files)
    return list(found)


def land_csv(landing: Landing) -> list[str]:
    """Land one CSV and return its columns: line by line only if DuckDB refuses it."""
    if is_empty(landing.file.path):
        return []
    header = csv_header(landing.file.path)
    require_header(landing.file, header)
    require_columns(landing.table, landing.file, header)
    fields = landing.fields(header)
    values = {name: f"c{header.index(own)}" for name, own in fields.items()}
    names = [f"c{number}" for number in range(len(header))]
    whole = f"header = true, {packing(landing.file.path)}"
    source = read_csv(landing.file.path, names, whole)
    if ends_in_long_line(landing.file.path):
        land_split_csv(landing, values, names)
        return header
    try:
        landing.insert(values, "row_number() over ()", source)
    except EngineError:
        land_split_csv(landing, values, names)
    return header


def land_split_csv(
    landing: Landing, values: Mapping[str, str], names: Sequence[str]
) -> None:
    """Land the sound records of a CSV, and its other lines as malformed."""
    with TemporaryDirectory(dir=landing.engine.scratch) as folder:
        good, malformed = Path(folder) / "good.csv", Path(folder) / "malformed.csv"
        longest = split_csv(landing.file.path, good, malformed)
        size = f"header = false, max_line_size = {longest}"
        landing.insert(
            values, "cast(number as bigint)", read_csv(good, ["number", *names], size)
        )
        landing.keep_malformed(read_csv(malformed, ["number", "line"], size))


def read_csv(path: Path, names: Sequence[str], options: str) -> str:
    """Return the table function that reads a CSV as RFC 4180 has it, all as text."""
    columns = ", ".join(f"'{name}': 'varchar'" for name in names)
    return (
        f"read_csv({literal(escape(str(path)))}, columns = {{{columns}}},"
        " auto_detect = false, delim = ',', quote = '\"', escape = '\"',"
        f" {options})"
    )


def packing(path: Path) -> str:
    """Return the option that tells DuckDB whether a file is compressed."""
    return f"compression = '{'gzip' if is_packed(path) else 'none'}'"


def land_json(landing: Landing) -> list[str]:
    """Land one JSON file, an array or one object a line, and return its keys."""
    engine, path = landing.engine, landing.file.path
    is_array = path.name.lower().endswith(ARRAYS) and is_json_array(path)
    with without_mark(path, engine.scratch) as plain:
        engine.create_table(f"landing.{OBJECTS}", json_query(plain, is_array=is_array))
    objects = f"landing.{OBJECTS} where is_object"
    found = engine.rows(
        f"select distinct unnest(json_keys(json)) as key from {objects} order by key"
    )
    keys = [str(row[0]) for row in found]
    if keys:
        require_columns(landing.table, landing.file, keys)
    fields = landing.fields(keys)
    paths = [literal(f'$."{own}"') for own in fields.values()]
    values = {
        name: json_text(f"fields[{position}]", path)
        for position, (name, path) in enumerate(zip(fields, paths, strict=True), 1)
    }
    landing.insert(
        values,
        "number",
        f"(select *, json_extract_string(json, [{', '.join(paths)}]) as fields"
        f" from {objects})",
    )
    keep_malformed_json(landing, is_array=is_array)
    engine.drop(f"landing.{OBJECTS}")
    return keys


def json_query(path: Path, *, is_array: bool) -> str:
    """Return the query of a JSON file's records; a line that does not parse is null."""
    how = "array" if is_array else "newline_delimited"
    return (
        "select json, row_number() over () as number,"
        " coalesce(json_type(json) = 'OBJECT', false) as is_object"
        f" from read_json_objects({literal(escape(str(path)))}, format = '{how}',"
        f" ignore_errors = {str(not is_array).lower()}, {packing(path)})"
    )


def json_text(value: str, path: str) -> str:
    """Return the SQL of a value's text; a bare NaN, as Python writes it, is null."""
    text = f"case when json_type(json, {path}) = 'VARCHAR' then {value} end"
    return f"case when {value} = 'NaN' then {text} else {value} end"


def keep_malformed_json(landing: Landing, *, is_array: bool) -> None:
    """Keep what is no JSON object: elements of an array, or lines as they stand."""
    engine = landing.engine
    others = f"landing.{OBJECTS} where not is_object"
    if is_array:
        landing.keep_malformed(f"(select number, json as line from {others})")
        return
    numbers = {row[0] for row in engine.rows(f"select number from {others}")}
    if not numbers:
        return
    with TemporaryDirectory(dir=engine.scratch) as folder:
        kept = Path(folder) / "malformed.csv"
        with writing(kept) as keep:
            for each in numbered_lines(landing.file.path, numbers):
                keep(each)
        size = f"header = false, max_line_size = {keep.longest}"
        landing.keep_malformed(read_csv(kept, ["number", "line"], size))
