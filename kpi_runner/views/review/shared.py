"""Parts that more than one packet has."""

from kpi_runner.views import words
from kpi_runner.views.grid import Slice, pair_week, read_grid
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.report import POLICY_RULES, VERDICTS, actions, incidents, is_open
from kpi_runner.views.review.packet import Marked, Part, Table, marked

PLACE = "Archetype"


def place(row: Record) -> str:
    """Return where a breach is: the archetype, and the segment where it has one."""
    archetype = "all archetypes" if row["archetype"] == "all" else row["archetype"]
    segment = "" if row["segment"] in ("all", None) else f", segment {row['segment']}"
    return f"{archetype}{segment}"


def headlines(marts: Marts, desk: Record) -> list[Record]:
    """Return the pairs of the latest mature week, what needs reading first."""
    grid = read_grid(marts, desk, Slice())
    pairs = marts.rows(
        "deflection_weekly",
        "deployment_id = ? and week = ?",
        (desk["deployment_id"], pair_week(grid)),
    )
    return sorted(pairs, key=lambda pair: VERDICTS.index(pair["verdict"]))


def verdict_part(marts: Marts, desk: Record) -> Part:
    """Return the one line that sums a deployment up, over its headlines."""
    pairs = headlines(marts, desk)
    asked = actions(marts, desk["deployment_id"])
    counts = [
        f"{count} {words.status(verdict).word}"
        for verdict in VERDICTS
        if (count := sum(pair["verdict"] == verdict for pair in pairs))
    ]
    broken = [row for row in asked if is_open(row)]
    line = f"Of {len(pairs)} archetypes: {', '.join(counts) or 'none judged'}. "
    if broken:
        first = broken[0]
        line += (
            f"{len(broken)} broken rules wait for an answer; the worst is"
            f" {words.spoken(first['rule'])} in {place(first)}."
        )
    else:
        line += "No broken rule waits for an answer."
    return Part(
        "Verdict",
        note=line,
        sentences=[marked(pair["headline"], pair["verdict"]) for pair in pairs],
    )


def actions_part(marts: Marts, desk: Record) -> Part:
    """Return what is asked, of whom, by when, since when; watched items apart."""
    asked = actions(marts, desk["deployment_id"])
    broken = [row for row in asked if row["status"] != "watch"]
    watched = [row for row in asked if row["status"] == "watch"]
    note = f"{len(watched)} more are watched: over a limit, not confirmed."
    headings = ("Where", "Status", "Asked", "Why", "Who", "By", "Age", "Answer")
    rows = [_action(row) for row in broken]
    return Part("Action items", note=note, tables=[Table(headings, rows)])


def _action(row: Record) -> tuple[str | Marked, ...]:
    why = row["evidence"] + (f" {row['headline']}" if row["headline"] else "")
    return (
        place(row),
        marked("", row["status"]),
        f"{words.spoken(row['action'])} ({words.spoken(row['rule'])})",
        why,
        row["assignee"] or row["owner"],
        words.day(row["follow_up_on"]),
        f"{row['age_weeks']} weeks, since {words.day(row['first_seen_week'])}",
        answer(row),
    )


def answer(row: Record) -> str:
    """Return what the owner said to a breach."""
    if row["waived_until"]:
        return f"waived by {row['waived_by']} until {words.day(row['waived_until'])}"
    if row["decision"]:
        return str(row["decision"]) + (
            "" if row["is_answered"] else ", no longer holds"
        )
    return "open"


def incidents_part(marts: Marts, desk: Record) -> Part:
    """Return the incident log."""
    headings = ("Clause", "Severity", "Said", "In force", "Week", "Ticket", "State")
    rows: list[tuple[str | Marked, ...]] = [
        (
            row["policy_key"] or words.spoken(row["check_name"]),
            row["severity"] or words.NOTHING,
            row["quoted"] or words.NOTHING,
            row["canonical"] or words.NOTHING,
            words.day(row["week"]),
            row["ticket_id"],
            "confirmed" if row["is_confirmed"] else "suspected",
        )
        for row in incidents(marts, desk["deployment_id"])
    ]
    note = "" if rows else "No incident is recorded."
    return Part("Incident log", note=note, tables=[Table(headings, rows)])


def policy_part(marts: Marts, desk: Record) -> Part:
    """Return QA's findings and coverage of the latest week that is mature for them."""
    rows = latest(marts, "policy_weekly", desk, "qa_sample_rate")
    return Part(
        "Policy and QA",
        note=f"Tickets of the week of {words.day(rows[0]['week'])}." if rows else "",
        sentences=[
            marked(
                f"{words.spoken(row['rule'])}, {place(row)}: {row['evidence']}",
                row["status"],
            )
            for row in actions(marts, desk["deployment_id"])
            if row["rule"] in POLICY_RULES
        ],
        tables=[Table(_POLICY_HEADINGS, [_policy(row) for row in rows])],
    )


_POLICY_HEADINGS = (
    *(PLACE, "Class 1", "Class 2", "Class 3", "Class 4", "Suspected"),
    *("QA sample", "Refund accuracy", "Overpaid"),
)


def _policy(row: Record) -> tuple[str | Marked, ...]:
    def cell(measure: str, unit: str) -> Marked:
        return marked(words.number(row[measure], unit), row[f"{measure}_status"])

    return (
        row["archetype"],
        *(cell(f"policy_incidents_{number}", "count") for number in (1, 2, 3, 4)),
        words.number(row["suspected_count"], "count"),
        cell("qa_sample_rate", "%"),
        cell("refund_accuracy", "%"),
        cell("refund_overpaid", "money"),
    )


def latest(marts: Marts, mart: str, desk: Record, measure: str) -> list[Record]:
    """Return a weekly mart's rows of the latest week that is mature for a measure."""
    name = desk["deployment_id"]
    return marts.rows(
        mart,
        "deployment_id = ? and week = (select max(week) from panel_weekly"
        " where deployment_id = ? and measure = ? and is_mature) order by archetype",
        (name, name, measure),
    )
