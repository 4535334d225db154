"""QA reviews: findings by class, and refunds quoted right or too high."""

from decimal import Decimal
from itertools import count

import pytest

from tests.models.facts import case, facts, judge, opened

RATES = [
    {"currency": "USD", "rate": "1"},
    {"currency": "EUR", "rate": "1.10"},
    {"currency": "JPY", "rate": "0.005"},
]


MESSAGES = count()


def row(review="r", message=None, **columns):
    """Return a row of this review, about this message."""
    return {
        "review_id": review,
        "message_id": message,
        "reviewed_at": opened(days=1),
        **columns,
    }


def quoted(amount, entitled, currency=None, *, review="r", message=None):
    """Return a row that quotes a refund."""
    amounts = {"refund_quoted": amount, "refund_entitled": entitled}
    return row(review, message, **amounts, currency=currency)


def refunds(reviews, accurate, overquoted, *rows):
    """Return a case: reviews with both amounts, accurate ones, money overquoted."""
    expected = {
        "refund_review_count": reviews,
        "refund_accurate_count": accurate,
        "refund_overquoted_amount": Decimal(overquoted),
    }
    return case(expected, qa_reviews=_own_reviews(rows))


def findings(counts, *rows):
    """Return a case: the number of findings of classes 1 to 4."""
    expected = {f"finding_count_{n}": count for n, count in enumerate(counts, start=1)}
    return case({"is_reviewed": True, **expected}, qa_reviews=_own_reviews(rows))


def _own_reviews(rows):
    """Give each row a message of its own, unless it names one: rows are no twins."""
    return [
        {**found, "message_id": found["message_id"] or f"message {next(MESSAGES)}"}
        for found in rows
    ]


CASES = {
    "not reviewed": case(
        {"is_reviewed": False, "finding_count_1": 0, "refund_review_count": 0}
        | {"refund_accurate_count": 0, "refund_overquoted_amount": Decimal("0.00")}
    ),
    "clean": findings([0, 0, 0, 0], row(quote="right")),
    "one of each class": findings(
        [1, 1, 1, 1], *(row(finding_class=number) for number in (1, 2, 3, 4))
    ),
    "every row with a class is a finding": findings(
        [3, 0, 1, 0],
        row(finding_class=1, message="m1"),
        row(finding_class=1, message="m2"),
        row("other reviewer", finding_class=1, message="m1"),
        row("other reviewer", finding_class=3, message="m1"),
    ),
    "quoted right": refunds(1, 1, "0.00", quoted("20", "20")),
    "a cent over agrees": refunds(1, 1, "0.01", quoted("20.01", "20")),
    "a cent under agrees": refunds(1, 1, "0.00", quoted("19.99", "20")),
    "two cents over": refunds(1, 0, "0.02", quoted("20.02", "20")),
    "two cents under": refunds(1, 0, "0.00", quoted("19.98", "20")),
    "only one amount": refunds(0, 0, "0.00", quoted("20", None), quoted(None, "20")),
    "a row with one amount does not spoil the review": refunds(
        1, 1, "0.00", quoted("20", "20"), quoted("90", None)
    ),
    "a review counts once, by its worst row": refunds(
        1, 0, "30.00", quoted("20", "20"), quoted("50", "20"), quoted("30", "20")
    ),
    "promised less in one row than in another": refunds(
        1, 0, "5.00", quoted("10", "20"), quoted("25", "20")
    ),
    "reviews are summed": refunds(
        2, 1, "7.00", quoted("20", "20"), quoted("27", "20", review="second")
    ),
    "agreement is in the row's own currency": refunds(
        1, 0, "0.00", quoted("100", "100.02", "JPY")
    ),
    "compared in the reporting currency": refunds(
        2, 0, "13.00", quoted("30", "20", "EUR"), quoted("22", "20", review="second")
    ),
    # 0.05 EUR are 0.055 USD
    "rounded half up to cents before it is compared": refunds(
        1, 0, "0.06", quoted("0.05", "0", "EUR")
    ),
    # 2 and 1 JPY are 0.01 and 0.005 USD, which is 0.01 too
    "each amount is rounded by itself": refunds(1, 0, "0.00", quoted("2", "1", "JPY")),
}


@pytest.fixture(scope="module")
def found():
    return facts(CASES, seeds={"exchange_rates": RATES})


@pytest.mark.parametrize("name", CASES)
def test_review(found, name):
    judge(found, name, CASES)
