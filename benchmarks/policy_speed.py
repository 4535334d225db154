"""Time the policy checks over many messages, against a scan of the same messages.

    python -m benchmarks.policy --speed --messages 5000000 --raw RAW
    python -m benchmarks.policy --speed --messages 1000000 --distinct

RAW is a folder as `kpi simulate` writes it; without one a desk is simulated. Only
messages from the bot's first day on are taken: before it there is nothing to check.
A simulated bot repeats itself, which is cheap to check. With --distinct nobody says
the same sentence twice: each message is put together anew, see `reword`.
"""

import csv
import json
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.costs import measured
from benchmarks.policy_floor import SCAN, floor
from benchmarks.setting import ROOT, Setting

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
        "int_actions_found",
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
Span = tuple[datetime, datetime]
# Where a sentence ends, its sign left with it.
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORTEST = 10
_REWORD = """
    create macro drawn(key, count) as
        cast(md5_number_lower(key) % count as bigint);
    create macro syllable(key) as ['ba', 'cho', 'di', 'fen', 'gu', 'ha', 'jo', 'ki',
        'lu', 'mar', 'no', 'pe', 'ri', 'sho', 'ta', 'vey'][1 + drawn(key, 16)];
    create macro named(sentence, key) as
        rtrim(sentence, '.!?: ') || ', ' || syllable(key || 1) || syllable(key || 2)
        || syllable(key || 3) || syllable(key || 4)
        || case when sentence like '%?' then '?' else '.' end;
    create macro said(pool, key) as
        named(pool[1 + drawn(key, len(pool))], key);
    copy (
        with
        bot as (select list(sentence) as own from pools where pool = 'bot'),
        customer as (select list(sentence) as own from pools where pool = 'customer'),
        labelled as (select list(sentence) as own from pools where pool = 'labelled')
        select messages.* replace (
            case author
                when 'bot' then
                    said(bot.own, message_id || 'a') || ' '
                    || said(
                        case when drawn(message_id, 4) = 0
                            then labelled.own else bot.own end,
                        message_id || 'b'
                    ) || ' ' || said(bot.own, message_id || 'c')
                when 'customer' then
                    said(customer.own, message_id || 'a')
                    || case when drawn(message_id, 2) = 0 then ''
                        else ' ' || said(customer.own, message_id || 'b') end
                else body
            end as body
        )
        from '{part}/messages.parquet' as messages, bot, customer, labelled
    ) to '{part}/reworded.parquet'
"""


def speed(asked: Namespace, conversations: Path) -> Iterator[str]:
    """Build the checks over so many messages and yield the lines of a table."""
    setting = Setting(
        scratch=asked.scratch,
        tickets=asked.messages // 3,
        large_tickets=0,
        peer_tickets=0,
        pairs=1,
        memory_limit=asked.memory_limit,
    )
    raw = asked.raw or setting.simulated(setting.tickets)
    part, target = setting.fresh("policy_raw"), setting.fresh("policy")
    cut(raw, part, asked.messages)
    if asked.distinct:
        reword(part, conversations)
    select = [
        "--select",
        "+int_findings_suspected",
        "--memory-limit",
        setting.memory_limit,
    ]
    command = setting.build_command(part, target, *select)
    peak = measured(command, setting.log("policy")).peak
    count, said, scan = scanned(target)
    spans = timed(target)
    yield f"{count:,} messages, {said:,} of a bot; a scan takes {scan:.3f} s"
    for check, models in CHECKS.items():
        taken = covered(spans[model] for model in models)
        yield f"{check:28} {taken:7.2f} s  {taken / scan:6.1f} scans"
    total = covered(spans[model] for models in CHECKS.values() for model in models)
    each = total / scan / _CHECK_COUNT
    yield f"{'together':28} {total:7.2f} s  {each:6.1f} scans for each of five checks"
    yield f"peak memory of the whole build {peak / 2**30:.2f} GiB"
    yield "reading and writing alone, whatever is searched for:"
    yield from floor(target)


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


def reword(part: Path, conversations: Path) -> None:
    """Give every message of a bot and of a customer a text of its own.

    A bot says three sentences of the public conversations, every fourth time one of
    them from the labelled sets, which state and deny quantities and actions; a
    customer says one or two. Each ends with a made-up name, so that hardly one is
    said twice.
    """
    import duckdb

    connection = duckdb.connect()
    connection.execute("create table pools (pool varchar, sentence varchar)")
    rows = [*spoken(conversations), *labelled_sentences()]
    connection.executemany("insert into pools values (?, ?)", rows)
    connection.execute(_REWORD.format(part=part))
    (part / "reworded.parquet").replace(part / "messages.parquet")


def spoken(conversations: Path) -> Iterator[tuple[str, str]]:
    """Yield author and sentence of public conversations."""
    import duckdb

    messages = conversations / "raw" / "messages.parquet"
    query = f"select author, body from '{messages}' order by message_id"
    for author, body in duckdb.connect().execute(query).fetchall():
        yield from ((author, each) for each in sentences(body))


def labelled_sentences() -> Iterator[tuple[str, str]]:
    """Yield the sentences of the labelled sets, as those of their own pool."""
    for path in sorted((ROOT / "tests" / "policy").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from (("labelled", each) for each in sentences(row["message"]))


def sentences(text: str | None) -> list[str]:
    """Cut a text where a sentence ends; what is too short to be one is left out."""
    return [each for each in _END.split(text or "") if len(each) > _SHORTEST]


def scanned(target: Path) -> tuple[int, int, float]:
    """Return the messages, those of a bot, and the median seconds of one scan."""
    import duckdb

    connection = duckdb.connect(str(target / "work.duckdb"), read_only=True)
    taken = []
    for _ in range(_SCANS):
        started = perf_counter()
        connection.execute(SCAN).fetchall()
        taken.append(perf_counter() - started)
    (counts,) = connection.execute(
        "select count(*), count(*) filter (where author = 'bot') from stg_messages"
    ).fetchall()
    return *counts, median(taken)


def timed(target: Path) -> dict[str, Span]:
    """Return when every model that the build made began and ended."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    return {
        row["unique_id"].split(".")[-1]: (
            datetime.fromisoformat(row["timing"][0]["started_at"]),
            datetime.fromisoformat(row["timing"][0]["completed_at"]),
        )
        for row in results
    }


def covered(spans: Iterable[Span]) -> float:
    """Return the seconds in which any model was being built: some are at once."""
    taken, until = timedelta(), None
    for began, ended in sorted(spans):
        since = began if until is None else max(began, until)
        taken += max(ended - since, timedelta())
        until = ended if until is None else max(ended, until)
    return taken.total_seconds()


def write(asked: Namespace, conversations: Path) -> None:
    """Print the table."""
    for line in speed(asked, conversations):
        sys.stdout.write(f"{line}\n")
