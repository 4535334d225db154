"""The raw contract in plain Python: every raw row ends staged or in quarantine.

Slow and literal on purpose. It shares no line with the models; the two are compared
row by row and cell by cell.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

import pyarrow.parquet as pq

# table -> its columns, each "name type"; "!" means: must be there and not null.
CONTRACT = {
    "tickets": """
        ticket_id! text, deployment_id! text, customer_id text, segment text,
        channel text, intent text, opened_at! timestamp, resolved_at timestamp,
        reopened_at timestamp, closed_at timestamp, bot_attempted! boolean,
        bot_outcome text, bot_version text, bot_confidence double,
        bot_handle_seconds seconds, agent_handle_seconds seconds, arm text,
        exclusion text""",
    "messages": """
        message_id! text, ticket_id! text, sent_at! timestamp, author! text,
        body text""",
    "surveys": """
        survey_id! text, ticket_id! text, sent_at! timestamp, responded_at timestamp,
        score double, scale_min! double, scale_max! double, satisfied_from double,
        instrument text""",
    "model_scores": """
        ticket_id! text, scored_at! timestamp, resolution_quality! seconds,
        confidence seconds, model_version text""",
    "escalations": """
        escalation_id! text, ticket_id! text, escalated_at! timestamp,
        intent_passed boolean, account_state_passed boolean, summary_passed boolean,
        agent_asked_restate boolean, packet_acknowledged boolean""",
    "qa_reviews": """
        review_id! text, ticket_id! text, message_id text, reviewed_at! timestamp,
        reviewer text, quote text, omits_condition boolean,
        packet_acknowledged boolean, finding_class integer, policy_key text,
        quoted_value text, refund_quoted money, refund_entitled money,
        currency text""",
    "tool_calls": """
        call_id! text, ticket_id! text, called_at! timestamp, tool! text,
        succeeded! boolean, arguments text, result text""",
    "refunds": """
        refund_id! text, ticket_id! text, paid_at! timestamp, amount! money,
        currency! text, entitled_amount money, tool text, reference text""",
    "entitlements": """
        entitlement_id! text, ticket_id! text, tool! text, reference text,
        amount money, currency text""",
    "citations": """
        citation_id! text, ticket_id! text, cited_at! timestamp, document_id! text,
        document_updated_at timestamp, retrieval_score double""",
}
COLUMNS = {
    table: [tuple(part.replace("!", "").split()) for part in text.split(",")]
    for table, text in CONTRACT.items()
}
OBLIGATORY = {
    table: [part.split()[0][:-1] for part in text.split(",") if "!" in part]
    for table, text in CONTRACT.items()
}
# The moment by which a row is cut; entitlements carry none.
EVENT = {
    "tickets": "opened_at",
    "messages": "sent_at",
    "surveys": "sent_at",
    "model_scores": "scored_at",
    "escalations": "escalated_at",
    "qa_reviews": "reviewed_at",
    "tool_calls": "called_at",
    "refunds": "paid_at",
    "citations": "cited_at",
}
# A later one of these becomes null, and takes the columns named with it along.
LATER: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("resolved_at", "reopened_at", "closed_at"), ()
)
LATER["responded_at"] = ("score",)
KEYS = {
    "tickets": ("ticket_id",),
    "messages": ("message_id",),
    "surveys": ("survey_id",),
    "escalations": ("escalation_id",),
    "qa_reviews": ("review_id", "finding_class", "message_id"),
    "tool_calls": ("call_id",),
    "refunds": ("refund_id",),
    "entitlements": ("entitlement_id",),
    "citations": ("citation_id",),
}
VALUES = {
    "author": {"customer", "bot", "agent", "system"},
    "bot_outcome": {"confirmed", "assumed", "abandoned", "escalated"},
    "exclusion": {"spam", "test", "merged"},
    "arm": {"bot", "holdout"},
    "quote": {"right", "wrong", "unsupported", "none"},
    "finding_class": {1, 2, 3, 4},
}
PROBABILITIES = ("bot_confidence", "resolution_quality", "confidence")
DURATIONS = ("bot_handle_seconds", "agent_handle_seconds")
BAD = object()


@dataclass
class Staged:
    """The staged tables, and why every other row is not among them."""

    tables: dict[str, list[dict]] = field(default_factory=dict)
    rows_read: Counter = field(default_factory=Counter)
    reasons: dict[str, Counter] = field(default_factory=dict)
    newest: dict[str, datetime | None] = field(default_factory=dict)
    as_of: datetime | None = None


def read_parquet(folder: Path) -> dict[str, list[dict]]:
    """Return the raw rows of a folder of Parquet files."""
    files = {path.stem: path for path in folder.glob("*.parquet")}
    return {name: pq.read_table(path).to_pylist() for name, path in files.items()}


def stage(
    raw: Mapping[str, Iterable[Mapping]],
    seeds: Mapping[str, list[dict]],
    landed_at: datetime,
    as_of: datetime | None = None,
) -> Staged:
    """Type, cut and check all tables; tickets first, since the others hang on them."""
    result = Staged()
    for table in COLUMNS:
        rows = [_typed_row(table, row) for row in raw.get(table, ())]
        rows = [row for row in (_cut(table, row, as_of) for row in rows) if row]
        tickets = {row["ticket_id"] for row in result.tables.get("tickets", ())}
        checks = [
            _bad_type,
            _duplicate_row,
            lambda rows, table: [
                any(row[name] is None for name in OBLIGATORY[table]) for row in rows
            ],
            lambda rows, table: [
                row.get("deployment_id", "") not in {"", *seeds["deployments"]}
                for row in rows
            ],
            lambda rows, table: [_is_disordered(row, landed_at) for row in rows],
            lambda rows, table: [_is_out_of_range(row) for row in rows],
            lambda rows, table: [
                _is_unknown(row, table, seeds["exchange_rates"]) for row in rows
            ],
            _duplicate_key,
            lambda rows, table, known=tickets: [
                table != "tickets" and row["ticket_id"] not in known for row in rows
            ],
        ]
        result.rows_read[table] = len(rows)
        result.reasons[table] = Counter()
        for reason, check in zip(REASONS, checks, strict=True):
            offends = check(rows, table)
            result.reasons[table][reason] = sum(offends)
            rows = [row for row, bad in zip(rows, offends, strict=True) if not bad]
        result.tables[table] = rows
        result.newest[table] = max(_moments(rows), default=None)
    result.as_of = as_of or max(moment for moment in result.newest.values() if moment)
    return result


REASONS = (
    "bad_type",
    "duplicate_row",
    "missing_key",
    "unknown_deployment",
    "time_disorder",
    "out_of_range",
    "unknown_value",
    "duplicate_key",
    "orphan_ticket",
)


def _moments(rows: list[dict]) -> Iterable[datetime]:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, datetime) and name != "document_updated_at":
                yield value


def _typed_row(table: str, row: Mapping) -> dict:
    return {name: typed(row.get(name), kind) for name, kind in COLUMNS[table]}


def typed(value: object, kind: str) -> object:
    """Return a value in its contract type; BAD where it has none."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    try:
        return TYPES[kind](value)
    except (ValueError, InvalidOperation):
        return BAD


