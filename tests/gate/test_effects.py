"""What is said of decisions and waivers that do nothing."""

import duckdb
import pytest
from click.testing import CliRunner

from kpi_runner.build.state import Inputs, State, write_state
from kpi_runner.cli import main
from kpi_runner.gate.docket import docket
from tests.gate.marts import ROOT, publish, slip

DECISIONS = """deployment_id,archetype,rule,incident_id,decided_on,decision,reason
web_chat,returns,csat_slip_bot,,2026-07-05,tighten,"of the data's
last day"

web_chat,returns,csat_slip_bot,,2026-07-06,tighten,too late
web_chat,,policy_p0,qa:review 1:1:,2026-11-21,close,counts at once
web_chat,,policy_p0,qa:review 1:2:,2026-07-01,close,no such
wallet_app,,,,2026-07-06,acknowledge,another's
"""
WAIVERS = """rule,deployment_id,created_on,expires_on
context_loss,,2026-08-01,2026-09-01
"""


@pytest.fixture
def target(tmp_path):
    """Return published marts with one incident, built with seeds of their own."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "decisions.csv").write_text(DECISIONS)
    (seeds / "waivers.csv").write_text(WAIVERS)
    found = publish(tmp_path / "target", [slip(5)])
    write_state(found, State(inputs=Inputs(seeds=(str(ROOT / "seeds"), str(seeds)))))
    with duckdb.connect(str(found / "marts.duckdb")) as connection:
        connection.execute(
            "create table policy_incidents as"
            " select 'web_chat' as deployment_id, 'qa:review 1:1:' as incident_id"
        )
    return found


def warnings(target, deployment=None):
    with docket(target, None, deployment) as cells:
        return list(cells.warnings)


def test_rows_that_do_nothing_are_told_with_their_line(target, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert warnings(target, "web_chat") == [
        "seeds/decisions.csv:5: the decision counts from 2026-07-06 on; "
        "the data ends on 2026-07-05.",
        "seeds/decisions.csv:7: the decision closes nothing: web_chat has no incident "
        "'qa:review 1:2:'. Did you mean 'qa:review 1:1:'?",
        "seeds/waivers.csv:2: the waiver counts from 2026-08-01 on; "
        "the data ends on 2026-07-05.",
    ]
    assert len(warnings(target)) == 4


def test_marts_that_came_alone_have_no_seeds_to_tell_of(target):
    (target / "state.json").unlink()

    assert warnings(target) == []


@pytest.mark.parametrize(
    ("incident", "code", "says"),
    [
        ("qa:review 1:1:", 0, ""),
        ("qa:reviw 1:1:", 2, "Did you mean 'qa:review 1:1:'?"),
        ("TYPO", 2, "web_chat has no incident 'TYPO'."),
    ],
)
def test_only_an_incident_that_is_there_can_be_closed(
    target, tmp_path, incident, code, says
):
    seeds = tmp_path / "own"
    seeds.mkdir()
    shipped = (ROOT / "seeds/decisions.csv").read_text("utf-8")
    (seeds / "decisions.csv").write_text(shipped)
    given = ("close", "--deployment", "web_chat", "--incident", incident)
    where = ("--project", ROOT, "--seeds", seeds, "--target", target)

    found = CliRunner().invoke(main, ["decide", *given, *map(str, where)])

    assert (found.exit_code, says in found.stderr) == (code, True)
    has_row = (seeds / "decisions.csv").read_text() != shipped
    assert has_row == (code == 0)
