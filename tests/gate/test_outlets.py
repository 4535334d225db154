import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import etree

from kpi_runner.errors import SelectionError
from kpi_runner.gate.outlets import (
    github,
    json_text,
    junit,
    markdown,
    sarif,
    slack,
    text,
)
from kpi_runner.gate.outlets.writing import (
    FORMATS,
    RENDERERS,
    Outlet,
    deliver,
    outlets_of,
)
from tests.gate.marts import WEEK, cell, slip
from tests.gate.verdicts import verdict_of

SCHEMAS = Path(__file__).parent / "schemas"
NASTY = (
    "a|b`c*<!channel>%\r\n::error::\x1b[2J,:\u202e\ufffe\ud800 @all https://x.example"
)


def verdicts():
    """Return verdicts of every kind, with texts that try to act."""
    waived = {"is_waived": True, "waived_until": date(2026, 8, 1), "waived_by": NASTY}
    mixed = verdict_of(
        slip(5, deployment_id=NASTY, owner=NASTY, owner_contact=NASTY),
        slip(3, "review", archetype="gifts", **waived),
        slip(3, "watch", literal="review", archetype="plans"),
        cell("insufficient", archetype="rare"),
        cell(archetype="fine"),
    )
    return {
        "mixed": mixed,
        "held": verdict_of(cell()),
        "empty": verdict_of(),
        "untrusted": verdict_of(slip(5), problems=[f"gate: {NASTY}", "freshness: old"]),
    }


@pytest.mark.parametrize("kind", verdicts())
def test_junit_follows_the_common_schema(kind):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))

    schema.assertValid(etree.fromstring(junit.render(verdicts()[kind]).encode()))


def test_junit_tells_failures_excuses_and_what_is_not_proven_apart():
    root = ElementTree.fromstring(junit.render(verdicts()["mixed"]))

    outcomes = {
        case.get("name").split(" / ")[-1]: [child.tag for child in case]
        for case in root.iter("testcase")
    }
    assert outcomes == {
        "the data can be trusted": [],
        "returns": ["failure"],
        "gifts": ["skipped"],
        "plans": ["skipped"],
        "rare": ["skipped"],
        "fine": [],
    }
    counts = [
        tuple(suite.get(name) for name in ("tests", "failures", "errors", "skipped"))
        for suite in root.iter("testsuite")
    ]
    assert sorted(counts) == [
        ("1", "0", "0", "0"),
        ("1", "1", "0", "0"),
        ("4", "0", "0", "3"),
    ]


def test_junit_calls_untrusted_data_an_error_and_no_failure():
    root = ElementTree.fromstring(junit.render(verdicts()["untrusted"]))

    assert len(list(root.iter("error"))) == 2
    assert list(root.iter("failure")) == []


@pytest.mark.parametrize("kind", verdicts())
def test_sarif_follows_its_schema(kind):
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8"))

    jsonschema.Draft4Validator(schema).validate(
        json.loads(sarif.render(verdicts()[kind]))
    )


def test_sarif_declares_all_rules_and_suppresses_what_is_waived():
    (run,) = json.loads(sarif.render(verdicts()["mixed"]))["runs"]

    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert {"policy_p0/incident", "csat_slip_bot/review"} <= set(rules)
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        "csat_slip_resolution/rollback",
        "csat_slip_resolution/review",
        "csat_slip_resolution/watch",
    ]
    assert ["suppressions" in each for each in run["results"]] == [False, True, False]


def test_sarif_knows_a_breach_again_in_another_week():
    def fingerprint(**changes):
        (run,) = json.loads(sarif.render(verdict_of(slip(5, **changes))))["runs"]
        return run["results"][0]["partialFingerprints"]["cell/v1"]

    assert fingerprint() == fingerprint(week=date(2026, 6, 29), rolling=70.0)
    assert fingerprint() != fingerprint(archetype="gifts")


def test_github_shows_the_worst_nine_and_counts_the_rest():
    many = [slip(5, archetype=f"archetype_{number:02}") for number in range(12)]

    lines = github.render(verdict_of(*many)).splitlines()

    assert len(lines) == 10
    assert all(line.startswith("::error title=") for line in lines)
    assert lines[-1].endswith("3 more.")
    assert "file=expectations/csat.json,line=" in lines[0]


