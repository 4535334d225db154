"""What the bot states against the canon. Each case is a deployment of one build."""

from dataclasses import dataclass

import pytest

from kpi_runner.errors import SeedError
from tests.support.warehouse import SEEDS, ticket, warehouse


@dataclass(frozen=True)
class Case:
    """Clauses (topic, value, unit, more), what the bot says, and what is found."""

    clauses: tuple
    said: tuple
    found: tuple
    sent_at: str = "2026-01-12 10:05:00"
    author: str = "bot"
    asked: str = ""


RETURNS = (("return_window", "30", "days"),)
REFUNDS = (("refund_processing_time", "5-7", "business_days"),)
FORMER = (
    ("return_window", "60", "days", {"valid_to": "2026-01-31"}),
    ("return_window", "30", "days", {"valid_from": "2026-02-01"}),
)


def returns(said, quoted, verdict, clauses=RETURNS):
    found = (("return_window", quoted, verdict),)
    return Case(clauses, (f"You can return it within {said}.",), found)


def refunds(said, quoted, verdict):
    found = (("refund_processing_time", quoted, verdict),)
    return Case(REFUNDS, (f"Refunds take {said}.",), found)


CASES = {
    "a month is 30 days": returns("a month", "720 hours", "match"),
    "number words": returns("thirty days", "720 hours", "match"),
    "two words": returns("ninety-nine days", "2376 hours", "looser"),
    "a hard space": returns("31\u00a0days", "744 hours", "looser"),
    "a narrow space in words": returns("thirty\u202fdays", "720 hours", "match"),
    "weeks": returns("2 weeks", "336 hours", "stricter"),
    "hours": returns("48h", "48 hours", "stricter"),
    "one day more": returns("31 days", "744 hours", "looser"),
    "one day less": returns("29 days", "696 hours", "stricter"),
    "a year of months": returns(
        "12 months", "8760 hours", "match", (("return_window", "1", "years"),)
    ),
    "a year of days": returns(
        "a year", "8760 hours", "match", (("return_window", "365", "days"),)
    ),
    "the end of a range": refunds("5 to 7 business days", "7 business_days", "match"),
    "working days": refunds("seven working days", "7 business_days", "match"),
    "a faster promise is looser": refunds(
        "3 business days", "3 business_days", "looser"
    ),
    "a slower one is stricter": refunds(
        "10 business days", "10 business_days", "stricter"
    ),
    "days are shorter than business days": refunds("7 days", "168 hours", "looser"),
    "a lower fee is looser": Case(
        (("shipping_fee", "5", "USD"),),
        ("Shipping costs $4.99.",),
        (("shipping_fee", "4.99 USD", "looser"),),
    ),
    "no fee is looser than a fee": Case(
        (("shipping_fee", "5", "USD"),),
        ("Shipping is free!",),
        (("shipping_fee", "no", "looser"),),
    ),
    "no fee is a fee of nothing": Case(
        (("cancellation_fee", "0", "USD"),),
        ("There is no cancellation fee.",),
        (("cancellation_fee", "no", "match"),),
    ),
    "a higher discount is looser": Case(
        (("discount", "10", "percent"),),
        ("Take 15% off your next order.",),
        (("discount", "15 percent", "looser"),),
    ),
    "percent is not held against money": Case(
        (("restocking_fee", "15", "percent"),),
        ("The restocking fee is $15.",),
        (("restocking_fee", "15 USD", "no_clause"),),
    ),
    "on the last day of a clause": Case(
        FORMER,
        ("Returns within 60 days.",),
        (("return_window", "1440 hours", "match"),),
        sent_at="2026-01-31 23:59:59",
    ),
    "on the first day of the next": Case(
        FORMER,
        ("Returns within 60 days.",),
        (("return_window", "1440 hours", "stale"),),
        sent_at="2026-02-01 00:00:00",
    ),
    "one of several clauses is enough": Case(
        (
            ("return_window", "30", "days", {"policy_key": "standard"}),
            ("return_window", "90", "days", {"policy_key": "members"}),
        ),
        ("Returns within 90 days.", "Returns within 80 days."),
        (
            ("return_window", "1920 hours", "stricter"),
            ("return_window", "2160 hours", "match"),
        ),
    ),
    "two claims in one sentence": Case(
        (*RETURNS, *REFUNDS),
        ("Return it within 30 days and get your refund in 5 business days.",),
        (
            ("refund_processing_time", "5 business_days", "looser"),
            ("return_window", "720 hours", "match"),
        ),
    ),
    "a question by the customer names the topic": Case(
        RETURNS,
        ("30 days.",),
        (("return_window", "720 hours", "match"),),
        asked="How long do I have to return it?",
    ),
    "a customer claims nothing": Case(
        RETURNS, ("You can return it within 60 days.",), (), author="customer"
    ),
    "an agent is not the bot": Case(
        RETURNS, ("You can return it within 60 days.",), (), author="agent"
    ),
    "a question": Case(RETURNS, ("Is it within the 60 days for returns?",), ()),
    "a denial": Case(RETURNS, ("The return window is not 60 days.",), ()),
    "an echo": Case(RETURNS, ("You said the return window is 60 days.",), ()),
    "an echo, then a claim": Case(
        RETURNS,
        ("You said 60 days, but our return window is 30 days.",),
        (("return_window", "720 hours", "match"),),
    ),
    "a hypothesis": Case(RETURNS, ("If we had a 60-day return window, fine.",), ()),
    "the past": Case(RETURNS, ("You returned it 60 days ago.",), ()),
    "the value of an order": Case(
        (("shipping_fee", "5", "USD"),), ("Free shipping on orders over $50.",), ()
    ),
    "numbers beyond all policy": Case(
        (*RETURNS, ("shipping_fee", "5", "USD")),
        (
            "Returns within 99999999999999999999 years.",
            "Shipping costs $99999999999999999999.99.",
            "Returns within 99,999,999 years.",
        ),
        (("return_window", "875999991240 hours", "looser"),),
    ),
    "a topic without a clause": Case(
        (),
        ("Every lamp comes with a two-year warranty.",),
        (("warranty", "17520 hours", "no_clause"),),
    ),
    "a decimal comma": Case(
        (("shipping_fee", "4.50", "EUR"),),
        ("Shipping costs 4,50 €.",),
        (("shipping_fee", "4.5 EUR", "match"),),
    ),
    "what was done is no answer to a question on fees": Case(
        (("restocking_fee", "15", "percent"),),
        ("I have refunded $32.72 to your card.",),
        (),
        asked="Is there a restocking fee?",
    ),
    "a hundred claims": Case(
        RETURNS,
        (" ".join(f"Returns within {n} days." for n in range(1, 101)),),
        (),
    ),
    "a megabyte": Case(
        RETURNS,
        ("All work and no play. " * 50_000 + "You can return it within 60 days.",),
        (("return_window", "1440 hours", "looser"),),
    ),
}


