"""The incident log and the refund ledger: suspected apart from confirmed."""

from decimal import Decimal

import pytest

from tests.support.warehouse import SEEDS, ticket, warehouse


def said(message_id, body, author="bot", sent_at="2026-01-12 10:05:00"):
    return {
        "message_id": message_id,
        "ticket_id": message_id.split(".")[0],
        "sent_at": sent_at,
        "author": author,
        "body": body,
    }


def refund(refund_id, amount, entitled, **more):
    return {
        "refund_id": refund_id,
        "ticket_id": refund_id.split(".")[0],
        "paid_at": "2026-01-12 10:30:00",
        "amount": amount,
        "currency": "USD",
        "entitled_amount": entitled,
        "tool": "issue_refund",
        "reference": "A1",
        **more,
    }


REFUNDS = {
    "right": [refund("right", 10, 10)],
    "over": [refund("over", 12.5, 10)],
    "under": [refund("under", 9.99, 10)],
    "none": [refund("none", 10, 0)],
    "twice": [refund("twice.1", 10, 10), refund("twice.2", 10, 10)],
    "euro": [refund("euro", 11.11, 10.1, currency="EUR")],
    "silent": [refund("silent", 10, 10)],
    "again": [refund("again.1", 10, None), refund("again.2", 10, None)],
}


@pytest.fixture(scope="module")
def ledger():
    messages = [
        said(f"{name}.said", "I have refunded the order.")
        for name in REFUNDS
        if name != "silent"
    ]
    messages += [
        said("silent.said", "Have a good day."),
        said("promised.said", "You will receive a refund of $30."),
    ]
    built = warehouse(
        tickets=[ticket(name) for name in [*REFUNDS, "promised"]],
        messages=messages,
        refunds=[row for rows in REFUNDS.values() for row in rows],
        upto=["refund_ledger"],
    )
    return built.rows(
        "select ledger_id, verdict, entitled, overpaid, currency from refund_ledger"
    )


def test_each_refund_and_each_unpaid_promise_has_its_verdict(ledger):
    assert {row[0]: row[1] for row in ledger} == {
        "refund:right": "as_entitled",
        "refund:over": "overpaid",
        "refund:under": "underpaid",
        "refund:none": "unentitled",
        "refund:twice.1": "as_entitled",
        "refund:twice.2": "duplicate",
        "refund:again.1": "unknown",
        "refund:again.2": "duplicate",
        "refund:euro": "overpaid",
        "refund:silent": "paid_without_promise",
        "promise:promised.said:30.00 USD": "promised_not_paid",
    }


def test_money_is_kept_to_the_cent_in_the_currency_paid(ledger):
    assert [row[2:] for row in ledger if row[0] in ("refund:euro", "refund:over")] == [
        (Decimal("10.10"), Decimal("1.01"), "EUR"),
        (Decimal("10.00"), Decimal("2.50"), "USD"),
    ]


def incidents(**tables):
    return warehouse(
        tickets=[
            ticket("t", bot_attempted=True),
            ticket("spam", bot_attempted=True, exclusion="spam"),
            ticket("held", arm="holdout"),
        ],
        messages=[
            said("t.quote", "You can return it within 60 days."),
            said("t.term", "The warranty is 5 years."),
            said(
                "t.complaint",
                "That number does not exist!",
                "customer",
                "2026-01-12 10:07:00",
            ),
            said("spam.quote", "You can return it within 60 days."),
            said("held.quote", "You can return it within 60 days."),
        ],
        upto=["policy_weekly", "int_incidents_open"],
        **tables,
    )


def review(**more):
    return {
        "review_id": "r",
        "ticket_id": "t",
        "reviewed_at": "2026-01-14 09:00:00",
        "reviewer": "QA",
        "quote": "none",
        **more,
    }


def logged(built):
    return built.rows(
        "select message_id, check_name, finding_class, severity, is_confirmed, review"
        " from policy_incidents order by check_name, message_id"
    )


QUOTE = ("t.quote", "stated_quantity", 1, "P0")
TERM = ("t.term", "stated_quantity", 2, "P1")
COMPLAINT = ("t.complaint", "complaint", 3, "P2")


def test_what_a_check_finds_is_suspected_in_counted_tickets_only():
    built = incidents()
    assert logged(built) == [
        (*COMPLAINT, False, "open"),
        (*QUOTE, False, "open"),
        (*TERM, False, "open"),
    ]
    assert built.rows(
        "select suspected_count, suspected_p0_count from policy_weekly"
        " where archetype = 'order_status' and week = date '2026-01-12'"
    ) == [(3, 1)]
    assert built.value("select sum(finding_count_1) from int_ticket_facts") == 0


def test_class_2_is_p0_in_a_regulated_deployment():
    desk = {**SEEDS["deployments"][0], "regulated": "true"}
    assert (*TERM[:3], "P0", False, "open") in logged(
        incidents(seeds={"deployments": [desk]})
    )


