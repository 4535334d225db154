"""Measure the policy checks on labelled messages and keep the figures as a seed.

    python -m benchmarks.policy_evidence tests/policy/heldout.csv

The report shows them beside the incidents, from the mart `policy_accuracy`. Only rows
of the files named are replaced; name files that the patterns were not made on.
"""

import csv
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.policy import ROOT, build, read_cases, score_actions, score_claims

SEED = ROOT / "seeds" / "policy_evidence.csv"
Row = Mapping[str, object]


def measure(path: Path, day: str) -> list[Row]:
    """Return a row for each check of one file of labelled messages."""
    cases = read_cases(path)
    built = build(cases)
    found = {
        "stated_quantity": score_claims(cases, built),
        "claimed_action": score_actions(cases, built),
    }
    rows: list[Row] = []
    for check, outcomes in found.items():
        counts = Counter(outcome for _, outcome in outcomes)
        rows.append(
            {
                "check_name": check,
                "labelled_set": path.stem,
                "measured_on": day,
                "message_count": len(cases),
                "hit_count": counts["hit"],
                "false_count": counts["false"],
                "missed_count": counts["missed"],
            }
        )
    return rows


def keep(seed: Path, rows: Sequence[Row]) -> None:
    """Put rows in the place of those of the same check and set."""
    with seed.open(encoding="utf-8", newline="") as file:
        former = list(csv.DictReader(file))
    kept = {_key(row): row for row in (*former, *rows)}
    with seed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, former[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept.values())


def _key(row: Row) -> tuple[object, object]:
    return row["check_name"], row["labelled_set"]


if __name__ == "__main__":
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for named in map(Path, sys.argv[1:]):
        keep(SEED, measure(named, today))
