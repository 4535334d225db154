"""The pair on one line: verdict, what is reported as a win, and the sentence."""

from datetime import date
from decimal import Decimal

import pytest

from tests.models.people_desk import (
    before,
    build,
    deflected,
    delayed,
    rescaled,
    unanswered,
)
from tests.support.warehouse import SEEDS, ticket, warehouse

WEEK = date(2026, 1, 26)
ARCHETYPES = [
    "order_status",
    "password_reset",
    "basic_billing",
    "shipping_policy",
    "returns",
    "plan_comparison",
    "billing_disputes",
    "plan_changes",
    "cancellations",
    "account_deletion",
    "gift_cards",
    "technical_issues",
]
DEFLECTED = "deflected 100.0 % with "
UNMEASURED = "; delayed CSAT not measured; model-scored CSAT not measured"
HEADLINES = {
    "order_status": "CSAT +2.0 against baseline: protected,"
    " sees drops of 7.5 points and more" + UNMEASURED,
    "password_reset": "CSAT -1.0, inside the two-point tolerance: held,"
    " sees drops of 9.2 points and more" + UNMEASURED,
    "basic_billing": "CSAT -20.0 against baseline:"
    " vetoed by resolution CSAT -20.0 (rollback),"
    " resolution CSAT of unknown -20.0 (rollback), bot CSAT -20.0 (rollback)"
    " and 1 more, sees drops of 9.2 points and more" + UNMEASURED,
    "shipping_policy": "CSAT -8.6 against baseline: unproven, too few answers,"
    " sees drops of 26.7 points and more" + UNMEASURED,
    "returns": "CSAT -2.0 against baseline: unproven,"
    " drop not confirmed: resolution CSAT -2.0, resolution CSAT of unknown -2.0,"
    " bot CSAT -2.0 and 1 more, sees drops of 9.2 points and more" + UNMEASURED,
    "plan_comparison": "no CSAT answers: unproven, too few answers" + UNMEASURED,
    "billing_disputes": "CSAT on another scale than its baseline: unproven"
    + UNMEASURED,
    "plan_changes": "CSAT -2.5 against baseline:"
    " vetoed by resolution CSAT of enterprise -15.0 (rollback),"
    " bot CSAT of enterprise -15.0 (rollback),"
    " drop not confirmed: resolution CSAT -2.5, bot CSAT -2.5,"
    " sees drops of 6.5 points and more" + UNMEASURED,
    "cancellations": "CSAT 80.0 and no baseline: unproven" + UNMEASURED,
    "account_deletion": "CSAT +5.0 against baseline:"
    " off_list (not listed in the seed archetypes),"
    " sees drops of 9.2 points and more" + UNMEASURED,
    "gift_cards": "CSAT +3.0 against baseline:"
    " vetoed by delayed CSAT -30.0 (rollback),"
    " delayed CSAT of unknown -30.0 (rollback), bot delayed CSAT -30.0 (rollback)"
    " and 1 more, sees drops of 9.2 points and more; model-scored CSAT not measured",
    "long_tail": "CSAT 100.0 and no baseline: unproven" + UNMEASURED,
}


def line(built, archetype="order_status", week=WEEK, deployment="desk"):
    """Return the row of one week."""
    (found,) = built.records(
        f"select * from deflection_weekly where week = '{week}'"
        f" and archetype = '{archetype}' and deployment_id = '{deployment}'"
    )
    return found


def by_segment(archetype, satisfied):
    """Return a baseline, and four weeks in which one segment answers differently."""
    return [
        before(archetype, segment="consumer"),
        before(archetype, segment="enterprise"),
        deflected(archetype, 90, 100, segment="consumer"),
        deflected(archetype, satisfied, 100, segment="enterprise"),
    ]


def twice(make, *arguments):
    """Return the same conversations asked at once and asked two days later."""
    at_once = make(*arguments)
    return [at_once, ([], delayed(at_once)[1])]


@pytest.fixture(scope="module")
def built():
    (desk,) = SEEDS["deployments"]
    return build(
        *[before("order_status"), deflected("order_status", 205, 250)],
        *[before("password_reset"), deflected("password_reset", 79, 100)],
        *[before("basic_billing"), deflected("basic_billing", 60, 100)],
        *[before("shipping_policy"), deflected("shipping_policy", 5, 7)],
        *[before("returns"), deflected("returns", 78, 100)],
        *[before("plan_comparison"), unanswered(deflected("plan_comparison", 1, 9))],
        *[before("billing_disputes"), rescaled(deflected("billing_disputes", 8, 10))],
        *by_segment("plan_changes", 65),
        *[unanswered(before("cancellations")), deflected("cancellations", 8, 10)],
        *[before("account_deletion"), deflected("account_deletion", 85, 100)],
        *twice(before, "gift_cards", 400, 500),
        *[deflected("gift_cards", 83, 100), delayed(deflected("gift_cards", 50, 100))],
        *[deflected("technical_issues", 1, 1)],
        upto=["deflection_weekly"],
        variables={"top_archetypes": 11},
        seeds={
            "deployments": [desk | {"cost_per_contact": "2.50"}],
            "intents": [{"intent": name, "archetype": name} for name in ARCHETYPES],
        },
    )


@pytest.mark.parametrize("archetype", HEADLINES)
def test_the_headline_says_the_pair_the_verdict_and_what_is_not_measured(
    built, archetype
):
    expected = f"{archetype}: {DEFLECTED}{HEADLINES[archetype]}"
    assert line(built, archetype)["headline"] == expected


