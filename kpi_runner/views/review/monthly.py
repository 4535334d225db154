"""The monthly packet: an hour of support leadership and the AI program owner."""

from datetime import date

from kpi_runner.publish.answers import as_csv
from kpi_runner.views import words
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.report import FAMILIES
from kpi_runner.views.review.packet import Cell, Part, Table, marked
from kpi_runner.views.review.shared import (
    PLACE,
    actions_part,
    incidents_part,
    verdict_part,
)

# Population stability index: from the first on it is noted, from the second audited.
NOTE, AUDIT = 0.10, 0.25
# What each family shows, at most; deflection with its satisfaction beside it.
SHOWN = {
    "deflection": (
        *("deflection_rate", "resolution_csat", "attempt_rate"),
        *("containment_rate", "abandonment_rate"),
    ),
    "csat": ("resolution_csat", "delayed_csat", "bot_csat", "model_csat"),
    "handoff": ("context_loss_rate", "handoff_csat", "repeat_state_rate"),
    "policy": (
        *("policy_incidents_1", "policy_incidents_2", "policy_incidents_3"),
        *("policy_incidents_4", "refund_accuracy", "refund_overpaid"),
    ),
    "leading": (
        *("bot_handle_time", "escalated_handle_time"),
        *("repeat_contact_7d", "repeat_contact_30d"),
    ),
}


def monthly(marts: Marts, desk: Record) -> list[Part]:
    """Return the packet's parts; policy first where the deployment is regulated."""
    return [
        *policy_first(desk, verdict_part(marts, desk), families(marts, desk, "month")),
        _mix(marts, desk),
        _ceilings(marts, desk),
        *_proposals(marts, desk),
        incidents_part(marts, desk),
        actions_part(marts, desk),
    ]


def policy_first(desk: Record, verdict: Part, rolled: list[Part]) -> list[Part]:
    """Return the verdict and the families; regulated, policy stands before it."""
    before = 1 if desk["is_regulated"] else 0
    return [*rolled[:before], verdict, *rolled[before:]]


def families(marts: Marts, desk: Record, period: str) -> list[Part]:
    """Return a table a family: the latest mature period, and the change to the last.

    Measures mature at different times: what shows an earlier period names it.
    """
    cells = marts.asked(
        f"select rolled.*, rolled.{period} as period, unit, name"
        f" from panel_{period}ly as rolled"
        " inner join measure_catalogue using (measure)"
        " where deployment_id = ? and slice = 'archetype' and is_mature"
        " and is_after_launch"
        " qualify row_number() over"
        f" (partition by archetype, measure order by {period} desc) = 1"
        " order by archetype",
        (desk["deployment_id"],),
    )
    found = {(cell["archetype"], cell["measure"]): cell for cell in cells}
    latest = max((cell["period"] for cell in cells), default=None)
    names = sorted(
        FAMILIES, key=lambda family: desk["is_regulated"] and family != "policy"
    )
    return [_family(family, found, period, latest) for family in names]


def _family(
    family: str,
    cells: dict[tuple[str, str], Record],
    period: str,
    latest: date | None,
) -> Part:
    archetypes = sorted({archetype for archetype, _ in cells})
    names = {measure: cell["name"] for (_, measure), cell in cells.items()}
    rows: list[tuple[Cell, ...]] = [
        (
            archetype,
            *(
                _rolled(cells.get((archetype, measure)), period, latest)
                for measure in SHOWN[family]
            ),
        )
        for archetype in archetypes
    ]
    last = period_name(latest, period) if latest else f"No {period} is mature yet"
    return Part(
        FAMILIES[family],
        note=f"{last}; in brackets the change to the {period} before. A week belongs"
        f" to the {period} of its Thursday; a measure that matures later shows an"
        f" earlier {period}, by its name.",
        tables=[
            Table((PLACE, *(names.get(each, each) for each in SHOWN[family])), rows)
        ],
    )


def period_name(first: date, period: str) -> str:
    """Return a month or quarter as people name it."""
    if period == "month":
        return f"{first:%b %Y}"
    return f"Q{(first.month + 2) // 3} {first.year}"


def _rolled(cell: Record | None, period: str, latest: date | None) -> Cell:
    if cell is None:
        return words.NOTHING
    if not cell["is_instrumented"]:
        return marked("", "not_instrumented")
    value = words.number(cell["value"], cell["unit"])
    change = cell["change"]
    if change is not None:
        digits = words.DIGITS[cell["unit"]]
        sign = "+" if change >= 0 else ""
        shown = f"{sign}{words.rounded(change, digits):,.{digits}f}"
        value += f" ({shown.replace('-', words.MINUS)})"
    is_latest = cell["period"] == latest
    return value if is_latest else f"{value}, {period_name(cell['period'], period)}"


