"""A pattern is only tried where its stem stands, so the stem stands in every match."""

import csv
import random
import re
from re import _constants as codes
from re import _parser as parser

import pytest

from tests.support.warehouse import ROOT

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SAMPLES = 12


def texts(pattern):
    """Return texts that a pattern matches, drawn with a seed."""
    drawn = random.Random(pattern)
    return [spell(parser.parse(pattern), drawn) for _ in range(SAMPLES)]


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
    assert len(checked) > 10 * len(rows)
    assert [each for each in checked if each[0] not in each[2]] == []
