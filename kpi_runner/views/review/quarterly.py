"""The quarterly packet: half a day across functions, to recalibrate."""

from itertools import groupby

from kpi_runner.views import words
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.review.monthly import families, policy_first
from kpi_runner.views.review.packet import Cell, Part, Table
from kpi_runner.views.review.shared import PLACE, incidents_part, verdict_part

DOCUMENTS_SHOWN = 20


def quarterly(marts: Marts, desk: Record) -> list[Part]:
    """Return the packet's parts; policy first where the deployment is regulated."""
    return [
        *policy_first(
            desk, verdict_part(marts, desk), families(marts, desk, "quarter")
        ),
        _distribution(marts, desk),
        _tuning(marts, desk),
        _documents(marts, desk),
        _versions(marts, desk),
        incidents_part(marts, desk),
        _limits(marts),
        _waivers(marts, desk),
    ]


def _own(marts: Marts, mart: str, desk: Record, more: str = "") -> list[Record]:
    return marts.rows(mart, f"deployment_id = ? {more}", (desk["deployment_id"],))


def _distribution(marts: Marts, desk: Record) -> Part:
    rows: list[tuple[Cell, ...]] = [
        (
            row["archetype"],
            row["panel_archetype"],
            words.number(row["ticket_count"], "count"),
            words.number(row["share"], "%"),
            words.number(row["former_share"], "%"),
            words.number(row["baseline_share"], "%"),
            "yes" if row["in_deflection_list"] else "no",
        )
        for row in _own(
            marts, "archetype_audit", desk, "order by share desc, archetype"
        )
    ]
    headings = (
        *(PLACE, "Line of the panel", "Tickets", "Share"),
        *("Share, 13 weeks before", "Share before launch", "On the list"),
    )
    note = "The last 13 full weeks. What is unmapped needs a row in the seed intents."
    return Part("Archetype distribution", note=note, tables=[Table(headings, rows)])


def _tuning(marts: Marts, desk: Record) -> Part:
    """Return the curves: only the thresholds from which on something changes."""
    curves = groupby(
        _own(marts, "confidence_tuning", desk), key=lambda row: row["archetype"]
    )
    rows: list[tuple[Cell, ...]] = []
    for _, found in curves:
        rows += [_threshold(row) for row in _steps(list(found))]
    headings = (
        *(PLACE, "Threshold", "Attempts", "Deflection and CSAT", "Containment"),
        *("Repeat contact, 7 days", "Baseline CSAT", ""),
    )
    note = (
        "What the bot would have kept in the last 13 weeks. Proposed is the lowest"
        " threshold with 30 answers or more whose CSAT is not below the baseline."
    )
    return Part("Confidence thresholds", note=note, tables=[Table(headings, rows)])


def _steps(curve: list[Record]) -> list[Record]:
    """Leave out thresholds that keep exactly what the next lower one keeps."""
    return [
        row
        for place, row in enumerate(curve)
        if place == 0
        or row["is_proposed"]
        or row["attempted_count"] != curve[place - 1]["attempted_count"]
    ]


def _threshold(row: Record) -> tuple[Cell, ...]:
    return (
        row["archetype"],
        f"{row['threshold']:.2f}",
        words.number(row["attempted_count"], "count"),
        f"{words.number(row['deflection_rate'], '%')}"
        f" with CSAT {words.number(row['csat'], 'points')}"
        f" ({words.number(row['answered_count'], 'count')} answers)",
        words.number(row["containment_rate"], "%"),
        words.number(row["repeat_contact_7d"], "%"),
        words.number(row["csat_baseline"], "points"),
        "proposed" if row["is_proposed"] else "",
    )


def _documents(marts: Marts, desk: Record) -> Part:
    found = _own(marts, "knowledge_base", desk, "order by rot_score desc, document_id")
    rows: list[tuple[Cell, ...]] = [
        (
            row["document_id"],
            words.number(row["rot_score"], "points"),
            words.number(row["contact_count"], "count"),
            words.number(row["abandonment_rate"], "%"),
            words.number(row["repeat_contact_7d"], "%"),
            words.number(row["incident_rate"], "%"),
            words.NOTHING if row["age_days"] is None else f"{row['age_days']} days",
        )
        for row in found[:DOCUMENTS_SHOWN]
    ]
    headings = (
        *("Document", "Rot score", "Contacts", "Abandonment"),
        *("Repeat contact, 7 days", "Incidents", "Age"),
    )
    note = (
        "Rot score: conversations that cited it and ended badly, beyond what documents"
        f" of this deployment do on average. {len(found)} documents were cited."
    )
    return Part("Knowledge base", note=note, tables=[Table(headings, rows)])


def _versions(marts: Marts, desk: Record) -> Part:
    rows: list[tuple[Cell, ...]] = [
        (
            row["bot_version"],
            f"{words.day(row['first_week'])} to {words.day(row['last_week'])}",
            words.number(row["ticket_count"], "count"),
            f"{words.number(row['deflection_rate'], '%')}"
            f" with CSAT {words.number(row['csat'], 'points')}"
            f" ({words.number(row['answered_count'], 'count')} answers)",
            words.number(row["containment_rate"], "%"),
            words.number(row["abandonment_rate"], "%"),
            words.number(row["repeat_contact_7d"], "%"),
            words.number(row["finding_count"], "count"),
        )
        for row in _own(marts, "version_compare", desk)
    ]
    headings = (
        *("Bot version", "Weeks of", "Tickets", "Deflection and CSAT"),
        *("Containment", "Abandonment", "Repeat contact, 7 days", "Findings"),
    )
    note = "The last 13 full weeks, over all archetypes: no verdict."
    return Part("Bot versions", note=note, tables=[Table(headings, rows)])


def _limits(marts: Marts) -> Part:
    rows: list[tuple[Cell, ...]] = [
        (
            words.spoken(row["rule"]),
            words.spoken(row["measure"]),
            row["scope_type"]
            if row["scope_type"] == "all"
            else f"{row['scope_type']} {row['scope']}",
            words.spoken(row["compare"]),
            *(
                words.NOTHING if row[limit] is None else f"{row[limit]:g}"
                for limit in ("watch_at", "review_at", "rollback_at")
            ),
            row["source"],
        )
        for row in marts.rows("limits_in_force")
    ]
    headings = (
        *("Rule", "Measure", "Scope", "Compares", "Watch", "Review", "Rollback"),
        "Source",
    )
    return Part("Thresholds in force", tables=[Table(headings, rows)])


def _waivers(marts: Marts, desk: Record) -> Part:
    rows: list[tuple[Cell, ...]] = [
        (
            words.spoken(row["rule"]),
            row["archetype"] or "all",
            row["segment"] or "all",
            words.day(row["created_on"]),
            words.day(row["expires_on"]) + (", expired" if row["is_expired"] else ""),
            row["approved_by"],
            row["reason"],
        )
        for row in _own(marts, "waivers_granted", desk)
    ]
    headings = (*("Rule", PLACE, "Segment", "Granted", "Until", "By", "Reason"),)
    note = "" if rows else "None."
    return Part("Waivers granted", note=note, tables=[Table(headings, rows)])
