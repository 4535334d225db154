"""Raw intents find their archetype: exact, then longest, then first by text."""

import pytest

from tests.models.facts import case, facts, judge

# Every case has a first letter of its own, so that no pattern serves two of them.
PATTERNS = [
    *("aa*", "aa.b*", "aa.b.c"),
    *("b*z", "by*"),
    *("*.c1", "c1.*"),
    *("dd*", "dd**"),
    "e*f*g",
    "h.i",
    "j%",
    *("k_l", "k_m*"),
    "n+o",
    "[p]",
    "!q",
    "r",
    *(f"s{sign}*" for sign in "%_!\\.([^$?|"),
    "t*u",
]
CASES = {
    intent: case({"archetype": archetype}, {"intent": intent})
    for intent, archetype in {
        "aa.b.c": "aa.b.c",  # exact
        "aa.b.d": "aa.b*",  # longest
        "aa.d": "aa*",
        "by1z": "b*z",  # first by text
        "c1.c1": "*.c1",
        "dd": "dd**",  # * is also no character at all
        "dd*": "dd*",  # an intent may look like a pattern
        "e-f-g": "e*f*g",
        "efg": "e*f*g",
        "t\nu": "t*u",
        "E-f-g": "unmapped",  # case counts
        "AA.B.C": "unmapped",
        "hXi": "unmapped",  # nothing else is special
        "jk": "unmapped",
        "k-l": "unmapped",
        "k-m": "unmapped",
        "nno": "unmapped",
        "p": "unmapped",
        "q": "unmapped",
        "r.s": "unmapped",  # a pattern covers the whole intent
        "rr": "unmapped",
        "sxy": "unmapped",
        **{f"s{sign}y": f"s{sign}*" for sign in "%_!\\.([^$?|"},
    }.items()
}
CASES["no intent"] = case({"archetype": "unmapped"}, {"intent": None})


@pytest.fixture(scope="module")
def found():
    mapping = [{"intent": text, "archetype": text} for text in PATTERNS]
    return facts(CASES, seeds={"intents": mapping})


@pytest.mark.parametrize("name", CASES)
def test_archetype_of(found, name):
    judge(found, name, CASES)
