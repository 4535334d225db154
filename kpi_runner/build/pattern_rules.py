"""Rules of the patterns and clauses that the policy checks live on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SeedRow = Mapping[str, Any]
Fault = tuple[int, str, str]

UNITS = (
    *("minutes", "hours", "days", "business_days", "weeks", "months", "years"),
    *("percent", "boolean"),
)
CURRENCY = re.compile(r"[A-Z]{3}")
NUMBER = re.compile(r"\d+(\.\d+)?( ?- ?\d+(\.\d+)?)?")
BOOLEANS = ("true", "false")

# What one of RE2 and Java refuses, or reads otherwise. A backslash before it is
# looked at first, so that \\d is none of these.
FOREIGN: Mapping[str, str] = {
    r"\\[pPXRGZzAQECHhNVvuxoc]": "has an escape that the engines read differently",
    r"\(\?<?[=!]": "looks ahead or behind",
    r"\(\?>": "has an atomic group",
    r"\(\?P?<": "names a group",
    r"\(\?(?!:|i\))": "sets a flag",
    r"\\[1-9k]": "refers back to a group",
    r"[*+?}]\+": "is possessive",
    r"\[[^\]]*(\[|&&|--|~~|\|\|)": "has a class within a class",
}
ANY_FOREIGN = re.compile("|".join(f"(?:{each})" for each in FOREIGN))
ESCAPED = re.compile(r"\\\\|\\[.*+?()\[\]{}|^$/-]")
CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
INNERMOST = re.compile(r"\((?:\?:|\?i\))?([^()]*)\)")
UNBOUNDED = re.compile(r"[*+]|\{\d+,\}")
# Stands for a group whose match may be of any length.
LONG = "\x01"
HINT = "Write it in the common subset of RE2 and Java: no lookaround, no references."


def clause_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find clauses whose unit or value cannot be compared with a claim."""
    for row in rows:
        unit, value = row["unit"], row["value"]
        if unit not in UNITS and not CURRENCY.fullmatch(unit):
            yield (
                row["line"],
                f"unit '{unit}' is unknown.",
                f"Use one of: {', '.join(UNITS)}, or a currency code such as USD.",
            )
        elif unit == "boolean" and value.lower() not in BOOLEANS:
            yield row["line"], f"value '{value}' is no boolean.", "Say true or false."
        elif unit != "boolean" and not NUMBER.fullmatch(value):
            yield (
                row["line"],
                f"value '{value}' is no number.",
                "Give a number, or a range such as 5-7.",
            )


def pattern_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find patterns that do not compile, or not alike on every engine."""
    for row in rows:
        if message := pattern_error(row["pattern"]):
            yield row["line"], f"pattern '{row['pattern']}' {message}.", HINT


def pattern_error(pattern: str) -> str | None:
    """Return what is wrong with a pattern, as the rest of a sentence."""
    bare = ESCAPED.sub("x", pattern)
    if ANY_FOREIGN.search(bare):
        return next(said for each, said in FOREIGN.items() if re.search(each, bare))
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError) as error:
        return f"does not compile ({error})"
    if compiled.search(""):
        return "matches an empty text, so everything"
    if repeats_within_repeats(CLASS.sub("x", bare)):
        return "repeats a group that repeats: it may never end on one engine"
    return None


def repeats_within_repeats(pattern: str) -> bool:
    """Tell whether an unbounded repetition stands inside another, from within."""
    while group := INNERMOST.search(pattern):
        is_long = bool(UNBOUNDED.search(group.group(1))) or LONG in group.group(1)
        rest = pattern[group.end() :]
        if is_long and UNBOUNDED.match(rest):
            return True
        pattern = pattern[: group.start()] + (LONG if is_long else "x") + rest
    return False