def desks():
    return [
        {**SEEDS["deployments"][0], "deployment_id": name} for name in [*CASES, "desk"]
    ]


def clause(deployment, topic, value, unit, more=()):
    return {
        "deployment_id": deployment,
        "policy_key": topic,
        "class": "1",
        "severity": "",
        "topic": topic,
        "value": value,
        "unit": unit,
        "valid_from": "",
        "valid_to": "",
        "source": "kb/doc",
        **dict(more),
    }


def message(ticket_id, number, author, body, sent_at="2026-01-12 10:05:00"):
    return {
        "message_id": f"{ticket_id}.{number}",
        "ticket_id": ticket_id,
        "sent_at": sent_at,
        "author": author,
        "body": body,
    }


@pytest.fixture(scope="module")
def built():
    messages = []
    for name, case in CASES.items():
        if case.asked:
            asked = (name, -1, "customer", case.asked, "2026-01-12 10:04:00")
            messages.append(message(*asked))
        messages += [
            message(name, number, case.author, body, case.sent_at)
            for number, body in enumerate(case.said)
        ]
    return warehouse(
        tickets=[ticket(name, deployment_id=name) for name in CASES],
        messages=messages,
        seeds={
            "deployments": desks(),
            "baselines": [],
            "policies": [
                clause("", "return_window", "1", "days"),
                *[
                    clause(name, *row)
                    for name, at in CASES.items()
                    for row in at.clauses
                ],
            ],
        },
        upto=["policy_claims"],
    )


@pytest.mark.parametrize("name", [name for name in CASES if name != "a hundred claims"])
def test_a_statement_is_held_against_the_clause(built, name):
    found = built.rows(
        "select topic, quoted, verdict from policy_claims"
        f" where deployment_id = '{name}' order by topic, quoted"
    )
    assert found == list(CASES[name].found)


def test_a_message_may_hold_a_hundred_claims(built):
    assert built.rows(
        "select verdict, count(*) from policy_claims"
        " where deployment_id = 'a hundred claims' group by verdict order by verdict"
    ) == [("looser", 70), ("match", 1), ("stricter", 29)]


def test_a_clause_without_a_class_is_refused_with_its_line():
    row = clause("", "return_window", "30", "days", {"class": ""})

    with pytest.raises(SeedError, match=r"policies\.csv:2: .*class"):
        warehouse(tickets=[ticket("t")], seeds={"policies": [row]}, upto=[])


def test_no_text_of_a_message_is_published(built):
    names = [row[0] for row in built.rows("describe policy_claims")]
    assert {"body", "sentence", "said", "words", "clause"}.isdisjoint(names)


def cited(ticket_id, document="kb/doc", cited_at="2026-01-12 10:04:00", score=None):
    return {
        "citation_id": ticket_id,
        "ticket_id": ticket_id,
        "cited_at": cited_at,
        "document_id": document,
        "retrieval_score": score,
    }


def test_a_quote_is_grounded_by_an_earlier_retrieval_of_its_source():
    citations = [
        cited("source"),
        cited("other document", "kb/other"),
        cited("later", cited_at="2026-01-12 10:06:00"),
        cited("under the floor", score=0.69),
        cited("at the floor", score=0.7),
    ]
    names = [*(row["ticket_id"] for row in citations), "nothing"]
    made = warehouse(
        tickets=[
            *[ticket(name, bot_attempted=True) for name in names],
            ticket("unrecorded", deployment_id="plain"),
        ],
        messages=[
            message(name, 0, "bot", "Returns within 30 days.")
            for name in [*names, "unrecorded"]
        ],
        citations=citations,
        seeds={
            "deployments": [
                *SEEDS["deployments"],
                {**SEEDS["deployments"][0], "deployment_id": "plain"},
            ],
            "policies": [clause("", "return_window", "30", "days")],
        },
        variables={"retrieval_floor": 0.7},
        upto=["panel_weekly"],
    )

    assert dict(made.rows("select ticket_id, is_grounded from policy_claims")) == {
        "source": True,
        "other document": False,
        "later": False,
        "under the floor": False,
        "at the floor": True,
        "nothing": False,
        "unrecorded": None,
    }
    assert made.rows(
        "select deployment_id, numerator, denominator from panel_weekly"
        " where slice = 'archetype' and measure = 'grounded_quote_rate'"
        " and week = date '2026-01-12' and archetype = 'order_status' order by 1"
    ) == [("desk", 2, 6), ("plain", None, None)]
