"""The panel finds what the simulator planted."""

from datetime import datetime
from math import sqrt
from pathlib import Path

import pytest
from test_truth import FAR, planted_mean

from kpi_runner.build.progress import unwatched
from kpi_runner.build.request import Request
from kpi_runner.publish.published import published
from kpi_runner.publish.release import release

ROOT = Path(__file__).parents[2]

# A measure of the panel, the rate planted for it, what that is a mean over.
FOUND = {
    "attempt_rate": ("attempt_rate", "tickets"),
    "deflection_rate": ("deflection_rate", "tickets"),
    "abandonment_rate": ("abandonment_rate", "attempted"),
    "resolution_csat": ("csat", "tickets"),
    "delayed_csat": ("delayed_csat", "tickets"),
    "bot_csat": ("bot_csat", "deflected"),
    "handoff_csat": ("handoff_csat", "escalated"),
    "context_loss_rate": ("context_loss_rate", "escalated"),
    "repeat_contact_7d": ("repeat_contact_7d", "tickets"),
    "repeat_contact_30d": ("repeat_contact_30d", "tickets"),
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def marts(planted, tmp_path_factory):
    """Return the published marts of the planted desk."""
    target = tmp_path_factory.mktemp("target")
    request = Request(
        root=ROOT,
        target=target,
        now=datetime(2026, 7, 6),
        raw=(planted.folder,),
        seeds=planted.folder / "seeds",
    )
    release(request, unwatched)
    with published(target) as engine:
        yield engine


@pytest.mark.parametrize("measure", FOUND)
def test_the_panel_finds_the_planted_rate(marts, planted, measure):
    rate, weight = FOUND[measure]
    truth = planted.truth

    cells = marts.rows(
        "select deployment_id, archetype, sum(numerator), sum(denominator)"
        " from panel_weekly where slice = 'archetype' and archetype <> 'long_tail'"
        f" and measure = '{measure}' and status <> 'baseline'"
        " group by deployment_id, archetype having sum(denominator) > 30"
    )

    assert len(cells) >= 8
    for deployment_id, archetype, hits, n in cells:
        mean = planted_mean(truth, (deployment_id, archetype), rate, weight)
        error = sqrt(max(mean * (1 - mean), 0.25 / n) / n)
        assert abs(hits / n - mean) < FAR * error, (deployment_id, archetype, mean)


def test_the_panel_counts_every_planted_ticket(marts, planted):
    counted = marts.rows(
        "select sum(denominator)::bigint from panel_weekly"
        " where measure = 'deflection_rate' and slice = 'all'"
    )
    told = sum(
        row["tickets"] for row in planted.truth["rates"] if row["archetype"] == "all"
    )

    assert counted == [(told,)]


def test_the_panel_adds_up_what_leaked(marts, planted):
    found = dict(
        marts.rows(
            "select deployment_id, sum(numerator) from panel_weekly"
            " where measure = 'refund_unentitled' and slice = 'all'"
            " group by deployment_id"
        )
    )

    assert found
    for deployment_id, unentitled in found.items():
        told = sum(
            row["unentitled_refunds"]
            for row in planted.truth["rates"]
            if row["archetype"] == "all" and row["deployment_id"] == deployment_id
        )
        assert unentitled == told
