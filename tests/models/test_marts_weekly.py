"""The wide marts: satisfaction by latency, handoffs, leading indicators, policy."""

from datetime import date
from decimal import Decimal
from math import sqrt

import pytest

from tests.models.panel_cells import answered
from tests.models.people_desk import before, build, deflected, delayed
from tests.support.warehouse import ticket, warehouse

WEEK = date(2026, 1, 12)
MARTS = [
    "csat_weekly",
    "definition_compare",
    "deflection_weekly",
    "handoff_weekly",
    "leading_weekly",
    "mix_shift",
    "panel_monthly",
    "panel_quarterly",
    "policy_weekly",
]


def line(built, mart, **key):
    """Return the one row of a mart; by default of order_status in WEEK."""
    key = {"week": WEEK, "archetype": "order_status"} | key
    where = " and ".join(f"{column} = '{value}'" for column, value in key.items())
    (found,) = built.records(f"select * from {mart} where {where}")
    return found


def escalated(ticket_id, **columns):
    """Return a ticket that the bot attempted and a person resolved."""
    return ticket(ticket_id, bot_attempted=True, bot_outcome="escalated", **columns)


@pytest.fixture(scope="module")
def built():
    """Build a small desk in which everything happens once or twice."""
    return warehouse(
        tickets=[
            ticket("solved", bot_attempted=True, bot_outcome="confirmed")
            | {"bot_handle_seconds": 60, "customer_id": "c1", "segment": "consumer"},
            escalated("lost", agent_handle_seconds=600, segment="business"),
            escalated("kept", agent_handle_seconds=300, segment="business"),
            ticket("back", customer_id="c1", opened_at="2026-01-15 10:00:00")
            | {"resolved_at": "2026-01-15 11:00:00", "segment": "consumer"},
        ],
        surveys=[
            answered("solved", "2026-01-12 12:00:00", 5),
            answered("lost", "2026-01-12 12:00:00", 2),
            answered("kept", "2026-01-12 12:00:00", None),
            answered("kept", "2026-01-14 12:00:00", 4),
        ],
        model_scores=[
            {
                "ticket_id": "solved",
                "scored_at": "2026-01-12 12:00:00",
                "resolution_quality": 0.9,
                "model_version": "m1",
            }
        ],
        escalations=[
            {
                "escalation_id": ticket_id,
                "ticket_id": ticket_id,
                "escalated_at": "2026-01-12 10:30:00",
                "agent_asked_restate": ticket_id == "lost",
                "intent_passed": True,
                "account_state_passed": True,
                "summary_passed": ticket_id == "kept",
                "packet_acknowledged": ticket_id == "kept",
            }
            for ticket_id in ("lost", "kept")
        ],
        qa_reviews=[
            {
                "review_id": "q1",
                "ticket_id": "solved",
                "reviewed_at": "2026-01-14 10:00:00",
                "finding_class": 1,
                "refund_quoted": "30.00",
                "refund_entitled": "20.00",
            }
        ],
        refunds=[
            {
                "refund_id": "r1",
                "ticket_id": "lost",
                "deployment_id": "desk",
                "paid_at": "2026-01-12 12:00:00",
                "amount": "12.50",
                "entitled_amount": "0.00",
                "currency": "USD",
            }
        ],
        variables={"as_of": "2026-06-01"},
        upto=MARTS,
    )


def test_each_latency_has_its_own_row(built):
    columns = (
        "latency, sent_count, answered_count, satisfied_count, response_rate, csat"
    )
    assert built.rows(
        f"select {columns} from csat_weekly"
        f" where slice = 'archetype' and week = '{WEEK}' order by latency"
    ) == [
        ("delayed", 1, 1, 1, 100.0, 100.0),
        ("model", None, 1, None, None, 90.0),
        ("resolution", 3, 2, 1, pytest.approx(200 / 3), 50.0),
    ]


