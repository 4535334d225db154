"""Rules between values of a seed's row that a data test cannot say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from kpi_runner.build.pattern_rules import clause_faults, pattern_faults
from kpi_runner.build.seed_file import SeedFile
from kpi_runner.engines.engine import Engine

# A typed row by column name, with `line`; the seed's yml declares the types.
SeedRow = Mapping[str, Any]
# Line, what is wrong, what to do.
Fault = tuple[int, str, str]

LONGEST_WAIVER = timedelta(days=90)
PERCENT = 100
RESERVED = ("all", "long_tail", "unmapped")


def check_rules(engine: Engine, file: SeedFile) -> None:
    """Raise SeedError for the first row of a seed that breaks its rule."""
    rule = RULES.get(file.seed.name)
    if rule:
        names = list(engine.columns(file.relation))
        rows = engine.rows(f"select * from {engine.quote(file.relation)} order by line")
        for fault in rule(dict(zip(names, row, strict=True)) for row in rows):
            raise file.error(*fault)


def waiver_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find waivers without an end within 90 days, and P0 incidents waived at large."""
    for row in rows:
        if row["expires_on"] < row["created_on"]:
            yield row["line"], "the waiver ends before it begins.", "Set expires_on."
        if row["expires_on"] - row["created_on"] > LONGEST_WAIVER:
            yield (
                row["line"],
                f"the waiver runs for {(row['expires_on'] - row['created_on']).days}"
                " days; at most 90 are allowed.",
                f"Set expires_on to {row['created_on'] + LONGEST_WAIVER} or before.",
            )
        wild = [
            name
            for name in ("deployment_id", "archetype")
            if row[name] in (None, "all")
        ]
        if row["rule"] == "policy_p0" and wild:
            yield (
                row["line"],
                f"a waiver of policy_p0 must name its {wild[0]}.",
                "A P0 incident is accepted where it happened, never everywhere.",
            )


def archetype_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find archetypes with a reserved name, or a band that is none."""
    for row in rows:
        if row["archetype"] in RESERVED:
            yield (
                row["line"],
                f"archetype '{row['archetype']}' is a reserved name.",
                f"Choose another than {', '.join(RESERVED)}.",
            )
        if not 0 <= row["band_low"] <= row["band_high"] <= PERCENT:
            yield (
                row["line"],
                f"the band {row['band_low']} .. {row['band_high']} is no range of "
                "percent.",
                "Set 0 <= band_low <= band_high <= 100.",
            )


def intent_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find intents of all or of the long tail; unmapped is what no row says."""
    for row in rows:
        if row["archetype"] in ("all", "long_tail"):
            yield (
                row["line"],
                f"archetype '{row['archetype']}' is a reserved name.",
                "Name an archetype; rare ones are folded into the long tail by "
                "themselves.",
            )


def baseline_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find baseline windows without a day."""
    for row in rows:
        if row["window_end"] <= row["window_start"]:
            yield (
                row["line"],
                f"the window {row['window_start']} .. {row['window_end']} is empty.",
                "window_end is the day after the window's last.",
            )


def policy_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find clauses that cannot be read, or have two values at a time."""
    rows = list(rows)
    yield from clause_faults(rows)
    former: dict[tuple[str, str], list[SeedRow]] = {}
    for row in rows:
        start, end = row["valid_from"], row["valid_to"]
        if start and end and end < start:
            yield row["line"], "the clause ends before it begins.", "Set valid_to."
        key = (row["deployment_id"] or "", row["policy_key"])
        for other in former.setdefault(key, []):
            if overlaps(row, other):
                yield (
                    row["line"],
                    f"policy_key '{row['policy_key']}' holds at the same time as in "
                    f"line {other['line']}.",
                    "End the one with valid_to before the other begins.",
                )
        former[key].append(row)


def overlaps(one: SeedRow, other: SeedRow) -> bool:
    """Tell whether two periods share a day; an empty end is open."""
    return not any(
        earlier["valid_to"]
        and later["valid_from"]
        and earlier["valid_to"] < later["valid_from"]
        for earlier, later in ((one, other), (other, one))
    )


def rate_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find exchange rates of nothing or less."""
    for row in rows:
        if row["rate"] <= 0:
            yield row["line"], f"rate {row['rate']} is not above 0.", "Set the rate."


def threshold_faults(rows: Iterable[SeedRow]) -> Iterator[Fault]:
    """Find limits that no breach could ever pass, or that are the wrong way round."""
    for row in rows:
        limits = [row[name] for name in ("watch_at", "review_at", "rollback_at")]
        review_at, rollback_at = row["review_at"], row["rollback_at"]
        if all(limit is None for limit in limits):
            yield row["line"], f"rule '{row['rule']}' has no limit.", "Set review_at."
        if row["rule"].startswith("csat_slip_") or row["rule"] == "handoff_csat":
            if review_at is None or rollback_at is None:
                yield (
                    row["line"],
                    f"rule '{row['rule']}' lacks a limit.",
                    "Set review_at and rollback_at, in points: -2 and -4.",
                )
            elif not -PERCENT <= rollback_at <= review_at < 0:
                yield (
                    row["line"],
                    f"review_at {review_at} with rollback_at {rollback_at} is no slip.",
                    "A drop is negative, and rollback_at is not the weaker one.",
                )


RULES: Mapping[str, Callable[[Iterable[SeedRow]], Iterator[Fault]]] = {
    "archetypes": archetype_faults,
    "baselines": baseline_faults,
    "capabilities": pattern_faults,
    "exchange_rates": rate_faults,
    "intents": intent_faults,
    "policies": policy_faults,
    "policy_patterns": pattern_faults,
    "thresholds": threshold_faults,
    "waivers": waiver_faults,
}
