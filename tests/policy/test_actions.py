"""What the bot says it did, against the audit log. One build; a ticket per case."""

import pytest

from tests.support.warehouse import SEEDS, ticket, warehouse

SAID_AT = "2026-01-12 10:05:00"
REFUND = "I have refunded $20.00 to your gift card for order A10482."
RECORD = '{"order": "A10482", "amount": 20, "method": "gift_card_1"}'


def call(called_at="2026-01-12 10:04:00", tool="issue_refund", succeeded=True, **more):
    return {
        "called_at": called_at,
        "tool": tool,
        "succeeded": succeeded,
        "arguments": RECORD,
        "result": '{"status": "ok"}',
        **more,
    }


# What the bot says, the calls of the ticket, verdict and mismatch.
CASES = {
    "done": (REFUND, [call()], "supported", None),
    "at the same moment": (REFUND, [call(SAID_AT)], "supported", None),
    "never": (REFUND, [], "overreach", None),
    "another tool": (REFUND, [call(tool="lookup_order")], "overreach", None),
    "failed": (REFUND, [call(succeeded=False)], "failed_action_claimed", None),
    "failed, then done": (REFUND, [call(succeeded=False), call()], "supported", None),
    "done a little later": (
        REFUND,
        [call("2026-01-12 10:10:00")],
        "claimed_before_done",
        None,
    ),
    "done too late": (REFUND, [call("2026-01-12 10:10:01")], "overreach", None),
    "another amount": (
        REFUND.replace("20.00", "25"),
        [call()],
        "effect_mismatch",
        "amount",
    ),
    "the amount as a part of another": (
        REFUND.replace("20.00", "2"),
        [call()],
        "effect_mismatch",
        "amount",
    ),
    "another order": (
        REFUND.replace("A10482", "A10483"),
        [call()],
        "effect_mismatch",
        "reference",
    ),
    "another method": (
        REFUND.replace("gift", "credit"),
        [call(arguments='{"order": "A10482", "amount": 20, "to": "gift"}')],
        "effect_mismatch",
        "method",
    ),
    "in the result": (REFUND, [call(arguments=None, result=RECORD)], "supported", None),
    "a float in the record": (
        REFUND.replace("20.00", "17.99"),
        [call(result='{"to": "gift_card", "paid": 17.990000000000002}')],
        "supported",
        None,
    ),
    "a long number in the record": (
        REFUND,
        [call(result='{"id": 99999999999999999999999999999999999999999.5}')],
        "supported",
        None,
    ),
    "no tool for it": (
        "I have waived the late fee.",
        [call()],
        "no_such_capability",
        None,
    ),
    "without a subject": ("- refunded the $20", [], "overreach", None),
    "a second verb": (
        "I looked into it and refunded the $20.",
        [],
        "overreach",
        None,
    ),
    "only the widest name": (
        "I've rebooked you on the next train.",
        [call()],
        "no_such_capability",
        None,
    ),
    "whatever it is": (
        "I've backdated your bus pass to the first of May.",
        [call()],
        "no_such_capability",
        None,
    ),
    "a noun and what became of it": (
        "Refund of $20.00 for A10482 issued to your gift card.",
        [call()],
        "supported",
        None,
    ),
    "done by the system of the company": (
        "The refund was released by our system.",
        [],
        "overreach",
        None,
    ),
    "how things are now": (
        "Your refund is on its way.",
        [call()],
        "supported",
        None,
    ),
    "a confirmation on top": (
        "All set! I have refunded the order, a confirmation is on its way.",
        [call()],
        "supported",
        None,
    ),
    "nothing but all set": ("All set!", [call()], "no_such_capability", None),
    "done by somebody else": (
        "Your plan was changed by another agent.",
        [call()],
        None,
        None,
    ),
    "a rule": (
        "Refunds are issued to the card within 5 days.",
        [call()],
        None,
        None,
    ),
    "knowing and looking": (
        "I have received your message and understood it.",
        [call()],
        None,
        None,
    ),
    "of the house": ("We have updated our privacy policy.", [call()], None, None),
    "a consequence": (
        "Once you confirm, your order is cancelled for you.",
        [call()],
        None,
        None,
    ),
    "in quotes": (
        'You will see "Your plan has been changed" on the page.',
        [call()],
        None,
        None,
    ),
    "a promise": ("I will refund $20.", [], None, None),
    "a denial": ("I have not refunded the order.", [], None, None),
    "a question": ("Has the order been refunded?", [], None, None),
    "a condition": (
        "Once I have refunded the order, you get an email.",
        [],
        None,
        None,
    ),
}


@pytest.fixture(scope="module")
def built():
    calls = [
        {"call_id": f"{name}.{number}", "ticket_id": name, **row}
        for name, (_, rows, _, _) in CASES.items()
        for number, row in enumerate(rows)
    ]
    messages = [
        {
            "message_id": name,
            "ticket_id": name,
            "sent_at": SAID_AT,
            "author": "bot",
            "body": body,
        }
        for name, (body, _, _, _) in CASES.items()
    ]
    messages.append({**messages[0], "message_id": "plain", "ticket_id": "plain"})
    back = ticket(
        "back",
        customer_id="customer of never",
        opened_at="2026-01-15 10:00:00",
        resolved_at=None,
    )
    return warehouse(
        tickets=[
            *[ticket(name, bot_attempted=True) for name in CASES],
            ticket("plain", deployment_id="plain"),
            back,
        ],
        messages=messages,
        tool_calls=calls,
        seeds={
            "deployments": [
                *SEEDS["deployments"],
                {**SEEDS["deployments"][0], "deployment_id": "plain"},
            ]
        },
        upto=["action_claims"],
    )


@pytest.mark.parametrize("name", CASES)
def test_a_claimed_action_is_held_against_the_audit_log(built, name):
    _, _, verdict, mismatched = CASES[name]
    found = built.rows(
        f"select verdict, mismatched from action_claims where ticket_id = '{name}'"
    )
    assert found == ([(verdict, mismatched)] if verdict else [])


def test_a_deployment_without_an_audit_log_is_not_accused(built):
    assert built.rows("select * from action_claims where ticket_id = 'plain'") == []


def test_an_overreach_says_whether_the_customer_came_back(built):
    assert built.rows("select ticket_id from action_claims where is_customer_back") == [
        ("never",)
    ]
