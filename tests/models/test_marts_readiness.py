"""What a desk can see and prove, and what its missing feeds cost."""

from datetime import date
from math import ceil, sqrt

import pytest

from tests.models.panel_cells import desks
from tests.models.people_desk import before, build, deflected, delayed
from tests.support.warehouse import SEEDS, ticket, warehouse

Z_CONFIRM, Z_PROTECT, Z_POWER = 2.575829303548901, 1.6448536269514722, 0.84162123357291
UPTO = ["readiness_archetypes"]
(DESK,) = SEEDS["deployments"]


def error(n1, s0, n0):
    share = (s0 + 2) / (n0 + 4)
    return sqrt(share * (1 - share) * (1 / n1 + 1 / n0))


def smallest_drop(n1, s0, n0):
    return 100 * (Z_CONFIRM + Z_POWER) * error(n1, s0, n0)


def answers_that_exclude(limit, s0, n0):
    """Return the fewest answers whose error is small enough, by counting up."""
    answers = 30
    while 100 * Z_PROTECT * error(answers, s0, n0) > limit:
        answers += 1
    return answers


def line(built, measure="resolution_csat", archetype="order_status"):
    (found,) = built.records(
        "select * from readiness_archetypes"
        f" where measure = '{measure}' and archetype = '{archetype}'"
    )
    return found


def desk(answers, s0=1600, n0=2000, *, weeks=4, **more):
    """Return the row of a desk with so many answers a week after its launch."""
    tickets, surveys = deflected("order_status", answers, answers)
    kept = {f"2026-01-{5 + 7 * week:02d}" for week in range(weeks)}
    part = [row for row in tickets if row["opened_at"][:10] in kept], surveys
    options = {"as_of": "2026-02-02", "upto": UPTO} | more
    return line(build(before("order_status", s0, n0), part, **options))


def test_a_desk_with_answers_enough_sees_its_proof_now():
    found = desk(100)

    assert found["week"] == date(2026, 1, 26)
    assert (found["answered_count"], found["answers_per_week"]) == (400, 100)
    assert (found["baseline_n"], found["baseline_source"]) == (2000, "window")
    assert found["window_start"] == date(2025, 10, 6)
    assert found["window_end"] == date(2026, 1, 5)
    assert found["smallest_drop_now"] == pytest.approx(smallest_drop(400, 1600, 2000))
    assert found["smallest_drop_in_13_weeks"] == pytest.approx(
        smallest_drop(1300, 1600, 2000)
    )
    needed = answers_that_exclude(4, 1600, 2000)
    assert found["answers_needed_per_week"] == ceil(needed / 4)
    assert (found["weeks_to_hold"], found["weeks_to_protect"]) == (4, 4)
    assert (found["weeks_left"], found["obstacle"]) == (0, None)


def test_too_few_answers_a_week_take_more_weeks_than_the_gate_looks_at():
    needed = answers_that_exclude(4, 1600, 2000)

    found = desk(7)

    assert needed == 314
    assert (found["weeks_to_hold"], found["weeks_to_protect"]) == (5, ceil(needed / 7))
    assert found["obstacle"] == "few_answers"


@pytest.mark.parametrize(("answers", "obstacle"), [(78, "few_answers"), (79, None)])
def test_the_proof_s_boundary_is_the_answers_that_four_weeks_hold(answers, obstacle):
    found = desk(answers)

    assert found["answers_needed_per_week"] == 79
    assert found["obstacle"] == obstacle
    assert found["weeks_to_protect"] == (5 if obstacle else 4)


