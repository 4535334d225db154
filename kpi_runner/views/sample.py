"""The QA sample as a CSV to fill in, which comes back as qa_reviews."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from kpi_runner.build.contract import SAMPLE_CHECKLIST, SAMPLE_GIVEN
from kpi_runner.errors import KpiError
from kpi_runner.publish.answers import guarded
from kpi_runner.views.marts import Marts, Record

# The contract's columns, which the reviewer fills in; the rest of a row is theirs to
# read and is ignored when the file comes back.
CONTRACT = (
    *("review_id", "ticket_id", "message_id", "reviewed_at", "reviewer", "quote"),
    *("omits_condition", "packet_acknowledged", "finding_class", "policy_key"),
    *("quoted_value", "refund_quoted", "refund_entitled", "currency"),
)


def sample(marts: Marts, week: date | None, deployment: str | None) -> str:
    """Return the sample of a week, else of the latest one drawn, as CSV.

    Raises KpiError when nothing was drawn.
    """
    asked = "qa_sample where (? is null or deployment_id = ?)"
    rows = marts.asked(
        f"with asked as (select * from {asked}), chosen as ("
        " select coalesce(cast(? as date), max(week)) as week from asked)"
        " select * from asked semi join chosen on asked.week = chosen.week"
        " order by deployment_id, archetype, reason, ticket_id",
        [deployment, deployment, week],
    )
    if not rows:
        raise KpiError(
            "no QA sample was drawn there.",
            hint="A week is drawn from once it has ended; see the mart qa_sample.",
        )
    return written(rows, suspicions(marts, rows[0]["week"]))


def suspicions(marts: Marts, week: date) -> Mapping[str, str]:
    """Return what is suspected of each ticket: check, clause and values, no text."""
    found: dict[str, list[str]] = {}
    for row in marts.rows("policy_incidents", "week = ? and review = 'open'", [week]):
        said = f"{row['quoted']}, not {row['canonical']}" if row["quoted"] else ""
        parts = (row["check_name"], row["message_id"], row["policy_key"], said)
        found.setdefault(row["ticket_id"], []).append(" ".join(filter(None, parts)))
    return {ticket: "; ".join(lines) for ticket, lines in found.items()}


def written(rows: Iterable[Record], suspected: Mapping[str, str]) -> str:
    """Return the CSV: keys filled in, the checklist empty.

    Staging takes off the apostrophe that keeps a key from being a formula.
    """
    file = io.StringIO()
    columns = (*SAMPLE_GIVEN, *CONTRACT, *SAMPLE_CHECKLIST)
    writer = csv.DictWriter(
        file, columns, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL
    )
    writer.writeheader()
    for row in rows:
        cells = {
            **{name: str(row[name]) for name in SAMPLE_GIVEN if name in row},
            "suspected": suspected.get(row["ticket_id"], ""),
            "review_id": f"qa:{row['week']}:{row['ticket_id']}",
            "ticket_id": row["ticket_id"],
        }
        writer.writerow({name: guarded(cell) for name, cell in cells.items()})
    return file.getvalue()