def test_an_incident_links_to_its_ticket_where_the_deployment_says_how():
    template = "https://desk.example.com/{ticket_id}/show"
    desk = {**SEEDS["deployments"][0], "ticket_url": template}

    links = "select distinct ticket_url from policy_incidents"

    assert incidents(seeds={"deployments": [desk]}).rows(links) == [
        ("https://desk.example.com/t/show",)
    ]
    assert incidents().rows(links) == [(None,)]


def test_what_qa_has_read_is_its_word():
    built = incidents(
        qa_reviews=[
            review(review_id="a", message_id="t.quote", quote="right"),
            review(
                review_id="b",
                message_id="t.term",
                quote="wrong",
                finding_class=2,
                quoted_value="five years, he said",
            ),
        ]
    )
    assert logged(built) == [
        (*COMPLAINT, False, "open"),
        ("t.term", "qa", 2, "P1", True, "confirmed"),
        (*QUOTE, False, "cleared"),
        (*TERM, False, "confirmed"),
    ]
    assert built.rows(
        "select quoted from policy_incidents where check_name = 'qa'"
    ) == [("five years",)]
    assert built.rows(
        "select ticket_id, is_confirmed from int_incidents_open order by is_confirmed"
    ) == [("t", False), ("t", True)]


def clause(key, severity, deployment_id="", valid_from="", valid_to=""):
    return {
        "deployment_id": deployment_id,
        "policy_key": key,
        "class": "3",
        "severity": severity,
        "topic": key,
        "value": "5",
        "unit": "days",
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": "kb/legal",
    }


def test_a_finding_is_as_severe_as_the_clause_that_held_for_its_deployment():
    desk = SEEDS["deployments"][0]
    clauses = [
        clause("elsewhere", "P0", deployment_id="other"),
        clause("own", "P0"),
        clause("own", "P1", deployment_id=desk["deployment_id"]),
        clause("revised", "P0", valid_to="2026-01-11"),
        clause("revised", "P1", valid_from="2026-01-12"),
        clause("over", "P0", valid_to="2025-06-30"),
    ]
    built = warehouse(
        tickets=[ticket("t")],
        qa_reviews=[
            review(review_id=key, finding_class=3, policy_key=key)
            for key in ("elsewhere", "own", "revised", "over", "unknown")
        ],
        seeds={
            "policies": clauses,
            "deployments": [desk, {**desk, "deployment_id": "other"}],
        },
        upto=["policy_incidents"],
    )

    assert dict(built.rows("select policy_key, severity from policy_incidents")) == {
        "elsewhere": "P2",
        "own": "P1",
        "revised": "P1",
        "over": "P0",
        "unknown": "P2",
    }


def test_a_team_may_let_the_checks_confirm():
    built = incidents(variables={"assertions_confirm": True})
    assert [row[4] for row in logged(built)] == [False, True, False]
    assert built.rows(
        "select sum(finding_count_1), sum(finding_count_2), sum(finding_count_4)"
        " from int_ticket_facts where ticket_id = 't'"
    ) == [(1, 0, 0)]


def test_a_clean_sample_says_what_it_could_have_missed():
    tickets = [ticket(f"t{number:03}", bot_attempted=True) for number in range(40)]
    reviews = [
        {**review(), "review_id": row["ticket_id"], "ticket_id": row["ticket_id"]}
        for row in tickets
    ]

    def weekly(findings):
        found = [
            {**row, "finding_class": 1} if number < findings else row
            for number, row in enumerate(reviews)
        ]
        return warehouse(
            tickets=tickets,
            qa_reviews=found,
            variables={"as_of": "2026-02-01"},
            upto=["policy_weekly"],
        ).rows(
            "select conversation_count, sampled_count, read_count, incidents_per_1000,"
            " round(incidents_per_1000_low, 1), missed_at_most from policy_weekly"
            " where archetype = 'order_status' and week = date '2026-01-12'"
        )

    # 5 of 40 read and none found: 17 wrong ones would be missed in 5.1 % of samples.
    assert weekly(0) == [(40, 5, 5, 0.0, 0.0, 17)]
    # All wrong: Wilson's lower end at 5 of 5.
    assert weekly(40) == [(40, 5, 5, 1000.0, 565.5, None)]


def test_an_incidence_is_exact_where_part_of_the_sample_is_read():
    tickets = [ticket(f"t{number}", bot_attempted=True) for number in range(4)]
    found = [
        {**review(), "review_id": f"t{number}", "ticket_id": f"t{number}"}
        for number in range(3)
    ]
    built = warehouse(
        tickets=tickets,
        qa_reviews=[{**found[0], "finding_class": 1}, *found[1:]],
        variables={"as_of": "2026-02-01"},
        upto=["policy_weekly"],
    )

    assert built.value(
        "select incidents_per_1000 from policy_weekly"
        " where archetype = 'order_status' and week = date '2026-01-12'"
    ) == pytest.approx(1000 / 3, rel=1e-12)