def test_github_reads_data_as_data():
    rendered = github.render(verdicts()["mixed"])

    assert all(
        line.startswith(("::error ", "::notice ", "::warning "))
        for line in rendered.splitlines()
    )
    title = re.match(r"::error title=([^,:]*),file=", rendered)[1]
    assert "%25" in title
    assert "%3A%3Aerror%3A%3A" in title
    assert "%2C" in title
    assert "%0A" in rendered


def test_github_has_a_summary_and_outputs_of_the_step(tmp_path):
    step = {
        name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")
    }
    (tmp_path / "GITHUB_OUTPUT").write_text("former=1\n")

    deliver(verdict_of(slip(5)), [Outlet("github")], step)

    assert (
        (tmp_path / "GITHUB_OUTPUT")
        .read_text()
        .startswith("former=1\nexit_code=1\nverdict=breach\nrun_id=run-1\nfailing=1\n")
    )
    assert (
        (tmp_path / "GITHUB_STEP_SUMMARY").read_text().startswith("### KPI gate failed")
    )


def test_markdown_keeps_data_inside_its_cell():
    row = next(
        line
        for line in markdown.render(verdicts()["mixed"]).splitlines()
        if "rollback**" in line
    )

    assert row.count("|") == 8
    assert not set("`*<>@") & set(re.sub(r"</?code>|\*\*rollback\*\*", "", row))
    assert "https://" not in row


def test_slack_groups_by_owner_within_its_limits():
    many = [
        slip(
            5,
            archetype=f"archetype_{number:02}",
            owner=f"Owner {number % 2}" + "x" * 3000,
        )
        for number in range(70)
    ]

    blocks = json.loads(slack.render(verdict_of(*many)))["blocks"]

    assert len(blocks) == 50
    assert max(len(block["text"]["text"]) for block in blocks) <= 3000
    assert "more breaches" in blocks[-1]["text"]["text"]
    named = [
        block["text"]["text"]
        for block in blocks
        if block["text"]["text"].startswith("*Owner")
    ]
    assert len(named) == 2


def test_slack_mentions_and_formats_nothing_from_data():
    rendered = json.loads(slack.render(verdicts()["mixed"]))
    texts = [block["text"]["text"] for block in rendered["blocks"]]

    assert not any(character in told for told in texts for character in "<>`~")


def test_json_holds_the_verdict_and_every_cell():
    told = json.loads(json_text.render(verdicts()["mixed"]))

    assert (told["exit_code"], told["counts"]["failing"], len(told["cells"])) == (
        1,
        1,
        5,
    )
    assert told["breaches"][0]["deployment_id"] == NASTY
    assert told["breaches"][0]["week"] == WEEK.isoformat()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", verdicts())
def test_nothing_in_the_data_can_act_on_a_terminal(form, kind):
    rendered = RENDERERS[form](verdicts()[kind])

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ufffe\ud800]", rendered)
    rendered.encode()


REPORT = """\
Gate: run run-1, mode evidence, data until 2026-07-05 23:51 UTC.
ROLLBACK  csat_slip_resolution   web_chat / returns, week of 2026-06-22
          CSAT is 5 points under its baseline (limit 4; 1,200 answers in four weeks, \
2,500 before launch; interval -8.4 .. -0.2: confirmed; sees drops from 4.6)
          remove_archetype · owner Support AI lead · by 2026-07-06 · since the week of \
2026-06-08 · deflection of 9.1 % is not reported as a win
watch     csat_slip_resolution   web_chat / gifts, week of 2026-06-22
          CSAT is 2 points under its baseline (limit 2; 1,200 answers in four weeks, \
2,500 before launch; interval -5.4 .. 1.4: unconfirmed; sees drops from 4.6)
          In 6.9 % of weeks a healthy cell of this size drops 2 points or more \
by chance; mode literal calls this: review.
1 rollback, 0 reviews, 1 watched, 1 held, 0 not proven.
Failed: 1 breach at review or worse, neither answered nor waived (exit 1).
"""