def test_the_mean_of_the_scores_stands_beside_the_share_of_the_satisfied(built):
    means = built.rows(
        "select slice, segment, csat_mean from csat_weekly"
        f" where week = '{WEEK}' and latency = 'resolution'"
        " and slice in ('all', 'segment') order by slice, segment"
    )
    assert means == [
        ("all", "all", 0.625),
        ("segment", "business", 0.25),
        ("segment", "consumer", 1.0),
    ]


def test_every_slice_of_the_panel_has_its_satisfaction(built):
    assert built.rows(
        "select count(*) = 3 * count("
        "distinct (week, slice, archetype, segment, channel)) from csat_weekly"
    ) == [(True,)]
    assert built.rows(
        "select count(*) from panel_weekly where measure = 'resolution_csat'"
    ) == built.rows("select count(*) from csat_weekly where latency = 'resolution'")


def test_handoffs_say_who_had_to_repeat_what(built):
    found = line(built, "handoff_weekly")
    assert found["context_loss_rate_numerator"] == 1
    assert found["context_loss_rate_denominator"] == 2
    assert found["context_loss_rate"] == found["context_loss_rate_rolling"] == 50.0
    assert found["packet_complete_rate"] == 50.0
    assert found["packet_acknowledged_rate"] == 50.0
    assert found["handoff_csat"] == 0.0
    assert found["handoff_csat_baseline"] is None


def test_what_no_message_tells_is_not_measured(built):
    found = line(built, "handoff_weekly")
    assert found["repeat_state_rate_denominator"] is None
    assert found["repeat_state_rate_status"] == "not_instrumented"
    assert found["repeat_state_gap"] is None


def test_leading_indicators_stand_with_what_they_are_made_of(built):
    found = line(built, "leading_weekly")
    assert found["repeat_contact_7d_numerator"] == 1
    assert found["repeat_contact_7d_denominator"] == 4
    assert found["repeat_contact_7d"] == 25.0
    assert found["bot_handle_time"] == 60.0
    assert found["escalated_handle_time_numerator"] == 900.0
    assert found["escalated_handle_time_denominator"] == 2
    assert found["escalated_handle_time"] == 450.0
    assert found["model_csat"] == 90.0
    assert found["repeat_contact_7d_wow"] is None
    assert found["repeat_contact_7d_rising_weeks"] == 0


def test_policy_counts_findings_and_money(built):
    found = line(built, "policy_weekly")
    assert found["policy_incidents_1"] == found["policy_incidents_1_rolling"] == 1
    assert found["policy_incidents_2"] == 0
    assert found["refund_overquoted"] == Decimal("10.00")
    assert found["refund_overpaid"] == Decimal("12.50")
    assert found["refund_accuracy"] == 0.0
    assert found["refund_unentitled"] == 100.0
    assert found["qa_sample_rate_numerator"] == 1
    assert found["qa_sample_rate_denominator"] == 3


def detectable(n1, s0=4000, n0=5000):
    """Return the smallest drop in points that is confirmed at 80 % power."""
    share = (s0 + 2) / (n0 + 4)
    error = sqrt(share * (1 - share) * (1 / n1 + 1 / n0))
    return 100 * (2.575829303548901 + 0.8416212335729143) * error


def test_a_cell_says_how_many_answers_it_would_need():
    at_once = before("order_status", 4000, 5000)
    built = build(
        *[at_once, ([], delayed(before("order_status", 400, 500))[1])],
        deflected("order_status", 80, 100),
        upto=["csat_weekly"],
    )

    needed = built.rows(
        "select latency, answers_needed_for_review, answers_needed_for_rollback"
        " from csat_weekly where slice = 'archetype' and week = date '2026-01-26'"
        " and latency <> 'model' order by latency"
    )

    assert needed == [("delayed", None, None), ("resolution", 18028, 382)]
    for answers, limit in ((18028, 2), (382, 4)):
        assert detectable(4 * answers) <= limit < detectable(4 * (answers - 1))


@pytest.mark.parametrize("mart", MARTS)
def test_nothing_in_is_nothing_out(mart, empty):
    assert empty.rows(f"select * from {mart}") == []


@pytest.fixture(scope="module")
def empty():
    return warehouse(tickets=[], upto=MARTS)
