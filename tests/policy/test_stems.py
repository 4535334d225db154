"""A pattern is only tried where a part of its stem stands, so every match has one."""

import csv
import random
import re
from re import _constants as codes
from re import _parser as parser

import pytest

from tests.support.warehouse import ROOT

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SAMPLES = 100


def texts(pattern):
    """Return texts that a pattern matches: every alternative, and some by chance."""
    drawn = random.Random(pattern)
    parsed = parser.parse(pattern)
    chance = [spell(parsed, drawn) for _ in range(SAMPLES)]
    return chance + every(parsed, drawn)


def every(parsed, drawn):
    """Return texts that have each alternative of each part at least once."""
    parts = [choices(code, value, drawn) for code, value in parsed]
    most = max(map(len, parts), default=0)
    return ["".join(part[at % len(part)] for part in parts) for at in range(most)]


def choices(code, value, drawn):
    if code is codes.BRANCH:
        return [text for branch in value[1] for text in every(branch, drawn)]
    if code is codes.SUBPATTERN:
        return every(value[-1], drawn) or [""]
    if code is codes.MAX_REPEAT:
        once = every(value[2], drawn)
        return [*once, ""] if value[0] == 0 else once
    return [SPELLED[code](value, drawn)]


def spell(parsed, drawn):
    return "".join(SPELLED[code](value, drawn) for code, value in parsed)


def letter(value, drawn):
    code, first = drawn.choice(value)
    if code is codes.NEGATE or value[0][0] is codes.NEGATE:
        return drawn.choice("xyz")
    if code is codes.RANGE:
        return chr(drawn.randint(*first))
    if code is codes.CATEGORY:
        return drawn.choice(LETTERS)
    return chr(first)


def repeat(value, drawn):
    low, high, inner = value
    count = drawn.randint(low, min(high, low + 2))
    return "".join(spell(inner, drawn) for _ in range(count))


SPELLED = {
    codes.LITERAL: lambda value, _: chr(value),
    codes.NOT_LITERAL: lambda _, drawn: drawn.choice(LETTERS),
    codes.ANY: lambda _, __: " ",
    codes.AT: lambda _, __: "",
    codes.IN: letter,
    codes.SUBPATTERN: lambda value, drawn: spell(value[-1], drawn),
    codes.BRANCH: lambda value, drawn: spell(drawn.choice(value[1]), drawn),
    codes.MAX_REPEAT: repeat,
}


@pytest.mark.parametrize("seed", ["policy_patterns", "capabilities"])
def test_every_text_that_a_pattern_matches_has_its_stem(seed):
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    checked = [
        (row["stem"], row["pattern"], text)
        for row in rows
        for text in texts(row["pattern"])
        if re.search(row["pattern"], text)
    ]
    assert {each[1] for each in checked} == {row["pattern"] for row in rows}
    assert len(checked) > SAMPLES / 2 * len(rows)
    assert [
        (stem, pattern, text)
        for stem, pattern, text in checked
        if not any(part in text for part in stem.split("|"))
    ] == []


def test_no_pattern_of_a_topic_is_tried_on_every_text():
    with (ROOT / "seeds" / "policy_patterns.csv").open(encoding="utf-8") as file:
        stems = [row["stem"] for row in csv.DictReader(file)]
    assert [stem for stem in stems if not all(stem.split("|"))] == []