@pytest.mark.parametrize(
    ("archetype", "verdict", "protected_deflection", "savings"),
    [
        ("order_status", "protected", 100.0, "625.00"),
        ("password_reset", "held", 100.0, "250.00"),
        ("returns", "unproven", None, "250.00"),
        ("plan_changes", "vetoed", None, "0.00"),
        ("account_deletion", "off_list", None, "250.00"),
        ("long_tail", "unproven", None, "2.50"),
    ],
)
def test_only_held_and_protected_deflection_is_reported(
    built, archetype, verdict, protected_deflection, savings
):
    found = line(built, archetype)
    assert found["verdict"] == verdict
    assert found["protected_deflection"] == protected_deflection
    assert found["protected_savings"] == Decimal(savings)


def test_a_vetoed_week_saved_nothing_whatever_a_contact_costs():
    (desk,) = SEEDS["deployments"]
    built = build(
        *[before("order_status"), deflected("order_status", 60, 100)],
        upto=["deflection_weekly"],
        seeds={"deployments": [desk | {"cost_per_contact": ""}]},
    )

    found = line(built)
    assert (found["verdict"], found["protected_savings"]) == ("vetoed", 0)


def test_a_week_before_launch_has_no_verdict(built):
    found = line(built, week="2025-11-03")
    assert found["verdict"] is None
    assert found["headline"] == "order_status: before launch"
    assert found["protected_deflection"] is None


def test_the_newest_week_waits(built):
    assert line(built, week="2026-02-23")["headline"] == (
        "order_status: no tickets, with CSAT pending: unproven,"
        " the week is not mature" + UNMEASURED
    )


def test_every_week_is_there_for_every_archetype(built):
    assert built.rows(
        "select archetype, count(*) from deflection_weekly"
        " where archetype in ('order_status', 'technical_issues', 'long_tail')"
        " group by archetype order by archetype"
    ) == [("long_tail", 8), ("order_status", 17)]


@pytest.mark.parametrize(
    ("attempted", "of", "position"),
    [
        (39, 100, "below"),
        (40, 100, "within"),
        (60, 100, "within"),
        (61, 100, "above"),
    ],
)
def test_the_ends_of_the_band_lie_within_it(rates, attempted, of, position):
    found = line(rates, deployment=f"{attempted} of {of}")
    assert found["deflected_count"] == attempted
    assert found["band_position"] == position


@pytest.fixture(scope="module")
def rates():
    (desk,) = SEEDS["deployments"]
    names = {f"{share} of 100": share for share in (39, 40, 60, 61)}
    tickets = [
        ticket(
            f"{name} {number}",
            deployment_id=name,
            opened_at="2026-01-26 10:00:00",
            resolved_at="2026-01-26 11:00:00",
            bot_attempted=number < share,
            bot_outcome="assumed" if number < share else None,
        )
        for name, share in names.items()
        for number in range(100)
    ]
    overpaid = {"deployment_id": "39 of 100", "ticket_id": "39 of 100 0"}
    costs = {"40 of 100": "", "39 of 100": "2.00"}
    return warehouse(
        tickets=tickets,
        refunds=[
            {
                **overpaid,
                "refund_id": "r1",
                "amount": "30.00",
                "entitled_amount": "12.50",
                "currency": "USD",
                "paid_at": "2026-01-26 12:00:00",
            }
        ],
        seeds={
            "deployments": [
                desk | {"deployment_id": name, "cost_per_contact": costs.get(name, "")}
                for name in names
            ],
            "baselines": [],
        },
        variables={"as_of": "2026-03-01"},
        upto=["deflection_weekly"],
    )


def test_what_was_overpaid_is_no_saving(rates):
    found = line(rates, deployment="39 of 100")
    assert found["protected_savings"] == Decimal("60.50")


def test_without_a_cost_there_is_no_saving_to_report(rates):
    assert line(rates, deployment="40 of 100")["protected_savings"] is None


def test_what_is_not_measured_is_not_zero():
    built = warehouse(
        tickets=[ticket("t1", customer_id=None)],
        variables={"as_of": "2026-03-01"},
        upto=["deflection_weekly"],
    )

    found = line(built, week="2026-01-12")

    assert found["ticket_count"] == 1
    assert found["contained_count"] is found["containment_rate"] is None
    assert found["protected_savings"] is None
    assert found["headline"] == (
        "order_status: deflected 0.0 % with CSAT not measured: unproven" + UNMEASURED
    )


def test_a_removal_counts_from_the_week_it_falls_into_until_it_is_restored():
    decision = {"deployment_id": "desk", "archetype": "order_status"}
    decision |= {"decided_by": "Owner", "reason": "measured"}
    built = build(
        deflected("order_status", 1, 1),
        upto=["deflection_weekly"],
        seeds={
            "decisions": [
                {**decision, "decided_on": "2026-01-18", "decision": "remove"},
                {**decision, "decided_on": "2026-02-01", "decision": "restore"},
            ]
        },
    )

    assert built.rows(
        "select week, verdict, headline like '%off_list (removed by decision)%'"
        " from deflection_weekly where week < date '2026-02-02' order by week"
    ) == [
        (date(2026, 1, 5), "unproven", False),
        (date(2026, 1, 12), "off_list", True),
        (date(2026, 1, 19), "off_list", True),
        (date(2026, 1, 26), "unproven", False),
    ]
