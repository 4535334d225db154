"""Reading a table's files as branches of one union, each with its own columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from kpi_runner.build.columns import landed, landed_type
from kpi_runner.build.contract import RAW_FILE, RAW_ROW, ContractColumn, ContractTable
from kpi_runner.build.databases import copy_from_database
from kpi_runner.build.files import RawFile
from kpi_runner.build.refusals import require_columns, unreadable
from kpi_runner.build.text_tables import land_text
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError


@dataclass(frozen=True, slots=True)
class Branch:
    """One relation that holds rows of a table: its SQL, columns and origin.

    ``paths`` are the files that it reads in place.
    """

    relation: str
    columns: Mapping[str, str]
    raw_file: str = RAW_FILE
    raw_row: str = RAW_ROW
    paths: tuple[Path, ...] = ()

    def physical(self, name: str) -> str | None:
        """Return the file's own spelling of a contract column, if it has it."""
        if name in self.columns:
            return name
        return next((each for each in self.columns if each.lower() == name), None)


def read_branches(
    engine: Engine, table: ContractTable, files: Sequence[RawFile]
) -> tuple[list[Branch], list[str]]:
    """Return a table's branches and the columns outside the contract.

    Parquet is read in place; text and databases are taken over.
    """
    name = table.name.replace(".", "_")
    clear(engine, name)
    branches = parquet_branches(engine, table, of_format(files, "parquet"))
    found = [column for branch in branches for column in branch.columns]
    texts = of_format(files, "csv", "json")
    if texts:
        found += land_text(engine, table, texts, f"landing.{name}_text")
        branches.append(landed_branch(engine, f"landing.{name}_text"))
    for number, file in enumerate(of_format(files, "duckdb")):
        relation = f"landing.{name}_copy_{number}"
        copy_from_database(engine, table, file, relation)
        branches.append(landed_branch(engine, relation))
        require_columns(table, file, branches[-1].columns)
        found += branches[-1].columns
    known = {column.name for column in table.columns} | {RAW_FILE, RAW_ROW}
    return branches, sorted({each for each in found if each.lower() not in known})


def clear(engine: Engine, name: str) -> None:
    """Drop what an earlier landing took over for a table."""
    earlier = engine.rows(
        "select table_name from duckdb_tables()"
        " where database_name = current_database() and schema_name = 'landing'"
        " and regexp_full_match(table_name, ?)",
        [f"{name}_(text|copy_[0-9]+)"],
    )
    for (relation,) in earlier:
        engine.drop(f"landing.{relation}")


def of_format(files: Sequence[RawFile], *formats: str) -> list[RawFile]:
    """Return the files of some formats, in their order."""
    return [file for file in files if file.format in formats]


def landed_branch(engine: Engine, relation: str) -> Branch:
    """Return the branch of rows that landing took over into the database."""
    columns = engine.columns(relation)
    own = {name: columns[name] for name in columns if name not in (RAW_FILE, RAW_ROW)}
    return Branch(engine.quote(relation), own)


def parquet_branches(
    engine: Engine, table: ContractTable, files: Sequence[RawFile]
) -> list[Branch]:
    """Return one branch per set of Parquet files with equal columns."""
    groups: dict[tuple[object, ...], list[RawFile]] = {}
    columns: dict[tuple[object, ...], dict[str, str]] = {}
    described: dict[object, dict[str, str]] = {}
    schemas = parquet_schemas(engine, files)
    for file in files:
        schema = schemas.get(str(file.path), file)
        if schema not in described:
            described[schema] = parquet_columns(engine, file)
        found = described[schema]
        require_columns(table, file, found)
        key = (*heads(file), *found.items())
        groups.setdefault(key, []).append(file)
        columns[key] = found
    return [parquet_branch(group, columns[key]) for key, group in groups.items()]


def parquet_branch(files: Sequence[RawFile], columns: Mapping[str, str]) -> Branch:
    """Return the branch that reads Parquet files of equal columns in place."""
    head, label = heads(files[0])
    return Branch(
        read_parquet(files),
        columns,
        raw_file=f"{literal(label)} || substr(kpi_file, {len(head) + 1})",
        raw_row="file_row_number + 1",
        paths=tuple(file.path for file in files),
    )


def read_parquet(files: Sequence[RawFile]) -> str:
    """Return the table function that reads Parquet files and nothing else.

    It adds kpi_file and file_row_number; names of folders make no columns.
    """
    paths = ", ".join(literal(escape(str(file.path))) for file in files)
    return (
        f"read_parquet([{paths}], filename = 'kpi_file', file_row_number = true,"
        " hive_partitioning = false)"
    )


def heads(file: RawFile) -> tuple[str, str]:
    """Return what to cut off a file's path, and to put before, to get its name."""
    path, name = str(file.path), file.name
    while not path.endswith(name):
        name = name[1:]
    return path.removesuffix(name), file.name.removesuffix(name)


def parquet_schemas(
    engine: Engine, files: Sequence[RawFile]
) -> dict[str, tuple[object, ...]]:
    """Return what the heads of Parquet files say, by path: one file tells for its like.

    Empty when one cannot be read: then each is looked at by itself.
    """
    found: dict[str, tuple[object, ...]] = {}
    paths = ", ".join(literal(escape(str(file.path))) for file in files)
    try:
        rows = engine.rows(f"from parquet_schema([{paths}])") if files else []
    except EngineError:
        return {}
    for path, *element in rows:
        found[str(path)] = (*found.get(str(path), ()), *element)
    return found


def parquet_columns(engine: Engine, file: RawFile) -> dict[str, str]:
    """Return the columns of one Parquet file, which must be whole."""
    try:
        described = engine.rows(f"describe select * from {read_parquet([file])}")
    except EngineError as error:
        raise unreadable(file, error.message) from error
    return {str(row[0]): str(row[1]) for row in described[:-2]}


def union_of(engine: Engine, table: ContractTable, branches: Sequence[Branch]) -> str:
    """Return the query of a table: its columns in order, then file and row."""
    targets = {column.name: target_type(column, branches) for column in table.columns}
    if not branches:
        return f"{selected(engine, table, targets, None)} where false"
    return "\nunion all\n".join(
        f"{selected(engine, table, targets, branch)} from {branch.relation}"
        for branch in branches
    )


def target_type(column: ContractColumn, branches: Sequence[Branch]) -> str:
    """Return the contract's type if every branch converts to it, else varchar."""
    physical = [branch.physical(column.name) for branch in branches]
    types = {
        landed_type(branch.columns[name], column.data_type)
        for branch, name in zip(branches, physical, strict=True)
        if name
    }
    return "varchar" if "varchar" in types else column.data_type


def selected(
    engine: Engine,
    table: ContractTable,
    targets: Mapping[str, str],
    branch: Branch | None,
) -> str:
    """Return the select list of a branch; columns it lacks are typed nulls."""
    fields = []
    for column in table.columns:
        name = branch.physical(column.name) if branch else None
        target = targets[column.name]
        value = f"cast(null as {target})"
        if branch and name:
            value = landed(engine.quote(name), branch.columns[name], column, target)
        fields.append(f"{value} as {engine.quote(column.name)}")
    raw_file = branch.raw_file if branch else "cast(null as varchar)"
    raw_row = branch.raw_row if branch else "cast(null as bigint)"
    fields += [f"{raw_file} as {RAW_FILE}", f"{raw_row} as {RAW_ROW}"]
    return f"select {', '.join(fields)}"
