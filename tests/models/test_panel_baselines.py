"""What a week is compared with: windows, given figures, fall-backs, re-baselining."""

import pytest

from tests.models.panel_cells import answered, cell, desks, opened, panel
from tests.support.warehouse import SEEDS, ticket

(WINDOW,) = SEEDS["baselines"]
ARCHETYPE = {"slice": "archetype", "archetype": "order_status"}


def surveyed(day, satisfied, of, **columns):
    """Return tickets of a day, all answered, some satisfied, and their surveys."""
    name = "-".join([day, *map(str, columns.values())])
    tickets = [opened(f"{name} {number}", day, **columns) for number in range(of)]
    surveys = [
        answered(row["ticket_id"], f"{day} 12:00:00", 5 if number < satisfied else 1)
        for number, row in enumerate(tickets)
    ]
    return tickets, surveys


def built_of(*parts, **more):
    """Build the panel from several lots of surveyed tickets."""
    tickets = [row for rows, _ in parts for row in rows]
    surveys = [row for _, rows in parts for row in rows]
    return panel(tickets, surveys=surveys, **more)


def baseline_of(found):
    """Return what a cell is compared with."""
    return found["s0"], found["n0"], found["baseline"], found["baseline_source"]


def test_the_window_holds_its_first_day_and_not_the_day_of_its_end():
    built = built_of(
        surveyed("2025-10-05", 0, 5),
        surveyed("2025-10-06", 1, 1),
        surveyed("2026-01-04", 1, 2),
        surveyed("2026-01-05", 0, 5),
        surveyed("2026-01-12", 1, 2),
    )

    found = cell(built, "resolution_csat")
    assert baseline_of(found) == (2, 3, 200 / 3, "window")
    assert (found["s1"], found["n1"]) == (1, 7)
    assert found["delta"] == pytest.approx(100 / 7 - 200 / 3)


def test_the_window_goes_by_utc_days_wherever_weeks_begin():
    late = ticket("late", opened_at="2026-01-05 00:00:00")
    tickets, surveys = surveyed("2026-01-12", 1, 1)
    surveys.append(answered("late", "2026-01-05 12:00:00", 1))

    built = panel(
        [late, *tickets],
        surveys=surveys,
        variables={"week_timezone": "America/New_York"},
    )

    assert cell(built, "resolution_csat")["n0"] == 0


def test_only_counted_tickets_enter_a_baseline():
    built = built_of(
        surveyed("2025-12-01", 1, 1),
        surveyed("2025-12-02", 1, 1, arm="holdout"),
        surveyed("2025-12-03", 1, 1, exclusion="spam"),
        surveyed("2026-01-12", 1, 1),
    )

    assert cell(built, "resolution_csat")["n0"] == 1


def test_a_segment_of_thirty_has_its_own_baseline_and_one_of_29_its_archetypes():
    built = built_of(
        surveyed("2025-12-01", 15, 30, segment="consumer"),
        surveyed("2025-12-02", 29, 29, segment="business", channel="chat"),
        surveyed("2026-01-12", 1, 1, segment="consumer"),
        surveyed("2026-01-13", 1, 1, segment="business", channel="chat"),
    )

    segment = ARCHETYPE | {"slice": "archetype_segment"}
    channel = ARCHETYPE | {"slice": "archetype_channel"}
    own = cell(built, "resolution_csat", **segment, segment="consumer")
    thin = cell(built, "resolution_csat", **segment, segment="business")
    thin_channel = cell(built, "resolution_csat", **channel, channel="chat")
    blended = cell(built, "resolution_csat", slice="segment", segment="business")
    assert baseline_of(own) == (15, 30, 50.0, "window")
    assert baseline_of(thin) == (44, 59, 100 * 44 / 59, "window_archetype")
    assert baseline_of(thin_channel) == baseline_of(thin)
    assert baseline_of(blended) == (29, 29, 100.0, "window")


def test_bot_and_handoff_csat_take_the_cells_csat_baseline_fall_back_included():
    built = built_of(
        surveyed("2025-12-01", 20, 40, segment="consumer"),
        surveyed("2025-12-02", 2, 10, segment="business"),
        surveyed("2026-01-12", 1, 1, segment="business", bot_attempted=True),
    )

    key = ARCHETYPE | {"slice": "archetype_segment", "segment": "business"}
    expected = (22, 50, 44.0, "window_archetype")
    assert baseline_of(cell(built, "resolution_csat", **key)) == expected
    assert baseline_of(cell(built, "bot_csat", **key)) == expected
    assert baseline_of(cell(built, "bot_csat", **ARCHETYPE))[:2] == (22, 50)
    assert cell(built, "bot_csat", **key)["s1"] == 1


