"""The data tests of a seed's yml, with the file and line of what breaks them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from kpi_runner.build.seed_file import SeedFile
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import Place, SeedError, did_you_mean
from kpi_runner.project.nodes import DataTest

REF = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")
KNOWN = ("not_null", "unique", "accepted_values", "relationships")


@dataclass(frozen=True, slots=True)
class Promise:
    """One data test of one column; ``where`` names the rows that it is about."""

    file: SeedFile
    column: str
    test: DataTest

    @property
    def where(self) -> str:
        """Return the SQL condition of the rows the test is about."""
        config = self.test.arguments.get("config")
        where = config.get("where") if isinstance(config, Mapping) else None
        return f"({where})" if where else "true"

    @property
    def target(self) -> str:
        """Return the seed that a relationship points to; else empty."""
        found = REF.search(str(self.test.arguments.get("to", "")))
        return found.group(1) if found else ""

    @property
    def field(self) -> str:
        """Return the column that a relationship points to."""
        return str(self.test.arguments.get("field"))

    @property
    def values(self) -> list[str]:
        """Return the accepted values as text."""
        values = self.test.arguments.get("values")
        return [str(value) for value in values] if isinstance(values, list) else []


def promises(file: SeedFile) -> list[Promise]:
    """Return what the yml promises of a seed, all of which can be checked."""
    found = [
        Promise(file, column.name, test)
        for column in file.seed.columns
        for test in column.tests
    ]
    for promise in found:
        if promise.test.name not in KNOWN:
            raise SeedError(
                f"the data test '{promise.test.name}' is not one that is checked here.",
                at=Place(file.seed.yml or file.seed.path),
                hint=did_you_mean(promise.test.name, KNOWN)
                or f"Use one of: {', '.join(KNOWN)}.",
            )
    return found


def in_order(files: Mapping[str, SeedFile]) -> list[SeedFile]:
    """Return the seeds so that each comes after those it refers to."""
    related = {
        name: {each.target for each in promises(file)} & files.keys() - {name}
        for name, file in files.items()
    }
    return [files[name] for name in TopologicalSorter(related).static_order()]


def leave_out_dangling(engine: Engine, files: Mapping[str, SeedFile]) -> list[str]:
    """Leave out shipped rows that name what the overlay no longer has; say so."""
    notes = []
    touched = {name for name, file in files.items() if file.is_overlay}
    for file in in_order(files):
        for promise in promises(file):
            if file.is_overlay or promise.target not in touched:
                continue
            dangling = engine.rows(
                f"delete from {engine.quote(file.relation)}"
                f" where {broken(engine, promise, files)} returning line"
            )
            if dangling:
                touched.add(file.seed.name)
                notes.append(
                    f"{file.seed.path}: {len(dangling)} left out, whose "
                    f"{promise.column} is not in {files[promise.target].seed.path}."
                )
    return notes


def check_promises(
    engine: Engine, file: SeedFile, files: Mapping[str, SeedFile]
) -> None:
    """Raise SeedError for the first row that breaks a promise of the yml."""
    made = promises(file)
    relation = engine.quote(file.relation)
    queries = [
        f"select line, {number}, cast({engine.quote(promise.column)} as varchar)"
        f" from {relation} where {broken(engine, promise, files)}"
        for number, promise in enumerate(made)
    ]
    if queries:
        first = f"{' union all '.join(queries)} order by all limit 1"
        for line, number, value in engine.rows(first):
            message, hint = complaint(engine, made[number], files, value)
            raise file.error(line, message, hint)
    check_grain(engine, file)


def broken(engine: Engine, promise: Promise, files: Mapping[str, SeedFile]) -> str:
    """Return the SQL condition of the rows that break a promise."""
    column = engine.quote(promise.column)
    relation = engine.quote(promise.file.relation)
    if promise.test.name == "not_null":
        fault = f"{column} is null"
    elif promise.test.name == "unique":
        fault = (
            f"line not in (select min(line) from {relation}"
            f" where {promise.where} group by {column}) and {column} is not null"
        )
    elif promise.test.name == "accepted_values":
        values = ", ".join(literal(value) for value in promise.values)
        fault = f"cast({column} as varchar) not in ({values})"
    else:
        fault = f"{column} not in ({known_values(engine, promise, files)})"
    return f"{promise.where} and {fault}"


def known_values(
    engine: Engine, promise: Promise, files: Mapping[str, SeedFile]
) -> str:
    """Return the query of the values that a relationship points to."""
    if promise.target not in files:
        raise promise.file.error(
            None,
            f"{promise.column} is said to be in '{promise.target}', which is no seed.",
            did_you_mean(promise.target, files),
        )
    field = engine.quote(promise.field)
    relation = engine.quote(files[promise.target].relation)
    return f"select {field} from {relation} where {field} is not null"


def complaint(
    engine: Engine, promise: Promise, files: Mapping[str, SeedFile], value: str
) -> tuple[str, str | None]:
    """Return what is wrong with a value, and what to do about it."""
    column = promise.column
    if promise.test.name == "not_null":
        return f"{column} is empty.", f"Every row needs a {column}."
    if promise.test.name == "unique":
        return f"{column} '{value}' stands twice.", "Keep one of the rows."
    if promise.test.name == "accepted_values":
        known = promise.values
        message = f"{column} '{value}' is none of its values."
    else:
        path = files[promise.target].seed.path
        known = [
            str(row[0]) for row in engine.rows(known_values(engine, promise, files))
        ]
        message = f"{column} '{value}' is not in {path}."
    listed = f"There are: {', '.join(sorted(set(known)))}." if known else None
    return message, did_you_mean(value, known) or listed


def check_grain(engine: Engine, file: SeedFile) -> None:
    """Raise SeedError for two rows that agree in every column of the grain."""
    grain = file.seed.meta.get("grain")
    if not isinstance(grain, list) or not grain:
        return
    columns = ", ".join(engine.quote(str(name)) for name in grain)
    twice = engine.rows(
        f"select max(line), min(line) from {engine.quote(file.relation)}"
        f" group by {columns} having count(*) > 1 order by 1 limit 1"
    )
    if twice:
        later, earlier = twice[0]
        names = ", ".join(str(name) for name in grain)
        raise file.error(
            later,
            f"the row has the same {names} as line {earlier}.",
            "Keep one of the rows.",
        )
