"""Refunds: what each was entitled to, what leaked, and what is not known."""

from decimal import Decimal

import pytest

from tests.models.facts import case, facts, judge, opened

RATES = [{"currency": "USD", "rate": "1"}, {"currency": "EUR", "rate": "1.10"}]
SILENT = {"deployment_id": "silent desk"}
UNKNOWN = (1, 0, 0, "0.00")


def refund(amount, **columns):
    """Return a refund of this many USD by the tool 'refund'."""
    return {
        "amount": amount,
        "currency": "USD",
        "paid_at": opened(minutes=30),
        "tool": "refund",
        **columns,
    }


def entitlement(amount, **columns):
    """Return an entitlement to this many USD by the tool 'refund'."""
    return {"amount": amount, "tool": "refund", "currency": "USD", **columns}


def paid(expected, *rows, changes=None):
    """Return a case: refunds, those known, those unentitled, money overpaid."""
    count, known, unentitled, overpaid = expected
    facts_expected = {
        "refund_count": count,
        "refund_known_count": known,
        "refund_unentitled_count": unentitled,
        "refund_overpaid_amount": Decimal(overpaid),
    }
    kinds = {
        "refunds": [found for found in rows if "paid_at" in found],
        "entitlements": [found for found in rows if "paid_at" not in found],
    }
    return case(facts_expected, changes, **kinds)


CASES = {
    "no refund": paid((0, 0, 0, "0.00")),
    "entitled in full": paid((1, 1, 0, "0.00"), refund(50), entitlement(50)),
    "entitled to more": paid((1, 1, 0, "0.00"), refund(50), entitlement(70)),
    "overpaid": paid((1, 1, 0, "20.00"), refund(50), entitlement(30)),
    "the row's own entitled amount wins": paid(
        (1, 1, 0, "10.00"), refund(50, entitled_amount=40), entitlement(20)
    ),
    "its own entitled amount of nothing wins": paid(
        (1, 1, 1, "50.00"), refund(50, entitled_amount=0), entitlement(50)
    ),
    "the largest of several entitlements": paid(
        (1, 1, 0, "5.00"), refund(50), entitlement(20), entitlement(45), entitlement(30)
    ),
    "an entitlement without an amount is to the refund's own": paid(
        (1, 1, 0, "0.00"), refund(50), entitlement(None)
    ),
    "a named amount wins over one without": paid(
        (1, 1, 0, "20.00"), refund(50), entitlement(None), entitlement(30)
    ),
    "entitled to nothing by its entitlement": paid(
        (1, 1, 1, "50.00"), refund(50), entitlement(0)
    ),
    "no entitlement where the deployment has some": paid(
        (1, 1, 1, "50.00"), refund(50)
    ),
    "no entitlement where the deployment has none": paid(
        UNKNOWN, refund(50), changes=SILENT
    ),
    "known by its own amount where the deployment has none": paid(
        (1, 1, 0, "9.00"), refund(50, entitled_amount=41), changes=SILENT
    ),
    "the same reference": paid(
        (1, 1, 0, "0.00"),
        refund(50, reference="A1"),
        entitlement(50, reference="A1"),
    ),
    "another reference": paid(
        (1, 1, 1, "50.00"),
        refund(50, reference="A1"),
        entitlement(50, reference="A2"),
    ),
    "an empty reference matches no other": paid(
        (1, 1, 1, "50.00"), refund(50), entitlement(50, reference="A1")
    ),
    "another tool": paid(
        (1, 1, 1, "50.00"), refund(50), entitlement(50, tool="certificate")
    ),
    "a refund without a tool matches none": paid(
        (1, 1, 1, "50.00"), refund(50, tool=None), entitlement(50)
    ),
    "each refund by itself": paid(
        (3, 3, 1, "12.00"),
        refund(10, reference="A"),
        refund(20, reference="B"),
        refund(2, reference="C"),
        entitlement(10, reference="A"),
        entitlement(10, reference="B"),
    ),
    "two refunds of one entitlement are both entitled": paid(
        (2, 2, 0, "0.00"), refund(10), refund(10), entitlement(10)
    ),
    "in the reporting currency": paid(
        (1, 1, 0, "11.00"), refund(50, currency="EUR"), entitlement(44)
    ),
    "an entitlement without a currency has the refund's": paid(
        (1, 1, 0, "6.60"),
        refund(50, currency="EUR"),
        entitlement(44, currency=None),
    ),
    "the largest of several is the largest in the reporting currency": paid(
        (1, 1, 0, "1.00"),
        refund(56),
        entitlement(54),
        entitlement(50, currency="EUR"),
    ),
    # 0.05 EUR are 0.055 USD
    "rounded half up to cents": paid(
        (1, 1, 1, "0.06"), refund("0.05", currency="EUR", entitled_amount=0)
    ),
    "hundreds of millions in another currency": paid(
        (1, 1, 0, "110000000.00"),
        refund("500000000", currency="EUR"),
        entitlement("400000000", currency="EUR"),
    ),
    # 0.15 and 0.05 EUR are 0.165 and 0.055 USD: 0.17 - 0.06; 0.14 and 0.05 EUR are
    # 0.154 and 0.055 USD: 0.15 - 0.06, where 0.09 EUR would be 0.099
    "each amount is rounded by itself": paid(
        (1, 1, 0, "0.09"),
        refund("0.14", currency="EUR", entitled_amount="0.05"),
    ),
}
DESK = {
    "launched_on": "2026-01-05",
    "regulated": "false",
    "rollback_owner": "Owner",
    "rollback_contact": "owner@example.com",
    "follow_up_days": "7",
}
DESKS = [{"deployment_id": key, "name": key, **DESK} for key in ("desk", "silent desk")]


@pytest.fixture(scope="module")
def found():
    return facts(CASES, seeds={"deployments": DESKS, "exchange_rates": RATES})


@pytest.mark.parametrize("name", CASES)
def test_refund(found, name):
    judge(found, name, CASES)


def test_an_entitlement_of_another_ticket_matches_nothing():
    cases = {
        "paid": paid((1, 1, 1, "50.00"), refund(50)),
        "entitled": paid((0, 0, 0, "0.00"), entitlement(50)),
    }

    found = facts(cases)

    for name in cases:
        judge(found, name, cases)
