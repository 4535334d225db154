"""Precision and recall of the policy checks on labelled messages.

    python -m benchmarks.policy tests/policy/own.csv
    python -m benchmarks.policy --speed --messages 5000000

Each case becomes a ticket and is read by the project's own models. Where the public
conversations lie at ../shared/data, suspected messages are also held against those
that a person read and found wrong.
"""

import argparse
import csv
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import policy_speed
from benchmarks.intervals import wilson
from tests.support.warehouse import ROOT, Warehouse, ticket, warehouse

TAU_BENCH = ROOT.parent / "shared" / "data" / "tau_bench"
TAU_BENCH_SEEDS = Path(__file__).parent / "tau_bench_seeds"
YES = ("true", "yes", "1", "1.0")
# A month or a year may be counted in days of the calendar.
TOLERANCE = 0.02
# Amounts are shown with two decimals.
ROUNDING = 0.005


@dataclass(frozen=True, slots=True)
class Claim:
    """A topic and a quantity, as labelled or as found."""

    topic: str
    amount: float
    unit: str

    def says(self, other: "Claim") -> bool:
        """Tell whether both state the same: a fee of nothing is a fee denied."""
        if self.topic != other.topic:
            return False
        if self.amount == other.amount == 0:
            return True
        apart = abs(self.amount - other.amount)
        return self.unit == other.unit and apart <= max(
            TOLERANCE * self.amount, ROUNDING
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One message with all its labels."""

    key: str
    before: str
    message: str
    claims: tuple[Claim, ...]
    has_action: bool
    about: str


def read_cases(path: Path) -> list[Case]:
    """Read labelled rows; rows of the same message are labels of one case."""
    labels: dict[tuple[str, str], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said = (row["prior_customer_message"] or "", row["message"])
            labels.setdefault(said, []).append(row)
    return [
        Case(
            key=f"c{number:04}",
            before=before,
            message=message,
            claims=tuple(labelled(row) for row in rows if row["kind"] == "claim"),
            has_action=any(row["kind"] == "action" for row in rows),
            about="action" if "action" in rows[0]["kind"] else "claim",
        )
        for number, ((before, message), rows) in enumerate(labels.items())
    ]


def labelled(row: dict[str, str]) -> Claim:
    """Return the claim of a labelled row; the end of a range counts."""
    value = row["quantity_value"].strip().lower()
    if row["quantity_unit"] == "boolean":
        return Claim(row["topic"], float(value in YES), "boolean")
    return Claim(row["topic"], float(value.split("-")[-1]), row["quantity_unit"])


def build(cases: Iterable[Case]) -> Warehouse:
    """Build the checks over one ticket per case, and a tool call that nobody made."""
    cases = list(cases)
    messages = []
    for case in cases:
        said = [
            ("customer", case.before, "10:01:00"),
            ("bot", case.message, "10:02:00"),
        ]
        messages += [
            {
                "message_id": case.key if author == "bot" else f"{case.key}.customer",
                "ticket_id": case.key,
                "sent_at": f"2026-01-12 {time}",
                "author": author,
                "body": body,
            }
            for author, body, time in said
            if body
        ]
    call = {
        "call_id": "call",
        "ticket_id": "audited",
        "called_at": "2026-01-12 10:00:00",
        "tool": "none",
        "succeeded": True,
    }
    keys = [case.key for case in cases] + ["audited"]
    return warehouse(
        tickets=[ticket(key, bot_attempted=True) for key in keys],
        messages=messages,
        tool_calls=[call],
        upto=["policy_claims", "action_claims"],
    )


def score_claims(cases: Iterable[Case], built: Warehouse) -> Iterator[tuple[str, str]]:
    """Yield topic and outcome (hit, false, missed) of claims, found or labelled."""
    found: dict[str, list[Claim]] = {}
    for key, topic, amount, unit in built.rows(
        "select message_id, topic, amount, unit from policy_claims order by all"
    ):
        found.setdefault(key, []).append(Claim(topic, float(amount), unit))
    for case in cases:
        if case.about != "claim":
            continue
        left = list(case.claims)
        for claim in found.get(case.key, []):
            same = next((each for each in left if each.says(claim)), None)
            if same:
                left.remove(same)
            yield claim.topic, "hit" if same else "false"
            if not same:
                sys.stderr.write(f"false   {claim} {case.message!r}\n")
        for claim in left:
            sys.stderr.write(f"missed  {claim} {case.message!r}\n")
            yield claim.topic, "missed"


def score_actions(cases: Iterable[Case], built: Warehouse) -> Iterator[tuple[str, str]]:
    """Yield the outcome of every message in which an action was found or labelled."""
    acting = {key for (key,) in built.rows("select message_id from action_claims")}
    for case in cases:
        if case.about != "action" and not case.has_action:
            continue
        outcome = {
            (True, True): "hit",
            (False, True): "false",
            (True, False): "missed",
        }.get((case.has_action, case.key in acting))
        if outcome:
            yield "claimed action", outcome
        if outcome in ("false", "missed"):
            sys.stderr.write(f"{outcome:7} {case.message!r}\n")


def table(outcomes: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line per topic, and one for all, with precision and recall."""
    counts = Counter(outcomes)
    topics = sorted({topic for topic, _ in counts})
    for topic in [*topics, "all"] if len(topics) > 1 else topics:
        hit, false, missed = (
            sum(
                count
                for (name, outcome), count in counts.items()
                if outcome == wanted and topic in (name, "all")
            )
            for wanted in ("hit", "false", "missed")
        )
        yield (
            f"{topic:24} {hit:4} {false:6} {missed:6}   "
            f"{share(hit, hit + false)}   {share(hit, hit + missed)}"
        )


def share(part: int, whole: int) -> str:
    """Return a share with its Wilson interval, as text."""
    if not whole:
        return "   -               "
    low, high = wilson(part, whole)
    return f"{part / whole:.3f} ({low:.2f}..{high:.2f})"


def real_messages() -> Iterator[str]:
    """Yield what the checks suspect among real messages that a person read."""
    with tempfile.TemporaryDirectory() as folder:
        for seeds in (TAU_BENCH / "seeds", TAU_BENCH_SEEDS):
            shutil.copytree(seeds, folder, dirs_exist_ok=True)
        built = warehouse(
            raw=TAU_BENCH / "raw",
            overlay=Path(folder),
            upto=["int_findings_suspected"],
        )
    suspected: dict[str, set[str]] = {}
    for message, check in built.rows(
        "select message_id, check_name from int_findings_suspected order by all"
    ):
        suspected.setdefault(message, set()).add(check)
    with (TAU_BENCH / "labels" / "policy_quotes.csv").open(encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    wrong = {
        row["message_id"]
        for row in read
        if row["quote_label"] in ("wrong", "unsupported")
    }
    hits = {row["message_id"] for row in read} & suspected.keys()
    found = hits & wrong
    yield f"{len(read)} messages read, {len(wrong)} wrong or unsupported."
    yield f"suspected {len(hits)}, of which wrong {len(found)}"
    yield f"precision {share(len(found), len(hits))}"
    yield f"recall    {share(len(found), len(wrong))}"
    for row in read:
        if row["message_id"] in hits | wrong:
            checks = ", ".join(sorted(suspected.get(row["message_id"], ())))
            yield f"  {row['quote_label']:12} {checks or '-':32} {row['policy_id']}"


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy")
    add = parser.add_argument
    add("files", nargs="*", type=Path, help="labelled messages")
    add("--speed", action="store_true", help="time the checks instead")
    add("--messages", type=int, default=5_000_000, help="how many to time them on")
    add("--raw", type=Path, help="raw files for --speed, else they are simulated")
    add("--distinct", action="store_true", help="no sentence is said twice")
    add("--memory-limit", default="4GB", help="what the database may take")
    add("--scratch", type=Path, default=ROOT / "target" / "bench")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Print the tables of the files named, then the real messages; or the speed."""
    asked = read_arguments(arguments)
    if asked.speed:
        asked.scratch.mkdir(parents=True, exist_ok=True)
        policy_speed.write(asked, TAU_BENCH)
        return
    for path in asked.files:
        cases = read_cases(path)
        built = build(cases)
        head = f"{'':24} hits  false missed   precision           recall"
        lines = [
            f"{path}: {len(cases)} messages",
            head,
            *table(score_claims(cases, built)),
            *table(score_actions(cases, built)),
        ]
        sys.stdout.write("\n".join(lines) + "\n\n")
    if TAU_BENCH.exists() and TAU_BENCH_SEEDS.exists():
        sys.stdout.write("\n".join(real_messages()) + "\n")
    else:
        sys.stdout.write(f"Real messages are left out: nothing at {TAU_BENCH}.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
