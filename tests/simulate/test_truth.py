"""truth.json tells what a count of the raw rows finds, up to sampling error."""

from math import sqrt

import pytest
from desks import simulated

from kpi_runner.simulate.desk import text_of

LAUNCH = "2026-01-05"
# Among some hundreds of comparisons none is this many standard errors off.
FAR = 4.5

RESOLUTION = "surveys.survey_id like '%.r'"
DEFLECTED = "bot_attempted and bot_outcome <> 'escalated'"
SATISFIED = "count_if(score >= coalesce(satisfied_from, 4))"
ANSWERS = "from counted join surveys using (ticket_id) where score is not null"
FOLLOWED = """
    from (
        select *, exists (
            from counted as later
            where later.customer_id = counted.customer_id
                and later.archetype = counted.archetype
                and later.deployment_id = counted.deployment_id
                and later.opened_at > counted.resolved
                and later.opened_at <= counted.resolved + interval 7 day
        ) as is_followed
        from counted
    ) as counted
    where customer_id is not null and resolved + interval 7 day <= '2026-07-06'
"""

# A rate of truth.json, the conversations it is a mean over, and how to count it.
COUNTED = {
    "attempt_rate": ("tickets", "count_if(bot_attempted)", "from counted where true"),
    "csat": ("tickets", SATISFIED, f"{ANSWERS} and {RESOLUTION}"),
    "delayed_csat": ("tickets", SATISFIED, f"{ANSWERS} and not {RESOLUTION}"),
    "bot_csat": ("deflected", SATISFIED, f"{ANSWERS} and {RESOLUTION} and {DEFLECTED}"),
    "handoff_csat": (
        "escalated",
        SATISFIED,
        f"{ANSWERS} and {RESOLUTION} and bot_outcome = 'escalated'",
    ),
    "context_loss_rate": (
        "escalated",
        "count_if(agent_asked_restate)",
        "from counted join escalations using (ticket_id)"
        " where agent_asked_restate is not null",
    ),
    "repeat_contact_7d": (
        "tickets",
        "count_if(is_followed or coalesce(reopened_at <= resolved + interval 7 day,"
        " false))",
        FOLLOWED,
    ),
}


@pytest.fixture(scope="module")
def raw(planted):
    """Return the planted desk with a table of its counted tickets."""
    planted.engine.create_table("intents", text_of("intents"))
    planted.engine.create_table(
        "counted",
        "select tickets.*, archetype, coalesce(resolved_at, closed_at) as resolved,"
        f" opened_at >= '{LAUNCH}' as is_launched"
        " from tickets join (select distinct archetype, unnest(intents) as intent"
        " from intents) using (intent) where exclusion is null",
    )
    return planted


def planted_mean(truth, place, rate, weight, *, is_launched=True):
    """Return the mean of a planted rate over the weeks of one part of the time."""
    deployment_id, archetype = place
    weeks = [
        (row[weight], row[rate])
        for row in truth["rates"]
        if row["deployment_id"] == deployment_id
        and row["archetype"] == archetype
        and (row["week"] >= LAUNCH) is is_launched
        and rate in row
    ]
    return sum(n * value for n, value in weeks) / sum(n for n, _ in weeks)


@pytest.mark.parametrize("rate", COUNTED)
def test_a_planted_rate_is_what_the_raw_rows_show(raw, rate):
    weight, numerator, rows = COUNTED[rate]
    truth = raw.truth

    found = raw.rows(
        f"select counted.deployment_id, counted.archetype, {numerator}, count(*)"
        f" {rows} and is_launched group by all having count(*) > 30"
    )

    assert len(found) >= 8
    for deployment_id, archetype, hits, n in found:
        place = (deployment_id, archetype)
        mean = planted_mean(truth, place, rate, weight)
        error = sqrt(max(mean * (1 - mean), 0.25 / n) / n)
        assert abs(hits / n - mean) < FAR * error, (place, hits / n, mean, n)


def test_truth_counts_the_tickets_that_the_panel_counts(raw):
    told = {
        (row["deployment_id"], row["week"], row["archetype"]): (
            row["tickets"],
            row["attempted"],
        )
        for row in raw.truth["rates"]
        if row["archetype"] != "all"
    }
    found = raw.rows(
        "select deployment_id, date_trunc('week', opened_at)::date::varchar, archetype,"
        " count(*), count_if(bot_attempted) from counted group by all"
    )

    weeks = {}
    for deployment_id, week, archetype, tickets, attempted in found:
        weeks[deployment_id, week, archetype] = (tickets, attempted)
    assert told == weeks


# The scenario's place, the rate that it moves, and by how much it does.
MOVED = [
    ("web_chat", "password_reset", "csat", -0.2),
    ("wallet_app", "billing_disputes", "csat", 0.1),
    ("web_chat", "basic_billing", "delayed_csat", -0.2),
    ("web_chat", "basic_billing", "csat", 0.0),
    ("wallet_app", "basic_billing", "repeat_contact_7d", 0.1),
    ("wallet_app", "password_reset", "csat", 0.0),
]