def test_the_report_names_what_where_how_sure_who_and_by_when():
    worst = slip(
        5,
        action="remove_archetype",
        follow_up_on=date(2026, 7, 6),
        first_seen_week=date(2026, 6, 8),
        deflection=9.1,
    )
    found = verdict_of(
        worst,
        slip(2, "watch", literal="review", archetype="gifts"),
        cell(archetype="x"),
    )

    assert text.render(found) == REPORT


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"is_waived": True, "waived_until": WEEK, "waived_by": "Ann"},
            "waived until 2026-06-22 by Ann",
        ),
        (
            {"is_answered": True, "decided_on": WEEK, "decision": "tighten"},
            "answered on 2026-06-22: tighten",
        ),
        ({"waiver_expired_on": WEEK}, "its waiver expired on 2026-06-22"),
        ({"decided_on": WEEK, "decision": "tighten"}, "no longer an answer"),
        ({"fails_ci": False}, "listed, does not fail CI"),
        ({"assignee": "Bo"}, "assigned to Bo"),
        ({"is_clearing": True}, "first week without breach"),
        ({"is_shared_by_holdout": True}, "the holdout shares it"),
        ({"review_at": None, "rollback_at": None}, "limit missing"),
    ],
)
def test_the_report_says_what_became_of_a_breach(changes, says):
    assert says in text.render(verdict_of(slip(3, "review", **changes)))


@pytest.mark.parametrize(
    ("rule", "status", "changes", "says"),
    [
        (
            "policy_p0",
            "incident",
            {"value": 2.0},
            "2 confirmed incidents open, whatever",
        ),
        ("policy_p0", "watch", {"value": 0.0}, "A P0 incident is suspected"),
        (
            "context_loss",
            "review",
            {"measure": "context_loss_rate", "rolling": 6.25, "review_at": 5},
            "Context loss is 6.2 % over four weeks (limit 5;",
        ),
        (
            "survey_coverage",
            "review",
            {
                "measure": "resolution_coverage",
                "rolling": 12.0,
                "baseline": 40.0,
                "review_at": 50,
            },
            "Survey coverage is 12 % over four weeks (limit 50 % of its baseline, "
            "40 %;",
        ),
        (
            "survey_coverage",
            "review",
            {
                "measure": "resolution_coverage",
                "rolling": 44.0,
                "numerator": 0.0,
                "denominator": 3.0,
                "review_at": 50,
            },
            "44 % over four weeks, and the last week has 3 cases and no answer (limit",
        ),
        (
            "doom_loop",
            "review",
            {"measure": "abandonment_rate", "rolling": 10.0, "review_at": 10},
            "10 % over four weeks, and deflection is above its band while containment"
            " has fallen two weeks running (limit 10;",
        ),
        (
            "doom_loop",
            "review",
            {"measure": "abandonment_rate", "rolling": 10.5, "review_at": 10},
            "Abandonment is 10.5 % over four weeks (limit 10;",
        ),
        (
            "refund_leakage",
            "review",
            {"measure": "refund_overpaid", "value": 12.5, "review_at": 0},
            "Money refunded beyond entitlement is 12.5 in the week (limit 0;",
        ),
        (
            "bot_handle_time_trend",
            "review",
            {"measure": "bot_handle_time", "rising_weeks": 2, "value": 80.0},
            "Bot handle time rose 2 weeks running, to 80 s",
        ),
        (
            "deflection_band",
            "watch",
            {"value": 39.6, "target_low": 40, "target_high": 60},
            "is 39.6 %, outside its band of 40 .. 60 %",
        ),
    ],
)
def test_the_report_reads_each_rule_in_its_own_unit(rule, status, changes, says):
    assert says in text.render(verdict_of(cell(status, rule=rule, **changes)))


def test_what_only_clears_is_not_called_confirmed():
    report = text.render(verdict_of(slip(3, "review", is_clearing=True)))

    assert ": first week without breach; sees drops" in report
    assert "confirmed" not in report


SEGMENT = {"slice": "segment", "archetype": "all", "segment": "consumer"}
CROSSED = {"slice": "archetype_segment", "segment": "consumer"}


@pytest.mark.parametrize("form", ["text", "github", "markdown", "slack"])
def test_one_slip_is_told_once_with_its_slices_named(form):
    one_segment = verdict_of(slip(5), slip(5, **CROSSED), slip(5, **SEGMENT))
    other_tickets = verdict_of(slip(5), slip(5, **CROSSED, n1=1000), slip(6, **SEGMENT))

    once, thrice = RENDERERS[form](one_segment), RENDERERS[form](other_tickets)

    assert (once.count("5 points under"), thrice.count("5 points under")) == (1, 2)
    assert once.count("the same tickets") == 1
    assert "returns / consumer" in once
    assert "all / consumer" in once
    assert "the same tickets" not in thrice


