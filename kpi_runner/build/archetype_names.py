"""Which archetype a raw intent may be, read from its words: a guess to be confirmed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# The first whose words all stand in the intent; what a bot must not get wrong is
# asked first (a cancelled order is a cancellation before it is an order).
_WORDS = (
    ("account_deletion", "delete account"),
    ("account_deletion", "close account"),
    ("account_deletion", "erasure"),
    ("account_deletion", "gdpr"),
    ("gift_cards", "gift"),
    ("gift_cards", "voucher"),
    ("password_reset", "password"),
    ("password_reset", "login"),
    ("password_reset", "log in"),
    ("password_reset", "sign in"),
    ("password_reset", "locked"),
    ("billing_disputes", "dispute"),
    ("billing_disputes", "chargeback"),
    ("billing_disputes", "refund"),
    ("billing_disputes", "overcharged"),
    ("billing_disputes", "charged twice"),
    ("cancellations", "cancel"),
    ("cancellations", "cancellation"),
    ("plan_changes", "upgrade"),
    ("plan_changes", "downgrade"),
    ("plan_changes", "plan change"),
    ("plan_changes", "subscription change"),
    ("plan_comparison", "plan"),
    ("plan_comparison", "compare"),
    ("returns", "return"),
    ("returns", "exchange"),
    ("order_status", "tracking"),
    ("order_status", "track"),
    ("order_status", "order status"),
    ("order_status", "order where"),
    ("order_status", "order"),
    ("shipping_policy", "shipping"),
    ("shipping_policy", "delivery"),
    ("basic_billing", "invoice"),
    ("basic_billing", "receipt"),
    ("basic_billing", "billing"),
    ("basic_billing", "payment"),
    ("technical_issues", "technical"),
    ("technical_issues", "error"),
    ("technical_issues", "bug"),
    ("technical_issues", "crash"),
    ("feedback", "feedback"),
    ("feedback", "complaint"),
    ("feedback", "compliment"),
)
_TIERS = (
    (1, frozenset({"status", "reset", "track", "balance", "copy", "resend", "check"})),
    (2, frozenset({"policy", "how", "what", "which", "information", "faq", "guide"})),
)
# What is neither repetitive nor bounded by an FAQ is somebody's account.
_LAST_TIER = 3
_RESERVED = ("all", "long_tail", "unmapped")
_SPLIT = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_NAME = 40
_NAME_WORDS = 4

# What a spreadsheet takes for a formula, what breaks a line or hides text, and length.
_UNSAFE = re.compile(r"^[=+\-@]|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_LONGEST_INTENT = 100
_SHORTEST_PATTERN = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """An archetype and what spoke for it; ``tier`` is 1, 2 or 3."""

    archetype: str
    tier: int
    why: str


def words_of(intent: str) -> tuple[str, ...]:
    """Return an intent's words in lower case, singular, however it joins them."""
    parts = _SPLIT.findall(_CAMEL.sub(" ", intent))
    return tuple(_singular(part.lower()) for part in parts)


def _singular(word: str) -> str:
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word


def guess(
    intent: str, tiers: Mapping[str, int], patterns: Iterable[tuple[str, str]]
) -> Guess | None:
    """Return what an intent may be: a known archetype, else one of its own name.

    ``tiers`` has the known archetypes, ``patterns`` their intents. None where the
    name says nothing, or is reserved.
    """
    for pattern, archetype in patterns:
        if archetype in tiers and matches(pattern, intent):
            return Guess(archetype, tiers[archetype], f"matches {pattern}")
    words = words_of(intent)
    for archetype, named in _named(tiers):
        if archetype in tiers and set(named) <= set(words):
            return Guess(archetype, tiers[archetype], f"says {' '.join(named)}")
    name = "_".join(words[:_NAME_WORDS])[:_LONGEST_NAME].strip("_")
    if not any(letter.isalpha() for letter in name) or name in _RESERVED:
        return None
    return Guess(name, tier_of(words), "an archetype of its own")


def _named(archetypes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield archetypes with words that name them: their own first."""
    for archetype in archetypes:
        yield archetype, words_of(archetype)
    for archetype, named in _WORDS:
        yield archetype, words_of(named)


def tier_of(words: Iterable[str]) -> int:
    """Return the tier that words speak for; the most careful one by default."""
    found = set(words)
    return next((tier for tier, named in _TIERS if found & named), _LAST_TIER)


def matches(pattern: str, intent: str) -> bool:
    """Tell whether an intent is meant by a pattern, in which only * is special."""
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), intent, re.DOTALL) is not None


def is_safe(text: str) -> bool:
    """Tell whether a seed may hold a text as it is."""
    return not _UNSAFE.search(text) and len(text) <= _LONGEST_INTENT


def as_pattern(intent: str) -> str | None:
    """Return the intent as a seed may hold it: itself, or a pattern that meets it.

    A star takes the place of what a spreadsheet would run, of what breaks a line,
    and of the end of a very long name. None when too little would be left.
    """
    if is_safe(intent):
        return intent
    safe = _UNSAFE.sub("*", intent)
    if len(safe) > _LONGEST_INTENT:
        safe = f"{safe[:_LONGEST_INTENT]}*"
    return safe if len(safe.replace("*", "").strip()) >= _SHORTEST_PATTERN else None