def _mix(marts: Marts, desk: Record) -> Part:
    """Return how far the mix has moved, and what that did to the blended rates."""
    found = marts.asked(
        "select * from mix_shift where deployment_id = ? and psi is not null"
        " qualify row_number() over (partition by measure order by week desc) = 1"
        " order by measure desc",
        (desk["deployment_id"],),
    )
    compared = {
        "resolution_csat": "against the baseline window",
        "deflection_rate": "against the four weeks before",
    }
    rows: list[tuple[Cell, ...]] = [
        (
            compared[row["measure"]],
            words.day(row["week"]),
            *(_stability(row[name]) for name in ("psi_archetype", "psi_segment")),
            *(
                words.change(row[name])
                for name in ("total_effect", "mix_effect", "rate_effect")
            ),
        )
        for row in found
    ]
    headings = (
        *("Mix of tickets", "Week of", "Archetypes, PSI", "Segments, PSI"),
        *("Blended change, points", "by the mix", "by the rates"),
    )
    note = (
        f"Population stability index: over {NOTE:.2f} a note, over {AUDIT:.2f} an"
        " audit. The first row splits the change of resolution CSAT, the second that of"
        " deflection; neither is a verdict."
    )
    return Part("Mix of archetypes", note=note, tables=[Table(headings, rows)])


def _stability(psi: float | None) -> str:
    if psi is None:
        return words.NOTHING
    word = "audit" if psi > AUDIT else "note" if psi > NOTE else "stable"
    return f"{psi:.2f}, {word}"


def _ceilings(marts: Marts, desk: Record) -> Part:
    """Return what the best four weeks reached, against the band."""
    pairs = {row["archetype"]: row for row in _latest_pairs(marts, desk)}
    rows: list[tuple[Cell, ...]] = [
        (
            row["archetype"],
            f"{row['band_low']:.0f} to {row['band_high']:.0f} %",
            words.number(row["ceiling"], "%"),
            words.day(row["ceiling_week"]),
            row["verdict"],
            _csat_beside(pairs.get(row["archetype"])),
        )
        for row in marts.rows("ceilings", "deployment_id = ?", (desk["deployment_id"],))
    ]
    headings = (PLACE, "Band", "Ceiling", "Four weeks to", "Band is", "CSAT now")
    note = "The best deflection of four weeks whose satisfaction was held or protected."
    return Part("Ceilings", note=note, tables=[Table(headings, rows)])


def _latest_pairs(marts: Marts, desk: Record) -> list[Record]:
    return marts.asked(
        "select * from deflection_weekly where deployment_id = ?"
        " and resolution_csat_delta is not null"
        " qualify row_number() over (partition by archetype order by week desc) = 1",
        (desk["deployment_id"],),
    )


def _csat_beside(pair: Record | None) -> Cell:
    if pair is None:
        return words.NOTHING
    return marked(words.change(pair["resolution_csat_delta"]), pair["verdict"])


def _proposals(marts: Marts, desk: Record) -> list[Part]:
    """Return rows for the seed archetypes, where the mix has moved."""
    rows = marts.asked(
        "select ceilings.*, coalesce(in_deflection_list, false) as is_listed"
        " from ceilings left join deflection_policy using (deployment_id, archetype)"
        " where deployment_id = ? and proposed_band_high is not null"
        " and (proposed_band_low <> band_low or proposed_band_high <> band_high)"
        " order by archetype",
        (desk["deployment_id"],),
    )
    if not rows:
        return []
    as_of = marts.rows("publish_info")[0]["as_of"]
    names = ("archetype", "tier", "band_low", "band_high", "in_deflection_list")
    proposed = [
        (
            *(row["archetype"], row["tier"]),
            *(f"{row[f'proposed_{end}']:.0f}" for end in ("band_low", "band_high")),
            *(str(row["is_listed"]).lower(), f"{as_of:%Y-%m-%d}"),
        )
        for row in rows
    ]
    lines = as_csv((*names, "valid_from"), proposed).splitlines()
    note = (
        "The mix has shifted. Rows for seeds/archetypes.csv, to be taken over by the"
        " owner; a satisfaction baseline is never proposed."
    )
    return [Part("Bands proposed", note=note, lines=lines)]