def test_archetypes_with_equal_numbers_are_no_repetition():
    report = text.render(verdict_of(slip(5), slip(5, archetype="gifts")))

    assert report.count("ROLLBACK") == 2


def test_the_report_names_the_worst_tickets_of_a_breach():
    few = slip(5, ticket_count=2, tickets="T-1, T-2")
    many = slip(5, archetype="gifts", ticket_count=17, tickets="T-3, T-4, T-5")

    report = text.render(verdict_of(few, many))

    assert 'Tickets: T-1, T-2 (kpi query "from breach_tickets")' in report
    assert "Tickets: T-3, T-4, T-5 and 14 more (kpi query" in report


def test_notes_that_say_the_same_are_told_together_and_incidents_first():
    names = ("one", "two", "three")
    noted = [
        cell(rule="qa_coverage", archetype=each, note="QA reads much") for each in names
    ]
    clean = cell(rule="policy_p0", note="none found in 4 of 160 conversations")

    lines = text.render(verdict_of(*noted, clean)).splitlines()

    assert [" ".join(line.split()) for line in lines if line.startswith("note")] == [
        "note policy_p0 web_chat / returns: none found in 4 of 160 conversations",
        "note qa_coverage web_chat / one, web_chat / two and 1 more: QA reads much",
    ]


def test_the_noise_is_that_of_the_limit_which_the_letter_sees_passed():
    two = text.render(verdict_of(slip(3, "watch", literal="review")))
    four = text.render(verdict_of(slip(5, "watch", literal="rollback")))

    assert "drops 2 points or more by chance; mode literal calls this: review." in two
    assert "In 0.1 % of weeks" in four
    assert "drops 4 points or more by chance" in four
    assert "mode literal calls this: rollback." in four


def test_a_cell_too_small_to_see_any_drop_says_so():
    told = text.render(verdict_of(slip(5, min_detectable=100.3)))

    assert "confirmed; sees no drop of any size)" in told


def test_only_the_worst_of_the_watched_are_told():
    watched = [
        slip(3, "watch", archetype=f"archetype_{number:02}") for number in range(12)
    ]

    report = text.render(verdict_of(*watched))

    assert report.count("\nwatch ") == 9
    assert '3 more watched: kpi query "from action_items"' in report


def test_what_fails_at_watch_is_told_in_full():
    report = text.render(verdict_of(slip(3, "watch"), fail_on="watch"))

    assert "owner Support AI lead" in report


@pytest.mark.parametrize(
    ("formats", "outputs", "pairs"),
    [
        ([], [], []),
        (["junit"], ["a"], [("junit", "a")]),
        (["junit", "sarif"], ["a", "b"], [("junit", "a"), ("sarif", "b")]),
        (["github", "junit"], ["a"], [("github", None), ("junit", "a")]),
        (["junit", "github"], ["a", "b"], [("junit", "a"), ("github", "b")]),
        (["json"], [], [("json", None)]),
        (["junit", "json"], ["a"], [("junit", "a"), ("json", None)]),
    ],
)
def test_formats_and_files_pair_up_by_their_order(formats, outputs, pairs):
    assert outlets_of(formats, outputs) == tuple(Outlet(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("formats", "outputs"),
    [([], ["a"]), (["json", "junit"], []), (["github"], ["a", "b"])],
)
def test_formats_and_files_that_do_not_pair_up_are_refused(formats, outputs):
    with pytest.raises(SelectionError, match="do not pair up"):
        outlets_of(formats, outputs)


def test_several_outlets_are_written_at_once_and_the_text_is_printed(tmp_path):
    outlets = [Outlet(form, tmp_path / form) for form in ("junit", "sarif", "slack")]

    printed = deliver(verdict_of(cell()), outlets, {})

    assert printed == [text.render(verdict_of(cell()))]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "junit",
        "sarif",
        "slack",
    ]


def test_a_format_without_a_file_takes_the_place_of_the_text():
    (printed,) = deliver(verdict_of(cell()), [Outlet("json")], {})

    assert json.loads(printed)["exit_code"] == 0
