"""Time the policy checks over many messages, against a scan of the same messages.

    python -m benchmarks.policy --speed --messages 5000000 --raw RAW

RAW is a folder as `kpi simulate` writes it; without one a desk is simulated. Only
messages from the bot's first day on are taken: before it there is nothing to check.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.costs import measured
from benchmarks.setting import Setting

# Every model that the checks alone need, by what it serves.
CHECKS: Mapping[str, tuple[str, ...]] = {
    "reading what the bot said": (
        "int_bot_texts",
        "int_sentences_said",
        "int_wordings_found",
        "int_bot_messages_found",
        "int_sentences_quoted",
    ),
    "1 stated quantity": (
        "int_patterns_scoped",
        "int_quantities_stated",
        "int_quantity_contexts",
        "int_topics_found",
        "int_quantities_named",
        "int_answers_stated",
        "int_questions_before",
        "int_topics_asked",
        "int_quantities_valued",
        "int_claims_stated",
        "int_clauses_normalised",
        "int_claims_compared",
        "policy_claims",
    ),
    "2 claimed action": (
        "int_action_clauses",
        "int_actions_worded",
        "int_actions_claimed",
        "int_action_calls",
        "int_capabilities_audited",
        "int_actions_audited",
        "action_claims",
    ),
    "3 claimed effect": ("int_effects_stated", "int_effects_mismatched"),
    "4 entitlement": (
        "int_refunds_converted",
        "int_entitlements_matched",
        "int_refunds_entitled",
        "int_promises_worded",
        "int_refunds_promised",
        "int_promises_unpaid",
        "int_refunds_mentioned",
        "refund_ledger",
    ),
    "5 grounding": ("int_claims_grounded",),
    "customers' complaints": ("int_complaints_made",),
    "all findings": ("int_findings_suspected",),
}
_CHECK_COUNT = 5
_TABLES = ("tickets", "refunds", "entitlements", "tool_calls", "citations")
_SCANS = 9
_SCAN = (
    "select count(*) filter (where regexp_matches(body, 'refund')) from stg_messages"
)


def speed(scratch: Path, messages: int, raw: Path | None) -> Iterator[str]:
    """Build the checks over so many messages and yield the lines of a table."""
    setting = Setting(
        scratch=scratch,
        tickets=messages // 3,
        large_tickets=0,
        peer_tickets=0,
        pairs=1,
        memory_limit="4GB",
    )
    raw = raw or setting.simulated(setting.tickets)
    part, target = setting.fresh("policy_raw"), setting.fresh("policy")
    cut(raw, part, messages)
    select = [
        "--select",
        "+int_findings_suspected",
        "--memory-limit",
        setting.memory_limit,
    ]
    command = setting.build_command(part, target, *select)
    peak = measured(command, setting.log("policy")).peak
    count, said, scan = scanned(target)
    seconds = timed(target)
    yield f"{count:,} messages, {said:,} of a bot; a scan takes {scan:.3f} s"
    for check, models in CHECKS.items():
        taken = sum(seconds[model] for model in models)
        yield f"{check:28} {taken:7.2f} s  {taken / scan:6.1f} scans"
    total = sum(seconds[model] for models in CHECKS.values() for model in models)
    each = total / scan / _CHECK_COUNT
    yield f"{'together':28} {total:7.2f} s  {each:6.1f} scans for each of five checks"
    yield f"peak memory of the whole build {peak / 2**30:.2f} GiB"


def cut(raw: Path, part: Path, messages: int) -> None:
    """Write the first messages since the bot's first, and the rows of their tickets."""
    import duckdb

    connection = duckdb.connect()
    source = f"'{raw}/messages.parquet'"
    connection.execute(
        f"copy (select * from {source} where sent_at >= (select min(sent_at)"
        f" from {source} where author = 'bot') limit {messages})"
        f" to '{part}/messages.parquet'"
    )
    connection.execute(
        f"create table kept as select distinct ticket_id from '{part}/messages.parquet'"
    )
    for table in _TABLES:
        connection.execute(
            f"copy (select rows.* from '{raw}/{table}.parquet' as rows"
            f" semi join kept using (ticket_id)) to '{part}/{table}.parquet'"
        )
    shutil.copytree(raw / "seeds", part / "seeds")


def scanned(target: Path) -> tuple[int, int, float]:
    """Return the messages, those of a bot, and the median seconds of one scan."""
    import duckdb

    connection = duckdb.connect(str(target / "work.duckdb"), read_only=True)
    taken = []
    for _ in range(_SCANS):
        started = perf_counter()
        connection.execute(_SCAN).fetchall()
        taken.append(perf_counter() - started)
    (counts,) = connection.execute(
        "select count(*), count(*) filter (where author = 'bot') from stg_messages"
    ).fetchall()
    return *counts, median(taken)


def timed(target: Path) -> dict[str, float]:
    """Return the seconds of every model that the build made."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    return {row["unique_id"].split(".")[-1]: row["execution_time"] for row in results}


def write(scratch: Path, messages: int, raw: Path | None) -> None:
    """Print the table."""
    for line in speed(scratch, messages, raw):
        sys.stdout.write(f"{line}\n")