def test_escalated_handle_time_is_compared_with_all_tickets_an_agent_handled():
    tickets = [
        opened("before", "2025-12-01", agent_handle_seconds=400),
        opened("before too", "2025-12-02", agent_handle_seconds=600),
        opened("after", "2026-01-12", bot_attempted=True, bot_outcome="escalated",
               agent_handle_seconds=550),
        opened("never escalated", "2026-01-12", agent_handle_seconds=9000),
    ]  # fmt: skip

    found = cell(panel(tickets), "escalated_handle_time")

    assert (found["rolling"], found["baseline"], found["n0"]) == (550, 500, 2)
    assert found["delta"] == 10
    assert found["squares0"] == 400**2 + 600**2
    assert (found["delta_low"], found["min_detectable"]) == (None, None)


def test_a_baseline_of_repeat_contact_waits_for_its_window_too():
    tickets = [
        opened("passed", "2025-12-20"),
        opened("not yet", "2026-01-04", resolved_at="2026-01-12 00:00:00"),
    ]

    found = cell(
        panel(tickets, as_of="2026-01-18"), "repeat_contact_7d", week="2026-01-12"
    )

    assert found["n0"] == 1


def test_what_only_exists_with_a_bot_has_no_baseline():
    built = built_of(surveyed("2025-12-01", 1, 1, bot_attempted=True))

    found = cell(built, "deflection_rate", week="2025-12-01")
    assert baseline_of(found) == (None, None, None, None)
    assert found["has_baseline"] is False


def test_without_a_window_a_baselined_measure_has_none_of_nothing():
    built = built_of(surveyed("2026-01-12", 1, 1), seeds={"baselines": []})

    found = cell(built, "resolution_csat")
    assert baseline_of(found) == (0, 0, None, None)
    assert (found["delta"], found["min_detectable"]) == (None, None)


def given(numerator, denominator, **columns):
    """Return figures for resolution CSAT, for a team without its old tickets."""
    return {
        "deployment_id": "desk",
        "archetype": "order_status",
        "segment": "",
        "measure": "resolution_csat",
        "numerator": numerator,
        "denominator": denominator,
        **columns,
    }


def test_given_figures_stand_where_no_window_has_tickets():
    built = built_of(
        surveyed("2026-01-12", 1, 1, segment="business", channel="chat"),
        surveyed("2026-01-13", 1, 1, segment="consumer"),
        seeds={
            "baselines": [],
            "baseline_values": [
                given(80, 100),
                given(20, 40, segment="consumer"),
                given(1, 2, segment="business"),
                given(7, 10, archetype=""),
            ],
        },
    )

    def source(slice_, **key):
        return baseline_of(cell(built, "resolution_csat", slice=slice_, **key))

    name = {"archetype": "order_status"}
    assert source("archetype", **name) == (80, 100, 80.0, "values")
    assert source("archetype_segment", **name, segment="consumer") == (
        20, 40, 50.0, "values",
    )  # fmt: skip
    assert source("archetype_segment", **name, segment="business") == (
        80, 100, 80.0, "values_archetype",
    )  # fmt: skip
    assert source("archetype_channel", **name, channel="chat") == (
        80, 100, 80.0, "values_archetype",
    )  # fmt: skip
    assert source("all") == (7, 10, 70.0, "values")


def test_tickets_of_the_window_go_before_given_figures():
    built = built_of(
        surveyed("2025-12-01", 1, 2),
        surveyed("2026-01-12", 1, 1),
        seeds={"baseline_values": [given(80, 100)]},
    )

    found = cell(built, "resolution_csat", **ARCHETYPE)
    assert baseline_of(found) == (1, 2, 50.0, "window")


def window(number, **columns):
    """Return a baselines row whose window is one numbered day of October."""
    return WINDOW | {
        "window_start": f"2025-10-{number:02}",
        "window_end": f"2025-10-{number + 1:02}",
        **columns,
    }


@pytest.fixture(scope="module")
def rows_of_every_kind():
    """Each window of one day holds as many answers as the day's number."""
    lots = [surveyed(f"2025-10-{number:02}", 0, number) for number in range(1, 8)]
    return built_of(
        *lots,
        surveyed("2026-01-12", 1, 1),
        seeds={
            "baselines": [
                window(1),
                window(2, archetype="order_status"),
                window(3, measure="resolution_csat"),
                window(4, measure="resolution_csat", archetype="order_status",
                       valid_from="2026-01-19"),
                window(5, measure="resolution_csat", archetype="order_status",
                       valid_from="2026-01-26"),
                window(6, archetype="returns"),
                window(7, measure="delayed_csat"),
            ],
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "slice_", "week", "day"),
    [
        ("resolution_coverage", "all", "2026-01-12", 1),
        ("resolution_coverage", "archetype", "2026-01-12", 2),
        ("resolution_csat", "archetype", "2026-01-12", 3),
        ("resolution_csat", "archetype", "2026-01-19", 4),
        ("resolution_csat", "archetype", "2026-01-26", 5),
        ("resolution_csat", "archetype", "2026-02-02", 5),
        ("resolution_csat", "all", "2026-02-02", 3),
        ("bot_csat", "archetype", "2026-01-26", 5),
        ("resolution_csat", "archetype_segment", "2026-01-26", 5),
    ],
)
def test_the_most_specific_valid_row_wins_and_then_the_latest(
    rows_of_every_kind, measure, slice_, week, day
):
    archetype = "all" if slice_ == "all" else "order_status"

    found = cell(
        rows_of_every_kind, measure, slice=slice_, week=week, archetype=archetype
    )

    assert found["n0"] == day


