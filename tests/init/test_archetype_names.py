"""What an intent's words say of its archetype."""

import pytest

from kpi_runner.build.archetype_names import as_pattern, guess, matches, words_of

TIERS = {
    "order_status": 1, "password_reset": 1, "basic_billing": 1, "returns": 2,
    "shipping_policy": 2, "plan_comparison": 2, "billing_disputes": 3,
    "cancellations": 3, "plan_changes": 3, "account_deletion": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        ("OrderStatus", ("order", "status")),
        ("order.status-late", ("order", "status", "late")),
        ("RETURNS / exchanges", ("return", "exchange")),
        ("address_access", ("address", "access")),
        ("", ()),
    ],
)
def test_words_are_found_however_they_are_joined(intent, words):
    assert words_of(intent) == words


@pytest.mark.parametrize(
    ("intent", "archetype", "tier"),
    [
        ("order.status", "order_status", 1),
        ("Status of my orders", "order_status", 1),
        ("cancel my order", "cancellations", 3),
        ("refund for cancelled order", "billing_disputes", 3),
        ("change plan", "plan_changes", 3),
        ("which plan suits me", "plan_comparison", 2),
        ("delete my account", "account_deletion", 3),
        ("forgot password", "password_reset", 1),
        ("warranty policy", "warranty_policy", 2),
        ("account balance", "account_balance", 1),
        ("seat map broken on the new web site", "seat_map_broken_on", 3),
    ],
)
def test_an_intent_is_known_by_its_words_or_is_its_own_archetype(
    intent, archetype, tier
):
    found = guess(intent, TIERS, [])

    assert (found.archetype, found.tier) == (archetype, tier)


@pytest.mark.parametrize("intent", ["", "...", "123", "all", "Long Tail", "unmapped"])
def test_a_name_that_says_nothing_or_is_reserved_stays_unmapped(intent):
    assert guess(intent, TIERS, []) is None


def test_a_shipped_pattern_goes_first_unless_its_archetype_is_gone():
    patterns = [("cancel*", "returns"), ("cancel*", "gone")]

    assert guess("cancel_it", TIERS, patterns).archetype == "returns"
    assert guess("cancel_it", TIERS, patterns[1:]).archetype == "cancellations"


@pytest.mark.parametrize(
    ("intent", "pattern"),
    [
        ("plain name", "plain name"),
        ("100% off_[x]", "100% off_[x]"),
        ("=cmd|' /C calc'!A0", "*cmd|' /C calc'!A0"),
        ("\tpasted", "*pasted"),
        ("a\x00b\x1bc and more", "a*b*c and more"),
        ("x" * 500, "x" * 100 + "*"),
        ("+1", None),
        ("\n\n", None),
    ],
)
def test_what_a_seed_may_not_hold_becomes_a_pattern_that_meets_it(intent, pattern):
    assert as_pattern(intent) == pattern
    assert pattern is None or matches(pattern, intent)