@pytest.mark.parametrize(
    ("n0", "obstacle", "weeks_to_hold"),
    [
        (99, "small_baseline", None),
        # Held asks for a hundred; to exclude four points even 250 are too few.
        (100, "small_baseline", 4),
        (250, "small_baseline", 4),
    ],
)
def test_a_small_baseline_proves_nothing_however_many_answer(
    n0, obstacle, weeks_to_hold
):
    found = desk(100, s0=n0 * 4 // 5, n0=n0)

    assert found["baseline_n"] == n0
    assert (found["obstacle"], found["weeks_to_hold"]) == (obstacle, weeks_to_hold)
    assert found["weeks_to_protect"] is None
    assert found["answers_needed_per_week"] is None


def test_a_young_launch_has_weeks_left_and_sees_what_it_has_so_far():
    found = desk(100, weeks=1, as_of="2026-01-12")

    assert (found["launched_week_count"], found["weeks_left"]) == (1, 3)
    assert found["smallest_drop_now"] == pytest.approx(smallest_drop(100, 1600, 2000))


def test_before_the_launch_the_last_four_weeks_tell_what_will_be_seen():
    planned = {"deployments": [DESK | {"launched_on": "2026-03-02"}]}

    found = desk(100, seeds=planned)

    assert (found["launched_week_count"], found["weeks_left"]) == (0, 4)
    assert found["answers_per_week"] == 100
    assert found["smallest_drop_now"] == pytest.approx(smallest_drop(400, 1600, 2000))


def test_without_a_baseline_nothing_can_be_seen():
    found = desk(100, seeds={"baselines": []})

    assert (found["baseline_n"], found["window_start"]) == (0, None)
    assert found["smallest_drop_now"] is None
    assert found["smallest_drop_in_13_weeks"] is None
    assert found["obstacle"] == "no_baseline"


def test_silence_is_no_answer_and_a_latency_stands_for_itself():
    later = delayed(before("order_status", 1600, 2000))[1]
    built = build(
        before("order_status", 1600, 2000), ([], later),
        deflected("order_status", 90, 100), upto=UPTO, as_of="2026-02-28",
    )  # fmt: skip

    at_once, two_days_later = line(built), line(built, "delayed_csat")

    assert (two_days_later["answered_count"], two_days_later["obstacle"]) == (
        0, "no_answers",
    )  # fmt: skip
    assert two_days_later["smallest_drop_now"] is None
    assert two_days_later["weeks_to_protect"] is None
    # The last four mature weeks, two of them after the last answer.
    assert (at_once["week"], at_once["answered_count"]) == (date(2026, 2, 16), 100)


def test_the_most_specific_limit_is_what_a_proof_excludes():
    def limit(scope_type, scope, rollback_at):
        return {
            "rule": "csat_slip_resolution", "measure": "resolution_csat",
            "scope_type": scope_type, "scope": scope, "compare": "delta",
            "review_at": "-2", "rollback_at": rollback_at, "fails_ci": "true",
            "review_action": "tighten_confidence_threshold", "source": "ours",
            "rollback_action": "remove_archetype",
        }  # fmt: skip

    rows = [limit("all", "all", "-4"), limit("tier", "1", "-8")]

    found = desk(20, seeds={"thresholds": rows})

    needed = answers_that_exclude(8, 1600, 2000)
    assert found["rollback_at"] == -8
    assert found["weeks_to_protect"] == max(4, ceil(needed / 20))


@pytest.fixture(scope="module")
def feeds():
    """Build two desks: one with tickets alone, one that also says how they ended."""
    tickets = [
        ticket("bare", deployment_id="bare", customer_id=None),
        ticket("told", deployment_id="told", bot_attempted=True, bot_outcome="assumed"),
    ]
    return warehouse(
        tickets=tickets,
        seeds={"deployments": desks("bare", "told")},
        upto=["readiness_feeds", "int_measures_instrumented"],
    )


def costs(built, deployment, feed):
    """Return what an absent feed costs: all of it, and what it alone would restore."""
    rows = built.rows(
        "select measure, is_cost, is_enough from readiness_feeds"
        f" where deployment_id = '{deployment}' and feed = '{feed}'"
    )
    return (
        {measure for measure, is_cost, _ in rows if is_cost},
        {measure for measure, _, is_enough in rows if is_enough},
    )


def test_an_absent_feed_costs_the_measures_that_live_on_it(feeds):
    rates = {"containment_rate", "abandonment_rate", "confirmed_rate"}
    elsewhere = {"handoff_csat", "escalated_handle_time", "verified_deflection_rate"}

    lost, regained = costs(feeds, "bare", "tickets.bot_outcome")

    assert lost == rates | elsewhere
    assert regained == rates


def test_a_feed_with_a_stand_in_costs_nothing(feeds):
    # An outcome tells of escalations: their rows cost only what lives on them alone.
    lost, regained = costs(feeds, "told", "escalations.escalation_id")

    assert lost == {"repeat_state_rate", "packet_acknowledged_rate"}
    assert regained == set()


def test_what_comes_in_costs_nothing_and_has_no_place_among_the_next(feeds):
    assert feeds.rows(
        "select distinct feed, is_cost, priority from readiness_feeds"
        " where deployment_id = 'told' and is_filled order by feed"
    ) == [
        ("tickets.bot_attempted", False, None),
        ("tickets.bot_outcome", False, None),
        ("tickets.customer_id", False, None),
    ]


def test_next_comes_what_alone_brings_the_most_kpis(feeds):
    found = feeds.rows(
        "select distinct priority, feed from readiness_feeds"
        " where deployment_id = 'told' and priority <= 3 order by priority"
    )

    # Surveys bring KPIs 4, 5 and 8; agents' messages bring 11, and 9 waits for them
    # too; reviews bring 10, and five measures of it.
    assert found == [
        (1, "surveys.score"), (2, "messages.author=agent"), (3, "qa_reviews.review_id"),
    ]  # fmt: skip


def test_every_lost_measure_is_some_absent_feed_s_cost(feeds):
    assert not feeds.rows(
        "select deployment_id, measure from int_measures_instrumented"
        " where not is_instrumented except"
        " select deployment_id, measure from readiness_feeds where is_cost"
    )
    assert not feeds.rows(
        "select deployment_id, measure from readiness_feeds where is_cost except"
        " select deployment_id, measure from int_measures_instrumented"
        " where not is_instrumented"
    )
