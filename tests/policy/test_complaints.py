"""A complaint is found however a customer types it, after the bot has spoken."""

from tests.support.warehouse import ticket, warehouse

TYPED = {
    "plain": "your bot promised me money",
    "shouted": "YOUR BOT PROMISED!",
    "two lines": "hello\nthe bot said it was done\nit was not",
    "typographic": "that number doesn\u2019t exist",
    "hard space": "page\u00a0not\u202ffound",
    "dotted capital": "I WAS PROM\u0130SED",
    "special": "c.*t costs $5 (\\E)?",
    "of both": "you promised, and that page does not exist",
}
UNLIKE = {
    "apart": "your bot. Promised me",
    "over lines": "page not\nfound",
    "special unlike": "cost costs 5",
    "no complaint": "thanks",
    "empty": "",
}
PHRASES = [
    *(("your bot promised", 4), ("the bot said it was done", 4), ("i was promised", 4)),
    *(("that number doesn't exist", 3), ("page not found", 3), ("Page does NOT", 3)),
    *(("you promised", 4), ("c.*t costs $5 (\\E)?", 4)),
]


def message(key, body, author, minute):
    return {
        "message_id": key,
        "ticket_id": "t",
        "sent_at": f"2026-01-12 10:0{minute}:00",
        "author": author,
        "body": body,
    }


def test_a_phrase_is_found_however_it_is_typed():
    said = [message(key, body, "customer", 5) for key, body in (TYPED | UNLIKE).items()]
    built = warehouse(
        tickets=[ticket("t", bot_attempted=True)],
        messages=[
            *said,
            message("of the bot", "Hello", "bot", 3),
            message("before the bot", "you promised", "customer", 1),
            message("by the bot", "you promised", "bot", 6),
        ],
        seeds={
            "complaint_phrases": [
                {"phrase": phrase, "class": finding_class, "language": "en"}
                for phrase, finding_class in PHRASES
            ]
        },
        upto=["int_complaints_made"],
    )
    found = built.rows("select message_id, finding_class from int_complaints_made")
    assert dict(found) == {
        **dict.fromkeys(TYPED, 4),
        **dict.fromkeys(("typographic", "hard space", "of both"), 3),
    }
