"""Money of a ticket in plain Python: what was quoted, paid and entitled."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def grouped(rows: Iterable[dict], key: str) -> dict[str, list[dict]]:
    """Return the rows of each value of a column."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


class Money:
    """Amounts in the reporting currency, rounded half up to cents per row."""

    def __init__(self, rates: Mapping[str, Decimal], reporting: str) -> None:
        self.rates = rates
        self.reporting = reporting

    def __call__(self, amount: Decimal, currency: str | None) -> Decimal:
        """Return the amount in the reporting currency; no currency means that one."""
        if currency is None:
            return amount
        return (amount * self.rates[currency]).quantize(CENT, ROUND_HALF_UP)


def review_facts(reviews: list[dict], money: Money) -> dict:
    """Return what QA found in a ticket, and how exact its quoted refunds were."""
    facts = {"is_reviewed": bool(reviews)}
    for number in (1, 2, 3, 4):
        found = [row for row in reviews if row["finding_class"] == number]
        facts[f"finding_count_{number}"] = len(found)
    quoting = [
        row
        for row in reviews
        if row["refund_quoted"] is not None and row["refund_entitled"] is not None
    ]
    by_review = grouped(quoting, "review_id").values()
    excess = [
        max(
            money(row["refund_quoted"], row["currency"])
            - money(row["refund_entitled"], row["currency"])
            for row in rows
        )
        for rows in by_review
    ]
    accurate = [
        all(abs(row["refund_quoted"] - row["refund_entitled"]) <= CENT for row in rows)
        for rows in by_review
    ]
    return facts | {
        "refund_review_count": len(accurate),
        "refund_accurate_count": sum(accurate),
        "refund_overquoted_amount": sum(
            (max(x, Decimal(0)) for x in excess), Decimal(0)
        ),
    }


def deployments_with_entitlements(tables: Mapping[str, list[dict]]) -> set[str]:
    """Return the deployments that have any entitlement: there, none means zero."""
    entitled = {row["ticket_id"] for row in tables["entitlements"]}
    return {
        row["deployment_id"]
        for row in tables["tickets"]
        if row["ticket_id"] in entitled
    }


def refund_facts(
    refunds: list[dict], entitlements: list[dict], money: Money, is_paying: bool
) -> dict:
    """Return what was paid in a ticket, beside what was entitled."""
    amounts = []
    for refund in refunds:
        paid = money(refund["amount"], refund["currency"])
        amounts.append((paid, entitled(refund, entitlements, money, is_paying)))
    known = [(paid, due) for paid, due in amounts if due is not None]
    return {
        "refund_count": len(amounts),
        "refund_known_count": len(known),
        "refund_unentitled_count": sum(due == 0 for _, due in known),
        "refund_overpaid_amount": sum(
            (max(paid - due, Decimal(0)) for paid, due in known), Decimal(0)
        ),
    }


def entitled(
    refund: dict, entitlements: list[dict], money: Money, is_paying: bool
) -> Decimal | None:
    """Return what a refund should have been, in the reporting currency."""
    if refund["entitled_amount"] is not None:
        return money(refund["entitled_amount"], refund["currency"])
    matching = [
        row
        for row in entitlements
        if row["tool"] == refund["tool"] and row["reference"] == refund["reference"]
    ]
    named = [
        money(row["amount"], row["currency"] or refund["currency"])
        for row in matching
        if row["amount"] is not None
    ]
    if named:
        return max(named)
    if matching:
        return money(refund["amount"], refund["currency"])
    return Decimal(0) if is_paying else None
