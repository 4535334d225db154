import csv
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from kpi_runner.errors import KpiError, SeedError
from kpi_runner.gate.decisions import append, check_decision
from kpi_runner.project.project import read_project
from tests.gate.marts import ROOT

PROJECT = read_project(ROOT)
HEADERS = {
    name: (ROOT / f"seeds/{name}.csv").read_text("utf-8").splitlines()[0]
    for name in ("decisions", "waivers")
}
ANSWER = ("tighten", "--deployment", "web_chat", "--rule", "csat_slip_bot")
WAIVER = {
    "rule": "survey_coverage",
    "created_on": "2026-07-01",
    "expires_on": "2026-08-01",
    "approved_by": "Ann",
    "reason": "Survey tool is being replaced",
}


@pytest.fixture
def seeds(tmp_path):
    """Return an overlay of empty decisions and waivers."""
    for name, header in HEADERS.items():
        (tmp_path / f"{name}.csv").write_text(f"{header}\n")
    return tmp_path


def kpi(*arguments):
    """Run a command in this process; a bug is a traceback here too."""
    found = CliRunner().invoke(main, [str(each) for each in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def added(seeds, name, row):
    """Append a row to a seed of the overlay."""
    found = {
        each: replace(PROJECT.seeds[each], path=seeds / f"{each}.csv")
        for each in HEADERS
    }
    project = replace(PROJECT, seeds={**PROJECT.seeds, **found})
    return append(project, seeds, name, row)


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_decision_is_appended_for_the_owner_and_today(seeds):
    found = kpi(
        "decide", *ANSWER, "--confidence-threshold", "0.8", "--reason", "Cause, found",
        "--archetype", "returns", "--follow-up-on", "2099-01-01", "--seeds", seeds,
    )  # fmt: skip

    assert found.exit_code == 0, found.stderr
    (row,) = rows(seeds / "decisions.csv")
    assert (row["decision"], row["confidence_threshold"]) == ("tighten", "0.8")
    assert (row["decided_by"], row["reason"]) == ("Support AI lead", "Cause, found")
    assert date.fromisoformat(row["decided_on"]) >= date(2026, 1, 1)
    assert "decisions.csv:2: web_chat,returns,csat_slip_bot," in found.stdout
    assert found.stderr == ""


def test_a_decision_of_another_is_noted(seeds):
    found = kpi("decide", "acknowledge", *ANSWER[1:], "--by", "Bo", "--seeds", seeds)

    assert "note: the owner of web_chat is Support AI lead" in found.stderr


TIGHTEN = {
    "deployment_id": "web_chat",
    "archetype": "returns",
    "rule": "csat_slip_bot",
    "decided_on": "2026-07-01",
    "decision": "tighten",
    "confidence_threshold": "0.8",
    "decided_by": "Support AI lead",
}


def without(row, *names, **changes):
    return {
        name: value for name, value in {**row, **changes}.items() if name not in names
    }


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (without(TIGHTEN, "confidence_threshold"), "needs its confidence_threshold"),
        (without(TIGHTEN, "rule"), "needs its rule"),
        (without(TIGHTEN, "archetype", decision="remove"), "needs its archetype"),
        (without(TIGHTEN, decision="close"), "needs its incident_id.\nAdd --incident."),
        (without(TIGHTEN, confidence_threshold="1.2"), "is no probability"),
        (without(TIGHTEN, confidence_threshold="nan"), "is no probability"),
        (without(TIGHTEN, follow_up_on="2026-06-30"), "is before the decision"),
    ],
)
def test_a_decision_that_would_decide_nothing_is_refused(row, says):
    check_decision(TIGHTEN)

    with pytest.raises(KpiError, match=says):
        check_decision(row)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"rule": "csat_slip_bott"},
            "decisions.csv:2: rule 'csat_slip_bott' is not in",
        ),
        ({"archetype": "retuns"}, "Did you mean 'returns'?"),
        ({"deployment_id": "web"}, "'web' is not in seeds/deployments.csv"),
        ({"decided_by": ""}, "decided_by is empty"),
        ({"decided_on": "soon"}, "decided_on 'soon' is not a date"),
    ],
)
def test_a_row_that_breaks_a_promise_of_its_seed_changes_nothing(seeds, changes, says):
    before = (seeds / "decisions.csv").read_bytes()

    with pytest.raises(SeedError) as caught:
        added(seeds, "decisions", {**TIGHTEN, **changes})

    assert says in str(caught.value)
    assert (seeds / "decisions.csv").read_bytes() == before


def until(days):
    return (date(2026, 7, 1) + timedelta(days=days)).isoformat()


def test_a_waiver_is_appended(seeds):
    found = kpi(
        "waive", "survey_coverage", "--on", "2026-07-01", "--until", until(90),
        "--by", "Ann", "--reason", "Survey tool\nis being replaced", "--seeds", seeds,
    )  # fmt: skip

    assert found.exit_code == 0, found.stderr
    (row,) = rows(seeds / "waivers.csv")
    assert row["reason"] == "Survey tool is being replaced"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"expires_on": until(91)}, "runs for 91 days; at most 90"),
        ({"expires_on": until(-1)}, "ends before it begins"),
        ({"reason": " "}, "reason is empty"),
        ({"approved_by": ""}, "approved_by is empty"),
        ({"rule": "policy_p0", "deployment_id": "web_chat"}, "must name its archetype"),
    ],
)
def test_a_wrong_waiver_changes_nothing(seeds, changes, says):
    before = (seeds / "waivers.csv").read_bytes()

    with pytest.raises(SeedError) as caught:
        added(seeds, "waivers", {**WAIVER, **changes})

    assert says in str(caught.value)
    assert (seeds / "waivers.csv").read_bytes() == before


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_row_never_joins_the_line_before_it(seeds, end):
    header = HEADERS["waivers"]
    (seeds / "waivers.csv").write_text(f"{header}{end}", newline="")

    added(seeds, "waivers", WAIVER)
    appended = added(seeds, "waivers", WAIVER)

    written = (seeds / "waivers.csv").read_bytes().decode()
    assert written.splitlines()[1:] == [appended.text] * 2
    assert appended.line == 3
    assert ("\r\n" in written) == (end == "\r\n")


def test_a_row_follows_the_order_of_the_files_own_header(seeds):
    (seeds / "waivers.csv").write_text(
        "reason,rule,approved_by,created_on,expires_on,deployment_id,archetype,segment\n"
    )

    appended = added(seeds, "waivers", WAIVER)

    assert appended.text.startswith(
        "Survey tool is being replaced,survey_coverage,Ann,"
    )


def test_two_who_append_at_once_both_stand(seeds):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: added(seeds, "waivers", WAIVER), range(4)))

    assert len(rows(seeds / "waivers.csv")) == 4
    assert sorted(path.name for path in seeds.iterdir()) == [
        "decisions.csv",
        "waivers.csv",
    ]


def test_without_an_overlay_the_projects_own_seed_is_written(tmp_path):
    for folder in ("seeds", "models", "macros"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "dbt_project.yml", tmp_path)

    appended = append(read_project(tmp_path), None, "waivers", WAIVER)

    assert str(appended.path) == "seeds/waivers.csv"
    assert len(rows(tmp_path / "seeds/waivers.csv")) == 1


def test_a_day_written_otherwise_is_told_how_one_is_written(seeds):
    found = kpi("decide", *ANSWER, "--on", "01.03.2026", "--seeds", seeds)

    assert found.exit_code == 2
    assert "'01.03.2026' is no date such as 2026-03-01." in found.stderr
    assert rows(seeds / "decisions.csv") == []
