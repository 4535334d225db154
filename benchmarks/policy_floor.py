"""What any way of checking costs that reads the same texts and writes the same rows.

Each statement runs alone over the tables that a build of the checks left, on one
thread; the least of several runs counts.
"""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

_RUNS = 7
SCAN = "select count(*) filter (where regexp_matches(body, 'refund')) from stg_messages"
# What is known beforehand, and not timed.
_KNOWN = """
    create temp table texts_found as
    select distinct body from stg_messages
    where message_id in (select message_id from int_bot_messages_found)
"""
_PHRASES = "select string_agg(regexp_escape(lower(phrase)), '|') from complaint_phrases"
_DISTINCT = "select body from stg_messages where author = '{author}' group by body"
_WRITTEN = "create or replace temp table written as from {mart} order by all"
FLOOR = {
    "distinct texts of the bot, and without their numbers": (
        "select count(distinct regexp_replace(lower(body), '[0-9]+', '0', 'g'))"
        f" from ({_DISTINCT.format(author='bot')})"
    ),
    "distinct texts of customers, searched once": (
        "select count_if(regexp_matches(lower(body), '{phrases}'))"
        f" from ({_DISTINCT.format(author='customer')})"
    ),
    "messages with a text in which something is found": (
        "select max(message_id), max(ticket_id), max(sent_at) from stg_messages"
        " where body in (from texts_found)"
    ),
    "messages of refunded tickets": (
        "select max(length(body)), max(sent_at) from stg_messages"
        " where ticket_id in (select ticket_id from stg_refunds)"
    ),
    "rows of policy_claims, written": _WRITTEN.format(mart="policy_claims"),
    "rows of action_claims, written": _WRITTEN.format(mart="action_claims"),
    "rows of refund_ledger, written": _WRITTEN.format(mart="refund_ledger"),
}


def floor(target: Path) -> Iterator[str]:
    """Yield the lines of a table: what each costs, in scans of the same messages."""
    import duckdb

    connection = duckdb.connect(str(target / "work.duckdb"), read_only=True)
    connection.execute("set threads = 1")
    connection.execute(_KNOWN)
    ((phrases,),) = connection.execute(_PHRASES).fetchall()
    pattern = phrases.replace("'", "''")

    def least(sql: str) -> float:
        taken = []
        for _ in range(_RUNS):
            began = process_time()
            connection.execute(sql).fetchall()
            taken.append(process_time() - began)
        return min(taken)

    scan, together = least(SCAN), 0.0
    yield f"on one thread, a scan takes {scan:.3f} s of CPU"
    for what, sql in FLOOR.items():
        scans = least(sql.replace("{phrases}", pattern)) / scan
        together += scans
        yield f"{what:52} {scans:6.1f} scans"
    yield f"{'together':52} {together:6.1f} scans"
