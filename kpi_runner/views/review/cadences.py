"""The three cadences: which parts their packets have, and of which deployments."""

from collections.abc import Callable

from kpi_runner.views import words
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.report import chosen
from kpi_runner.views.review.monthly import monthly
from kpi_runner.views.review.packet import Desk, Packet, Part, file_name
from kpi_runner.views.review.quarterly import quarterly
from kpi_runner.views.review.weekly import weekly

CADENCES: dict[str, tuple[str, Callable[[Marts, Record], list[Part]]]] = {
    "weekly": ("Weekly operational review", weekly),
    "monthly": ("Monthly business review", monthly),
    "quarterly": ("Quarterly recalibration", quarterly),
}


def packets(
    marts: Marts, cadence: str, *, deployment: str | None, is_joint: bool
) -> dict[str, Packet]:
    """Return the packets by file name: one a deployment, or one of all of them."""
    title, parts = CADENCES[cadence]
    as_of = marts.rows("publish_info")[0]["as_of"]
    note = f"Data up to {words.instant(as_of)}."
    desks = {
        desk["deployment_id"]: Desk(desk["name"], _about(desk), parts(marts, desk))
        for desk in chosen(marts, deployment)
    }
    if is_joint:
        joint = Packet(f"{title}, all deployments", note, list(desks.values()))
        return {file_name(cadence, None): joint}
    return {
        file_name(cadence, name): Packet(f"{title}: {desk.name}", note, [desk])
        for name, desk in desks.items()
    }


def _about(desk: Record) -> str:
    regulated = "Regulated: policy first. " if desk["is_regulated"] else ""
    return f"{regulated}Owner with rollback authority: {desk['owner']}."
