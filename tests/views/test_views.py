"""Terminal panel, report and packets as text: same bytes, no harm, the pair."""

import re

import duckdb
import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from kpi_runner.views import words
from kpi_runner.views.pages import plain
from tests.views import desks

MUTE = ("insufficient", "incomparable", "pending", "not_instrumented", "baseline")


def kpi(*arguments):
    """Run a command and return what it printed, and its exit code."""
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    return done.output, done.exit_code


@pytest.fixture(scope="module")
def packets(small):
    """Return the texts of every packet of the small desk, by file name."""
    for cadence in ("weekly", "monthly", "quarterly"):
        for joint in ([], ["--all"]):
            said, code = kpi("review", cadence, *joint, "--target", small)
            assert code == 0, said
    return {
        path.name: path.read_text("utf-8") for path in (small / "reviews").iterdir()
    }


def test_the_panel_fits_on_a_hundred_columns_and_is_plain_when_piped(small):
    said, code = kpi("panel", "--target", small)
    assert code == 0
    assert max(map(len, said.splitlines())) <= 100
    assert "\x1b" not in said


def test_the_panel_has_deflection_and_satisfaction_side_by_side(small):
    said, _ = kpi("panel", "--target", small, "--deployment", "web_chat")
    heads = [line for line in said.splitlines() if "CSAT Δ" in line]
    assert re.search(r"Defl\.\s+CSAT Δ", heads[0])
    assert "returns: deflected 48.2 % with CSAT +0.4 against baseline" in said


def test_the_panel_of_a_regulated_deployment_begins_with_its_incidents(small):
    said, _ = kpi("panel", "--target", small, "--deployment", "wallet_app")
    second = said.splitlines()[1]
    assert second.startswith("Policy first (regulated): policy P0 in ")
    assert ": incident" in second


@pytest.mark.parametrize("cut", [("--segment", "consumer"), ("--channel", "email")])
def test_the_panel_is_cut_by_segment_or_channel(small, cut):
    whole, _ = kpi("panel", "--target", small)
    said, code = kpi("panel", "--target", small, *cut)
    assert code == 0
    assert said != whole


def test_a_misspelt_deployment_is_told_the_likely_one(small):
    said, code = kpi("panel", "--target", small, "--deployment", "webchat")
    assert code == 2
    assert "Did you mean 'web_chat'?" in said


def test_a_report_of_no_deployment_is_refused_and_the_former_one_stays(small):
    former = (small / "report.html").read_bytes()

    said, code = kpi("report", "--target", small, "--deployment", "web_caht")

    assert (code, "the panel has no deployment 'web_caht'" in said) == (2, True)
    assert (small / "report.html").read_bytes() == former


def test_a_week_that_starts_on_a_tuesday_is_refused(small):
    said, code = kpi("panel", "--target", small, "--week", "2026-06-23")
    assert code == 2
    assert "not a Monday" in said


def test_hostile_names_cannot_act_on_a_terminal(hostile):
    said, code = kpi("panel", "--target", hostile)
    assert code == 0
    assert "\u202e" not in said


def test_the_same_marts_make_the_same_bytes(small, tmp_path):
    said, code = kpi("report", "--target", small, "--output", tmp_path / "again.html")
    assert code == 0, said
    again = (tmp_path / "again.html").read_bytes()
    assert again == (small / "report.html").read_bytes()


def test_the_page_forbids_the_network_and_evaluation(small):
    text = (small / "report.html").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert not re.search(r"""(src|href)=["']?(https?:)?//(?!desk\.example)""", text)


def test_breaches_link_to_their_tickets(small):
    text = (small / "report.html").read_text("utf-8")
    assert 'href="https://desk.example.com/tickets/7"' in text


def test_the_policy_checks_say_how_often_they_are_right(small):
    text = (small / "report.html").read_text("utf-8")
    at = text.index("How often the policy checks are right")
    told = re.sub(r"<[^>]*>|\s+", " ", text[at:]).replace("\xa0", " ")
    assert "stated quantity 92.8 % 77 of 83 77.8 % 77 of 99" in " ".join(told.split())