def test_a_row_may_name_the_long_tail():
    built = built_of(
        surveyed("2025-10-02", 1, 2),
        surveyed("2026-01-12", 1, 1),
        variables={"top_archetypes": 0},
        seeds={"baselines": [window(2, archetype="long_tail")]},
    )

    tail = {"slice": "archetype", "archetype": "long_tail"}
    assert cell(built, "resolution_csat", **tail)["n0"] == 2
    assert cell(built, "resolution_csat")["n0"] == 0


def test_rebaselining_after_the_launch_leaves_the_first_delta_on_the_line():
    rows = [
        WINDOW,
        WINDOW | {"window_start": "2026-01-05", "window_end": "2026-01-12",
                  "valid_from": "2026-01-12"},
    ]  # fmt: skip
    built = built_of(
        surveyed("2025-12-01", 9, 10),
        surveyed("2026-01-06", 1, 2),
        surveyed("2026-01-12", 3, 8),
        seeds={"baselines": rows},
    )

    before = cell(built, "resolution_csat", week="2026-01-05")
    after = cell(built, "resolution_csat", week="2026-01-12")
    other = cell(built, "resolution_coverage", week="2026-01-12")
    assert (before["baseline"], before["delta_pre_deployment"]) == (90, None)
    assert (after["rolling"], after["baseline"], after["delta"]) == (40, 50, -10)
    assert after["delta_pre_deployment"] == -50
    assert (after["first_s0"], after["first_n0"]) == (9, 10)
    assert (other["n0"], other["delta_pre_deployment"]) == (2, None)


def test_a_first_window_on_another_scale_stands_on_the_line_and_vetoes_nothing():
    rows = [
        WINDOW,
        WINDOW | {"window_start": "2026-01-05", "window_end": "2026-01-12",
                  "valid_from": "2026-01-12"},
    ]  # fmt: skip
    tickets, surveys = surveyed("2026-01-12", 3, 8)
    asked = [row | {"instrument": "new"} for row in surveys]
    built = built_of(
        surveyed("2025-12-01", 9, 10),
        surveyed("2026-01-06", 1, 2),
        (tickets, asked),
        seeds={"baselines": rows},
    )

    found = cell(built, "resolution_csat", week="2026-01-12")
    assert round(found["delta_pre_deployment"], 9) == -50
    assert (found["is_comparable"], found["is_first_comparable"]) == (False, False)


def test_the_interval_is_newcombes_in_points():
    # Expected: Newcombe's method 10 and the power formula, by hand in numpy.
    built = built_of(
        surveyed("2025-12-01", 80, 100),
        surveyed("2026-01-12", 70, 100),
    )

    found = cell(built, "resolution_csat")
    assert found["delta"] == pytest.approx(-10)
    assert found["delta_low"] == pytest.approx(-25.198831933093402)
    assert found["delta_high"] == pytest.approx(5.797466558337344)
    assert found["min_detectable"] == pytest.approx(19.737955368395742)


FIVE, TEN = {}, {"scale_max": 10}
SCALES = {
    "the same": ([FIVE], [FIVE], True),
    "another": ([FIVE], [TEN], False),
    "one more": ([FIVE], [FIVE, TEN], False),
    "one fewer": ([FIVE, TEN], [FIVE], False),
    "the same two": ([FIVE, TEN], [TEN, FIVE], True),
    "another version": ([FIVE], [{"instrument": "v2"}], False),
    "another border": ([FIVE], [{"satisfied_from": 3}], False),
    "another foot": ([FIVE], [{"scale_min": 0}], False),
    "no answer yet": ([FIVE], [], True),
    "no answer before": ([], [FIVE], True),
}


@pytest.fixture(scope="module")
def scales():
    """Each case is a deployment with answers on its scales before and after."""
    lots = [
        ([opened(f"{name} unanswered", "2026-01-13", deployment_id=name)], [])
        for name in SCALES
    ]
    for name, (before, after, _) in SCALES.items():
        days = [("2025-12-01", before), ("2026-01-12", after)]
        for day, scale in [(day, scale) for day, found in days for scale in found]:
            row = opened(f"{name} {day} {scale}", day, deployment_id=name)
            sent_at = f"{day} 12:00:00"
            lots.append(([row], [answered(row["ticket_id"], sent_at, 4, **scale)]))
    return built_of(
        *lots,
        seeds={
            "deployments": desks(*SCALES),
            "baselines": [WINDOW | {"deployment_id": name} for name in SCALES],
        },
    )


@pytest.mark.parametrize("name", SCALES)
def test_a_window_is_comparable_when_it_was_answered_on_the_same_scales(scales, name):
    _, _, is_comparable = SCALES[name]

    found = cell(scales, "resolution_csat", deployment_id=name)

    assert found["is_comparable"] is is_comparable
