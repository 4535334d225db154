"""`kpi ready` without marts, and what it says of a desk that lacks things."""

from datetime import date, datetime

from click import unstyle

from kpi_runner.views.ready import screen
from kpi_runner.views.words import NOTHING
from tests.cli.test_commands import kpi


def test_before_any_build_it_says_what_to_run(tmp_path):
    found = kpi("ready", "--target", tmp_path)

    assert found.exit_code == 2
    assert "there are no published marts" in found.stderr
    assert "Run kpi build first" in found.stderr


def archetype(name, **columns):
    return {
        "archetype": name,
        "measure": "resolution_csat",
        "answers_per_week": 10.0,
        "answers_needed_per_week": 20,
        "baseline_n": 400,
        "smallest_drop_now": 10.04,
        "smallest_drop_in_13_weeks": 6.25,
        "window_start": date(2025, 10, 6),
        "window_end": date(2026, 1, 5),
        "weeks_to_hold": 4,
        "weeks_to_protect": 8,
        "weeks_left": 0,
        "obstacle": "few_answers",
        **columns,
    }


def lines(*archetypes, feeds=(), unmapped_share=None):
    desk = {
        "deployment_id": "desk",
        "name": "Desk \x1b[31mred",
        "launched_on": None,
        "owner": "Ada",
        "owner_contact": None,
        "as_of": datetime(2026, 2, 1, 12),
        "unmapped_share": unmapped_share,
        "feeds": feeds,
        "archetypes": archetypes,
    }
    return [unstyle(line) for line in screen([desk])]


def row(shown, name):
    (found,) = [line for line in shown if line.startswith(f"{name} ")]
    return found.split()


def test_a_row_says_what_is_seen_and_when_a_verdict_can_be_proven():
    shown = lines(
        archetype("later", weeks_left=2),
        archetype("now", weeks_to_protect=4, obstacle=None),
        archetype("blind", smallest_drop_now=104.0, weeks_to_hold=None,
                  weeks_to_protect=None, obstacle="small_baseline"),
        archetype("silent", answers_per_week=None, smallest_drop_now=None,
                  weeks_to_hold=None, weeks_to_protect=None, obstacle="no_answers"),
    )  # fmt: skip

    later = " ".join(row(shown, "later"))
    assert later == "later 10.0 20 400 10.0 6.3 2 wk 8 wk*"
    assert row(shown, "now")[-2:] == ["now", "now"]
    assert row(shown, "blind")[4:] == ["none", "6.3", "never", "never"]
    assert row(shown, "silent")[1] == row(shown, "silent")[4] == NOTHING
    assert (
        "resolution CSAT, later: too few answers a week: ask more customers." in shown
    )
    assert max(map(len, shown)) <= 100


def test_absent_feeds_come_in_the_order_worth_delivering():
    def feed(name, priority, *costs, kpi=4):
        return {
            "feed": name, "is_present": False, "priority": priority,
            "costs": list(costs), "costs_kpis": [kpi],
        }  # fmt: skip

    many = [f"measure_{number}" for number in range(40)]
    behind = [feed("g", 4, "x", kpi=12), feed("e", 5, "x"), feed("f", 6, "x", kpi=12)]
    first = [feed("d", 3, "x"), feed("b", 2, "x"), feed("a", 1, *many)]
    shown = lines(feeds=[*behind, *first, feed("c", None)])

    start = shown.index("Feeds     0 of 7 come in")
    assert "  next 1  a: costs KPI 4: measure_0, measure_1" in shown[start + 1]
    assert shown[start + 2 : start + 7] == [
        "  next 2  b: costs KPI 4: x",
        "  next 3  d: costs KPI 4: x",
        "  absent  costs KPI 4: e",
        "  absent  costs KPI 12: g, f",
        "  absent  at no cost: c",
    ]


def test_what_can_be_said_stands_before_what_is_missing():
    shown = lines(
        archetype("soon"),
        archetype("late", weeks_to_hold=5, weeks_to_protect=None),
        archetype("now", weeks_to_protect=4, obstacle=None),
        unmapped_share=20.5,
    )

    assert shown[3:6] == [
        "Unmapped  20 % of all tickets have no archetype: add rows to"
        " seeds/intents.csv",
        "Verdicts  2 of 3 archetypes can be held, 1 protected, at today's answers",
        "Feeds     0 of 0 come in",
    ]
    assert "Unmapped" not in "".join(lines(unmapped_share=20.0))


def test_a_name_cannot_act_on_the_terminal_and_no_launch_is_said_as_such():
    first, owner, baseline, *_ = lines()

    assert first.startswith("Desk \\x1b[31mred (desk) · not launched")
    assert owner == "Owner     Ada"
    assert baseline == "Baseline  no ticket yet"
