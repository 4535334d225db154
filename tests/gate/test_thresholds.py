"""Thresholds of a user that would judge nothing, or otherwise than meant."""

import pytest

from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import SeedError
from kpi_runner.project.project import read_project
from tests.gate.marts import ROOT

HEADER = (ROOT / "seeds/thresholds.csv").read_text("utf-8").splitlines()[0]
SLIP = {
    "rule": "csat_slip_resolution",
    "measure": "resolution_csat",
    "scope_type": "archetype",
    "scope": "returns",
    "compare": "delta",
    "review_at": "-2",
    "rollback_at": "-4",
    "review_action": "tighten_confidence_threshold",
    "rollback_action": "remove_archetype",
    "fails_ci": "true",
    "source": "ours",
}


@pytest.fixture(scope="module")
def overlay(tmp_path_factory):
    """Return a project with thresholds of its own, and the folder of these."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "thresholds.csv").write_text(f"{HEADER}\n")
    return read_project(ROOT, seeds=folder), folder


def load(overlay, **changes):
    project, folder = overlay
    row = {**SLIP, **changes}
    line = ",".join(row.get(name, "") for name in HEADER.split(","))
    (folder / "thresholds.csv").write_text(f"{HEADER}\n{line}\n")
    engine = DuckDBEngine()
    load_seeds(engine, project, folder)
    return engine.rows("select rule, scope from thresholds")


def test_a_threshold_of_one_archetype_is_taken(overlay):
    assert load(overlay) == [("csat_slip_resolution", "returns")]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rule": "csat_slip_resolutoin"}, "Did you mean 'csat_slip_resolution'?"),
        ({"measure": "resolution_csatt"}, "'resolution_csatt' is not in seeds/kpis"),
        ({"scope": "retuns"}, "Did you mean 'returns'?"),
        ({"scope_type": "archetypes"}, "Did you mean 'archetype'?"),
        ({"review_at": "2"}, "review_at 2.000 with rollback_at -4.000 is no slip"),
        ({"rollback_at": "-1"}, "rollback_at -1.000 is no slip"),
        ({"review_at": ""}, "lacks a limit"),
        ({"review_at": "two"}, "review_at 'two' is not a decimal(9, 3)"),
    ],
)
def test_a_threshold_that_would_not_judge_as_meant_is_refused(overlay, changes, says):
    with pytest.raises(SeedError) as caught:
        load(overlay, **changes)

    assert str(caught.value.at).endswith("thresholds.csv:2")
    assert says in str(caught.value)
