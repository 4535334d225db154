"""Said then, says now: what an earlier run said of a week that has changed since."""

from pathlib import Path

from kpi_runner.engines.duckdb import literal
from kpi_runner.views.marts import Marts, Record

_SHOWN = 40


def said_then(marts: Marts, folder: Path, desk: Record) -> list[Record]:
    """Return verdicts and statuses that changed, the newest week first.

    Of several runs that said otherwise, the last one counts.
    """
    if not _is_kept(marts, folder):
        return []
    return marts.asked(
        "select entry, week, rule, archetype, segment, now.said as says_now,"
        " arg_max(past.said, past.published_at) as said_then,"
        " max(past.published_at) as said_at"
        f" from {_past(folder)} as past"
        " inner join ledger_entries as now using"
        " (entry, deployment_id, week, rule, slice, archetype, segment)"
        " cross join publish_info"
        " where past.run_id <> publish_info.run_id and entry in ('gate', 'verdict')"
        " and past.published_at <= publish_info.published_at"
        " and past.said is distinct from now.said and deployment_id = ?"
        " group by entry, week, rule, archetype, segment, now.said"
        f" order by week desc, entry, rule, archetype, segment limit {_SHOWN}",
        (desk["deployment_id"],),
    )


def intents_changed(marts: Marts, folder: Path) -> list[Record]:
    """Return a change, as in the mart `changes`, for each run that maps otherwise.

    Its week is that of the run's data, though tickets of all weeks have moved.
    """
    if not _is_kept(marts, folder):
        return []
    return marts.asked(
        "with mapped as (select past.published_at, week,"
        " list({'intent': rule, 'archetype': said} order by rule) as pairs"
        f" from {_past(folder)} as past cross join publish_info"
        " where entry = 'intent' and past.published_at <= publish_info.published_at"
        " group by past.run_id, past.published_at, week),"
        " followed as (select *, lag(pairs) over (order by published_at) as former"
        " from mapped)"
        " select week, 'all' as archetype, 'intents' as kind,"
        " 'mapped otherwise: ' || len(list_distinct(list_transform(list_concat("
        " list_filter(pairs, lambda pair: not list_contains(former, pair)),"
        " list_filter(former, lambda pair: not list_contains(pairs, pair))),"
        " lambda pair: pair.intent))) as what"
        " from followed where pairs <> former order by published_at"
    )


def _is_kept(marts: Marts, folder: Path) -> bool:
    return "ledger_entries" in marts.names and any(folder.glob("*.parquet"))


def _past(folder: Path) -> str:
    """Return all runs as SQL; older ones may lack a column."""
    files = literal(str(folder / "*.parquet"))
    return f"read_parquet({files}, union_by_name = true)"
