"""The raw contract: which tables may come in, with which columns and types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kpi_runner.errors import ProjectError, did_you_mean
from kpi_runner.project.nodes import Source

# The table that a helpdesk's tickets come from; the var helpdesks names some.
TICKETS = {
    "contract": "tickets",
    "zendesk": "zendesk.ticket",
    "intercom": "intercom.conversation_history",
}
# Columns that landing itself fills, and tables about the landing.
RAW_FILE, RAW_ROW = "raw_file", "raw_row"
INVENTORY, MALFORMED = "raw.inventory", "raw.malformed_lines"

# What `kpi sample` writes beside the contract's columns, for the reviewer to read.
SAMPLE_GIVEN = ("deployment_id", "week", "archetype", "reason", "suspected")
SAMPLE_CHECKLIST = (
    *("quoted_refund_window", "quoted_warranty_term", "quoted_service_level"),
    "quoted_price",
)
_OUR_OWN = {"qa_reviews": {*SAMPLE_GIVEN, *SAMPLE_CHECKLIST}}


@dataclass(frozen=True, slots=True)
class ContractColumn:
    """One column; ``data_type`` is its type after staging."""

    name: str
    data_type: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class ContractTable:
    """One table that may come in.

    ``name`` is ``source.table``, as models call it; ``relation`` is where it lands.
    """

    name: str
    relation: str
    columns: tuple[ContractColumn, ...]
    event_at: str | None = None
    is_required: bool = False

    @property
    def label(self) -> str:
        """Return the name that people and file names use: no ``raw.`` before it."""
        return self.name.removeprefix("raw.")

    def column(self, name: str) -> ContractColumn | None:
        """Return the column of that name, or None."""
        return next((each for each in self.columns if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables that may come in, by ``source.table``."""

    tables: Mapping[str, ContractTable]


def read_contract(
    sources: Mapping[str, Source],
    *,
    required_tables: Iterable[str] = (),
    helpdesks: Iterable[str] = ("contract",),
) -> Contract:
    """Make the contract of a project's sources; each helpdesk's tickets are required.

    Tickets of the contract are so only where it is one of the helpdesks.
    """
    required = {*required_tables, *map(tickets_of, helpdesks)}
    about = (INVENTORY, MALFORMED)
    tables = {
        name: contract_table(source, required)
        for name, source in sources.items()
        if name not in about
    }
    unknown = sorted(required - {table.label for table in tables.values()})
    if unknown:
        raise ProjectError(
            f"dbt_project.yml: required_tables names '{unknown[0]}', "
            "which is no table of the raw contract.",
            hint=f"There are: {', '.join(t.label for t in tables.values())}.",
        )
    return Contract(tables)


def tickets_of(helpdesk: str) -> str:
    """Return the table that a helpdesk's tickets come from."""
    if helpdesk not in TICKETS:
        raise ProjectError(
            f"the variable helpdesks names '{helpdesk}', which is no helpdesk.",
            hint=did_you_mean(helpdesk, list(TICKETS))
            or f"There are: {', '.join(TICKETS)}.",
        )
    return TICKETS[helpdesk]


def contract_table(source: Source, required: Iterable[str]) -> ContractTable:
    """Make one contract table of one source."""
    event_at = source.meta.get("event_at")
    table = ContractTable(
        name=source.name,
        relation=f"{source.schema}.{source.identifier}",
        columns=tuple(
            ContractColumn(
                column.name,
                column.data_type or "varchar",
                is_required=bool(column.meta.get("required")),
            )
            for column in source.columns
            if column.name not in (RAW_FILE, RAW_ROW)
        ),
        event_at=str(event_at) if event_at else None,
    )
    return replace(table, is_required=table.label in required)


def strange(label: str, extra_columns: str | None) -> str:
    """Return those of a table's extra columns that are not our own sample's."""
    own = _OUR_OWN.get(label, set())
    extra = (extra_columns or "").split(", ")
    return ", ".join(name for name in extra if name not in own)