@pytest.mark.parametrize(("deployment_id", "archetype", "rate", "by"), MOVED)
def test_a_scenario_moves_its_rate_by_its_size(
    planted, deployment_id, archetype, rate, by
):
    place, truth = (deployment_id, archetype), planted.truth

    before = planted_mean(truth, place, rate, "tickets", is_launched=False)
    after = planted_mean(truth, place, rate, "tickets")

    assert after - before == pytest.approx(by, abs=0.02)


def test_a_doom_loop_deflects_most_and_satisfies_least(planted):
    truth = planted.truth
    loop, other = ("web_chat", "order_status"), ("web_chat", "shipping_policy")

    deflected = {
        place: planted_mean(truth, place, "deflection_rate", "tickets")
        for place in (loop, other)
    }
    bot_csat = planted_mean(truth, loop, "bot_csat", "deflected")
    usual = planted_mean(truth, loop, "csat", "tickets", is_launched=False)

    assert deflected[loop] > 0.6 > deflected[other]
    assert bot_csat < usual - 0.12
    assert planted_mean(truth, loop, "abandonment_rate", "attempted") > 0.35


def test_enterprise_slips_under_a_flat_average(planted):
    def satisfied(segment, *, is_launched):
        return planted.rows(
            "select avg((score >= coalesce(satisfied_from, 4))::int)"
            " from surveys join tickets using (ticket_id)"
            " where score is not null and deployment_id = 'wallet_app'"
            f" and (opened_at >= '{LAUNCH}') = {is_launched} and {segment}"
        )[0][0]

    def fall(segment):
        before = satisfied(segment, is_launched=False)
        return before - satisfied(segment, is_launched=True)

    assert fall("segment = 'enterprise'") > 0.15
    assert abs(fall("true")) < 0.03


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        (
            "avg((finding_class is not null)::int) from qa_reviews join counted"
            " using (ticket_id) where deployment_id = 'web_chat'"
            " and archetype = 'shipping_policy'",
            (0, 0.001),
            (0.2, 1),
        ),
        (
            "avg((amount > entitled_amount)::int) from refunds join counted"
            " using (ticket_id) where deployment_id = 'wallet_app'"
            " and archetype = 'billing_disputes'",
            (0, 0.001),
            (0.2, 0.4),
        ),
        (
            "avg(agent_handle_seconds) / 380 from counted where"
            " deployment_id = 'web_chat' and archetype = 'plan_comparison'",
            (0.9, 1.1),
            (1.25, 1.6),
        ),
        (
            "avg(bot_attempted::int) from counted where"
            " deployment_id = 'wallet_app' and archetype = 'plan_comparison'",
            (0, 0.001),
            (0, 0.06),
        ),
        (
            "count(*) / 1000 from surveys join counted using (ticket_id) where"
            " deployment_id = 'web_chat' and archetype = 'billing_disputes'",
            (0.3, 10),
            (0, 0.001),
        ),
        (
            "avg((archetype = 'returns')::int) from counted where"
            " deployment_id = 'wallet_app'",
            (0.05, 0.09),
            (0.14, 0.22),
        ),
        (
            "avg(resolution_quality) from model_scores join counted"
            " using (ticket_id) where deployment_id = 'wallet_app'"
            " and archetype = 'password_reset'",
            (0.84, 0.88),
            (0.73, 0.79),
        ),
    ],
)
def test_what_is_planted_shows_from_its_week_on_and_not_before(
    raw, what, before, after
):
    # In the baseline weeks nobody is attempted, so no review can find anything.
    for is_launched, (low, high) in ((False, before), (True, after)):
        joined = "and" if " where" in what else "where"
        value = raw.rows(f"select {what} {joined} is_launched = {is_launched}")[0][0]
        assert low <= (value or 0) <= high, (is_launched, value)


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """Return a desk with a holdout, a bad season and a launch in thirteen steps."""
    return simulated(
        tmp_path_factory.mktemp("season") / "desk",
        tickets=8000,
        holdout=0.3,
        scenarios=("seasonal_dip:all:1:0.2", "staggered_launch:all:1:2"),
    )


@pytest.mark.parametrize("arm", ["bot", "holdout"])
def test_a_season_lowers_both_arms(season, arm):
    csat = [
        row["csat"]
        for row in season.truth["rates"]
        if (row["arm"], row["archetype"]) == (arm, "password_reset")
        and row["deployment_id"] == "web_chat"
        and row["week"] >= LAUNCH
    ]

    assert sum(csat) / len(csat) == pytest.approx(0.66, abs=0.03)


def test_a_staggered_launch_is_in_the_seeds_and_in_the_tickets(season):
    launches = f"read_csv('{season.folder}/seeds/launches.csv')"

    assert season.count(f"select distinct launched_on from {launches}") == 13
    assert season.rows(
        "select min(opened_at) >= (select launched_on from"
        f" {launches} where archetype = 'returns' and deployment_id = 'web_chat')"
        " from tickets where bot_attempted and intent like 'return%'"
    ) == [(True,)]
