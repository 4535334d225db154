"""The sets of rows that changed files touch, as tables in a database beside the work.

A set closes over what one row can change in others: copies of a key, orphans whose
ticket came or went, other tickets of the same customer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpi_runner.build.changes import Changes
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine

SETS = "touched"
TICKETS_STAGED = "stg_tickets"
PARENTS = f"{SETS}.main.parents"
# A raw table that nothing changed in: its rows may still gain or lose their ticket.
_STILL = Changes()
# Keys that are looked for by a list; beyond, a join is faster.
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table whose ``column`` is in the table ``keys``."""

    column: str
    keys: str

    @property
    def condition(self) -> str:
        """Return the condition of these rows."""
        return f"{self.column} in (from {self.keys})"


class Touched:
    """Finds the touched keys of each raw table, then the touched tickets."""

    def __init__(self, engine: Engine, changes: Mapping[str, Changes]) -> None:
        """Begin with no ticket touched."""
        self.engine = engine
        self.changes = changes
        # Tables of which a staged row is no more, or says something else.
        self.losing: set[str] = set()
        # Publishing still asks for the sets when the models are built.
        engine.execute(f"detach database if exists {SETS}")
        engine.execute(f"attach ':memory:' as {SETS}")
        for name in ("tickets", "arrived", "departed", "followed"):
            engine.execute(f"create table {SETS}.main.{name} (ticket_id varchar)")
        engine.execute(f"create table {SETS}.main.contacts (opened_at timestamp)")
        engine.execute(
            f"create table {SETS}.main.people"
            " (deployment_id varchar, customer_id varchar)"
        )

    def work(self, name: str) -> str:
        """Return a relation of the work database, wherever it is named."""
        return self.engine.quote(f"{self.engine.database}.{name}")

    def rows(self, name: str, condition: str, chosen: str = "*") -> str:
        """Return the query of some rows of a table of the work database.

        Twice by row: other columns, texts above all, are read of those rows alone.
        """
        found = f"select rowid from {self.work(name)} where {condition}"
        return f"select {chosen} from {self.work(name)} where rowid in ({found})"

    def keep_former(self, model: str, condition: str) -> None:
        """Make ``former_<model>``: the rows to be replaced, with their place."""
        found = self.rows(f"main.{model}", condition, "*, rowid as former_row")
        self.engine.execute(f"create table {SETS}.main.former_{model} as {found}")

    def lies_as_before(self, model: str) -> str:
        """Return the condition of the rows in ``former_<model>``, by their place."""
        return f"rowid in (select former_row from {SETS}.main.former_{model})"

    def find_keys(self, table: str, raw: str, key: str, *, is_single: bool) -> None:
        """Make ``keys_<table>``: every key of whose rows the outcome may change.

        ``is_single`` tells that no two staged rows share a key.
        """
        changes = self.changes.get(table, _STILL)
        staged = self.work(f"main.stg_{table}")
        rejected = self.work(f"main.stg_{table}_rejected")
        rejected_key = f"json_extract_string(row_json, '$.{key}')"
        found = [f"select {key} as key from {self.work(raw)} where {came(changes)}"]
        if changes.came:
            found.append(
                f"select {rejected_key} from {rejected} where reason = 'time_disorder'"
                f" and {_lay_ahead(changes.landed_at)}"
            )
        if changes.gone:
            left = f"select {key} from {self.work(raw)} where not ({came(changes)})"
            lost = f"select {key} from {staged} anti join ({left}) using ({key})"
            if not is_single:  # One row of several may be gone.
                lost = f"select {key} from {staged} except all ({left})"
            found += [f"select {rejected_key} from {rejected}", f"({lost})"]
        if table != "tickets":
            orphaned = "json_extract_string(row_json, '$.ticket_id')"
            found += [
                f"select {rejected_key} from {rejected} where reason = 'orphan_ticket'"
                f" and {orphaned} in (from {SETS}.main.arrived)",
                f"select {key} from {staged}"
                f" where ticket_id in (from {SETS}.main.departed)",
            ]
        self.engine.execute(
            f"create table {SETS}.main.keys_{table} as {' union '.join(found)}"
        )
        self.keep_former(f"stg_{table}", f"{key} in (from {SETS}.main.keys_{table})")

    def raw_rows(self, table: str, raw: str, key: str) -> str:
        """Return the query of all landed rows of the touched keys."""
        changes = self.changes.get(table, _STILL)
        keys, relation = f"{SETS}.main.keys_{table}", self.work(raw)
        query = f"select * from {relation} where {came(changes)}"
        elsewhere = self._elsewhere(table, key)
        if not elsewhere:
            return query
        lies = (
            f"exists (select 1 from {keys} as keys"
            f" where keys.key is not distinct from landed.{key})"
        )
        names = tuple(each for each in elsewhere if each is not None)
        if len(names) <= _LISTED and all(map(str.isprintable, names)):
            # A list is looked for while a file is read; null is in none.
            lies = f"({key} in ({listed(names)}) or {key} is null)"
        return (
            f"{query} union all select * from {relation} as landed"
            f" where not ({came(changes)}) and {lies}"
        )

    def _elsewhere(self, table: str, key: str) -> list[str | None]:
        """Return the touched keys that files which did not change may hold, too."""
        rejected = (
            f"select json_extract_string(row_json, '$.{key}') as key"
            f" from {self.work(f'main.stg_{table}_rejected')}"
        )
        found = self.engine.rows(
            f"select {key} from {SETS}.main.former_stg_{table} union"
            f" (from ({rejected}) intersect from {SETS}.main.keys_{table})"
        )
        return [each for (each,) in found]

    def has_former(self, table: str) -> bool:
        """Tell whether a touched key was staged before."""
        return self._is_any(f"from {SETS}.main.former_stg_{table}")

    def is_read_again(self, table: str, landed: str) -> str:
        """Return the condition of refused rows that were read again, or are gone."""
        changes = self.changes.get(table, _STILL)
        return (
            f"raw_file in ({listed((*changes.came, *changes.gone))})"
            f" or (raw_file, raw_row) in (select (raw_file, raw_row) from {landed})"
        )

    def note_staged(self, table: str, renewed: str) -> None:
        """Take the tickets of the former and the renewed rows as touched."""
        sets = f"{SETS}.main"
        former, new = former_of(f"stg_{table}"), f"select ticket_id from {renewed}"
        old = f"select ticket_id from {former}"
        self.engine.execute(f"insert into {sets}.tickets {old} union {new}")
        lost = f"from {former} except from {renewed}"
        if self._is_any(f"from ({lost})"):
            self.losing.add(table)
        if table == "tickets":
            gained = f"from {renewed} except from {former}"
            self.engine.execute(
                f"insert into {sets}.contacts"
                f" select opened_at from (({lost}) union all ({gained}))"
            )
            self.engine.execute(f"insert into {sets}.arrived {new} except {old}")
            self.engine.execute(f"insert into {sets}.departed {old} except {new}")
            self.engine.execute(
                f"insert into {sets}.people"
                f" select deployment_id, customer_id from {former}"
                f" union all select deployment_id, customer_id from {renewed}"
            )

    def find_parents(self, landed: Iterable[str]) -> None:
        """Make ``parents``: the staged tickets that some landed rows name."""
        named = " union ".join(f"select ticket_id from {rows}" for rows in landed)
        found = self.rows(f"main.{TICKETS_STAGED}", f"ticket_id in ({named})")
        self.engine.execute(f"create table {PARENTS} as {found}")

    def close_over_customers(self) -> bool:
        """Make ``customers``: all tickets of the customers of touched tickets.

        ``customers_rows`` are their places among the staged tickets. False, when the
        touched tickets are most of all.
        """
        tickets, sets = self.work(f"main.{TICKETS_STAGED}"), f"{SETS}.main"
        self.engine.execute(
            f"create or replace table {sets}.tickets as"
            f" select distinct ticket_id from {sets}.tickets"
        )
        self.engine.execute(
            f"insert into {sets}.people"
            f" select deployment_id, customer_id from {tickets}"
            f" where ticket_id in (from {sets}.tickets except from {sets}.keys_tickets)"
        )
        self.engine.execute(
            f"create table {sets}.customers_rows as"
            f" select rowid as row, ticket_id from {tickets}"
            f" where ticket_id in (from {sets}.tickets)"
            f" union select rowid, ticket_id from {tickets}"
            f" semi join {sets}.people using (deployment_id, customer_id)"
        )
        self.engine.execute(
            f"create table {sets}.customers as from {sets}.tickets"
            f" union select ticket_id from {sets}.customers_rows"
        )
        touched, every = self.engine.rows(
            f"select (select count(*) from {sets}.tickets),"
            f" (select count(*) from {tickets})"
        )[0]
        return bool(2 * touched <= every)

    def rows_of_customers(self) -> str:
        """Return the query of all tickets of the customers of touched tickets."""
        places = f"select row from {SETS}.main.customers_rows"
        tickets = self.work(f"main.{TICKETS_STAGED}")
        return f"select * from {tickets} where rowid in ({places})"

    def note_followed(self, model: str, renewed: str) -> None:
        """Take the tickets whose row of a customer's model changed as touched."""
        self.engine.execute(
            f"insert into {SETS}.main.followed select distinct ticket_id"
            f" from {self.changed(model, renewed)}"
            f" where ticket_id not in (from {SETS}.main.tickets)"
        )
        self.engine.execute(
            f"insert into {SETS}.main.tickets from {SETS}.main.followed"
        )

    def changed(self, model: str, renewed: str) -> str:
        """Return the relation of kept and renewed rows of a model that differ."""
        former = former_of(model)
        return (
            f"((from {former} except from {renewed})"
            f" union all (from {renewed} except from {former}))"
        )

    def _is_any(self, sql: str) -> bool:
        return bool(self.engine.rows(f"{sql} limit 1"))


def former_of(model: str) -> str:
    """Return the relation of the rows that are to be replaced."""
    return f"(select * exclude (former_row) from {SETS}.main.former_{model})"


def _lay_ahead(landed_at: str) -> str:
    """Return the condition of refused rows with a moment that was not yet over.

    Landed later than before, they may be believed. What is no moment counts as one.
    """
    moment = f"try_cast(upper(text) as timestamptz) > timestamptz {literal(landed_at)}"
    return (
        "exists (select 1 from unnest(json_extract_string(row_json, '$.*')) as _(text)"
        f" where regexp_matches(text, '^[0-9]{{4}}[-/]') and coalesce({moment}, true))"
    )


def came(changes: Changes) -> str:
    """Return the condition of a landed row from a file that came."""
    return f"raw_file in ({listed(changes.came)})" if changes.came else "false"


def listed(names: tuple[str, ...]) -> str:
    """Return names as a list of literals."""
    return ", ".join(map(literal, names)) or "null"
