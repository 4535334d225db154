"""Said then, says now: what an earlier run said of a week that has changed since."""

from pathlib import Path

from kpi_runner.engines.duckdb import literal
from kpi_runner.views.marts import Marts, Record

_SHOWN = 40


def said_then(marts: Marts, folder: Path, desk: Record) -> list[Record]:
    """Return verdicts and statuses that changed, the newest week first.

    Of several runs that said otherwise, the last one counts.
    """
    if "ledger_entries" not in marts.names or not any(folder.glob("*.parquet")):
        return []
    return marts.asked(
        "select entry, week, rule, archetype, segment, now.said as says_now,"
        " arg_max(past.said, past.published_at) as said_then,"
        " max(past.published_at) as said_at"
        f" from read_parquet({literal(str(folder / '*.parquet'))}) as past"
        " inner join ledger_entries as now using"
        " (entry, deployment_id, week, rule, slice, archetype, segment)"
        " cross join publish_info"
        " where past.run_id <> publish_info.run_id and entry <> 'headline'"
        " and past.published_at <= publish_info.published_at"
        " and past.said is distinct from now.said and deployment_id = ?"
        " group by entry, week, rule, archetype, segment, now.said"
        f" order by week desc, entry, rule, archetype, segment limit {_SHOWN}",
        (desk["deployment_id"],),
    )