def _timestamp(value: object) -> datetime:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    moment = (
        value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    )
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "1": True, "0": False}.get(
        str(value).lower(), BAD
    )


def _decimal(value: object, places: str) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(places), ROUND_HALF_UP)


TYPES = {
    "text": str,
    "timestamp": _timestamp,
    "boolean": _boolean,
    "integer": lambda value: int(str(value)),
    "double": lambda value: float(str(value)),
    "seconds": lambda value: _decimal(value, "0.000001"),
    "money": lambda value: _decimal(value, "0.01"),
}


def _cut(table: str, row: dict, as_of: datetime | None) -> dict | None:
    if as_of is None:
        return row
    event = row.get(EVENT.get(table))
    if isinstance(event, datetime) and event > as_of:
        return None
    for name, others in LATER.items():
        if isinstance(row.get(name), datetime) and row[name] > as_of:
            row |= dict.fromkeys((name, *others))
    return row


def _bad_type(rows: list[dict], table: str) -> list[bool]:
    return [any(value is BAD for value in row.values()) for row in rows]


def _duplicate_row(rows: list[dict], table: str) -> list[bool]:
    seen: set = set()
    copies = []
    for row in rows:
        content = tuple(row.values())
        copies.append(content in seen)
        seen.add(content)
    return copies


def _is_disordered(row: dict, landed_at: datetime) -> bool:
    def before(name: str, start: str) -> bool:
        return row.get(name) is not None and row[name] < row[start]

    return (
        before("closed_at", "opened_at")
        or before("resolved_at", "opened_at")
        or before("responded_at", "sent_at")
        or any(moment > landed_at + timedelta(days=1) for moment in _moments([row]))
    )


def _is_out_of_range(row: dict) -> bool:
    if "scale_min" in row:
        low, high, score = row["scale_min"], row["scale_max"], row["score"]
        if low >= high or (score is not None and not low <= score <= high):
            return True
    shares = (row.get(name) for name in PROBABILITIES)
    seconds = (row.get(name) for name in DURATIONS)
    return any(share is not None and not 0 <= share <= 1 for share in shares) or any(
        value is not None and value < 0 for value in seconds
    )


def _is_unknown(row: dict, table: str, rates: Mapping) -> bool:
    for name, allowed in VALUES.items():
        if row.get(name) is not None and row[name] not in allowed:
            return True
    return row.get("currency") is not None and row["currency"] not in rates


def _duplicate_key(rows: list[dict], table: str) -> list[bool]:
    if table not in KEYS:
        return [False] * len(rows)
    keys = [tuple(row[name] for name in KEYS[table]) for row in rows]
    counts = Counter(keys)
    return [counts[key] > 1 for key in keys]
