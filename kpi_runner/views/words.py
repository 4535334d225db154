"""How numbers, statuses and names read for people, on paper and on a terminal."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

# Digits after the point, by unit.
DIGITS = {"%": 1, "points": 1, "s": 0, "count": 0, "money": 2}
NOTHING = "\u2013"
MINUS = "\u2212"
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SHOUTED = {"csat": "CSAT", "qa": "QA", "p0": "P0", "30d": "30 d", "7d": "7 d"}


@dataclass(frozen=True, slots=True)
class Status:
    """A status: its word, a short one for narrow columns, what it means, its tone."""

    word: str
    short: str
    meaning: str
    tone: str


# Tones: good and calm are proven; everything that is not proven is mute.
STATUSES = {
    "incident": Status("incident", "incid.", "a confirmed incident is open", "severe"),
    "rollback": Status("rollback", "rollb.", "four points or more lost", "severe"),
    "review": Status("review", "review", "a limit is broken", "bad"),
    "watch": Status("watch", "watch", "over a limit, not confirmed", "warn"),
    "held": Status("held", "held", "nothing over its limit", "calm"),
    "protected": Status("protected", "prot.", "a four-point drop is excluded", "good"),
    "insufficient": Status("insufficient", "insuf.", "too few answers", "mute"),
    "incomparable": Status("incomparable", "incomp", "another scale than then", "mute"),
    "pending": Status("pending", "pend.", "the week is not mature", "mute"),
    "not_instrumented": Status(
        "not instrumented", "no inp", "its data are not delivered", "mute"
    ),
    "baseline": Status("baseline", "base", "before the launch", "mute"),
    "unjudged": Status("not judged", "", "no rule judges it", "mute"),
    "vetoed": Status("vetoed", "vetoed", "satisfaction fell: no win", "bad"),
    "unproven": Status("unproven", "unprov", "not shown to be harmless", "mute"),
    "off_list": Status("off list", "off", "not on the deflection list", "warn"),
    None: Status("", "", "nothing was said", "mute"),
}


def status(name: str | None) -> Status:
    """Return a status's words; one that we do not know is shown, never as good."""
    return STATUSES.get(name) or Status(str(name), str(name)[:6], "unknown", "mute")


def visible(text: str) -> str:
    """Return text without the marks that would turn round the figures after them."""
    return _TURNS.sub("", text)


def rounded(value: float | Decimal, digits: int) -> float:
    """Round half away from zero, as the marts' sentences do."""
    scaled = math.floor(abs(float(value)) * 10**digits + 0.5) / 10**digits
    return math.copysign(scaled, value) if scaled else 0.0


def number(value: float | Decimal | None, unit: str) -> str:
    """Return a value with its unit: ``48.2 %``, ``84.0``, ``412 s``, ``1,204.50``."""
    if value is None:
        return NOTHING
    digits = DIGITS[unit]
    text = f"{rounded(value, digits):,.{digits}f}".replace("-", MINUS)
    return f"{text}\u00a0{unit}" if unit in ("%", "s") else text


def change(value: float | Decimal | None, unit: str = "points") -> str:
    """Return a difference with its sign, always."""
    if value is None:
        return NOTHING
    text = f"{rounded(value, 1):+,.1f}".replace("-", MINUS)
    return f"{text}\u00a0%" if unit == "s" else text


def spoken(name: str | None) -> str:
    """Return a name of ours (a rule, an action, a kind) as words."""
    parts = (name or "").split("_")
    return " ".join(_SHOUTED.get(part, part) for part in parts)


def day(moment: date | datetime | None) -> str:
    """Return a date as people write it, in words that no country misreads."""
    return f"{moment.day} {moment:%b %Y}" if moment else NOTHING


def instant(moment: datetime | None) -> str:
    """Return an instant in UTC."""
    return f"{day(moment)}, {moment:%H:%M} UTC" if moment else NOTHING