def test_every_cadence_has_a_packet_a_deployment_and_a_joint_one(packets):
    names = {
        f"review-{cadence}-{desk}.{kind}"
        for cadence in ("weekly", "monthly", "quarterly")
        for desk in ("web_chat", "wallet_app", "all")
        for kind in ("html", "md")
    }
    assert set(packets) == names


@pytest.mark.parametrize("cadence", ["weekly", "monthly", "quarterly"])
def test_a_packet_starts_with_policy_where_it_is_regulated(packets, cadence):
    headings = re.findall(
        r"^### (.*)$", packets[f"review-{cadence}-wallet_app.md"], re.M
    )
    others = re.findall(r"^### (.*)$", packets[f"review-{cadence}-web_chat.md"], re.M)
    assert headings[0].startswith("Policy")
    assert others[0] == "Verdict"


def test_a_measure_that_matures_later_names_the_month_that_it_shows(tmp_path):
    desks.published(tmp_path, desks.Desk())
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as marts:
        marts.execute("update panel_monthly set month = date '2026-06-01'")
        marts.execute(
            "update panel_monthly set month = date '2026-05-01'"
            " where measure = 'delayed_csat'"
        )

    kpi("review", "monthly", "--target", tmp_path, "--deployment", "web_chat")

    said = (tmp_path / "reviews/review-monthly-web_chat.md").read_text("utf-8")
    satisfaction = said.split("### Satisfaction, at three latencies")[1]
    row = next(line for line in satisfaction.splitlines() if "returns" in line)
    assert satisfaction.lstrip().startswith("Jun 2026; in brackets")
    assert [cell.count("May 2026") for cell in row.split("|")[2:4]] == [0, 1]


def test_the_monthly_packet_has_ready_rows_for_the_seed(packets):
    lines = packets["review-monthly-web_chat.md"].splitlines()
    at = lines.index("archetype,tier,band_low,band_high,in_deflection_list,valid_from")
    assert lines[at + 1] == "order_status,1,30,50,true,2026-07-05"


def test_action_items_keep_owner_follow_up_and_age(packets):
    rows = [
        line
        for line in packets["review-weekly-web_chat.md"].splitlines()
        if "tuning review" in line
    ]
    assert "12 Jul 2026" in rows[0]
    assert "8 weeks, since 4 May 2026" in rows[0]


def test_hostile_names_are_text_in_every_packet(hostile):
    for cadence in ("weekly", "monthly", "quarterly"):
        said, code = kpi("review", cadence, "--target", hostile)
        assert code == 0, said
    for path in (hostile / "reviews").iterdir():
        text = re.sub(
            r"^```csv\n.*?^```", "", path.read_text("utf-8"), flags=re.M | re.S
        )
        assert "<script" not in text
        assert "<img" not in text


@pytest.mark.parametrize("name", desks.HOSTILE)
def test_markdown_shows_a_name_and_does_nothing_else(name):
    shown = plain(name)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)[|`\[\]<>]", shown)


@pytest.mark.parametrize("name", MUTE)
def test_what_is_not_proven_has_no_tone_of_its_own(name):
    assert words.status(name).tone == "mute"


def test_a_status_that_nobody_knows_is_never_good():
    assert words.status("splendid").tone == "mute"


@pytest.mark.parametrize(
    ("value", "said"), [(48.25, "48.3\u00a0%"), (-0.04, "0.0\u00a0%"), (None, "\u2013")]
)
def test_numbers_round_as_the_marts_sentences_do(value, said):
    assert words.number(value, "%") == said


def test_nothing_published_is_an_error_with_a_remedy(tmp_path):
    said, code = kpi("report", "--target", tmp_path)
    assert code == 2
    assert "kpi build" in said


def test_a_sample_of_a_misspelt_deployment_is_told_the_likely_one(small):
    said, code = kpi("sample", "--target", small, "--deployment", "web_caht")

    assert (code, "Did you mean 'web_chat'?" in said) == (2, True)
