"""The published facts: one row per ticket, on its line of the panel."""

import pytest

from tests.support.warehouse import ticket, warehouse

BUSY = [ticket(f"busy {number}") for number in range(3)]
RARE = [
    ticket("rare", intent="returns"),
    ticket("unmapped", intent="what"),
    ticket("spam", intent="plan_changes", exclusion="spam"),
]


@pytest.fixture(scope="module")
def built():
    return warehouse(
        tickets=[*BUSY, *RARE],
        messages=[
            {
                "message_id": "m",
                "ticket_id": "rare",
                "sent_at": "2026-01-19 10:00:00",
                "author": "customer",
                "body": "my secret",
            }
        ],
        variables={"top_archetypes": 1},
        upto=["fct_tickets"],
    )


def test_the_busiest_stand_alone_and_the_rest_is_the_long_tail(built):
    lines = built.rows(
        "select ticket_id, archetype, panel_archetype from fct_tickets"
        " order by ticket_id"
    )

    assert lines == [
        ("busy 0", "order_status", "order_status"),
        ("busy 1", "order_status", "order_status"),
        ("busy 2", "order_status", "order_status"),
        ("rare", "returns", "long_tail"),
        ("spam", "plan_changes", "long_tail"),
        ("unmapped", "unmapped", "long_tail"),
    ]


def test_neither_customer_nor_text_is_published(built):
    values = {
        str(value) for row in built.rows("select * from fct_tickets") for value in row
    }

    assert not any("secret" in value or "customer of" in value for value in values)


def test_every_fact_is_published(built):
    facts = {row[0] for row in built.rows("describe int_ticket_facts")}
    published = {row[0] for row in built.rows("describe fct_tickets")}

    assert published == facts | {"panel_archetype"}
