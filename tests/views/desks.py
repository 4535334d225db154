"""Published marts made up at any size: what views read, without a build.

Every column of every mart is there, typed as its yml says; figures come from a hash of
the row's key, so two files of the same size are the same.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import yaml

ROOT = Path(__file__).parents[2]
AS_OF = datetime(2026, 7, 5, 23, 51)
LAST_WEEK = date(2026, 6, 29)
RUN = "20260706T000000Z-0000abcd"
HOSTILE = (
    "<script>document.title='broken'</script>",
    '"><img src=x onerror="document.title=1">',
    "long " + "x" * 495,
    "\u0645\u0631\u062d\u0628\u0627 \u202eright to left",
    "\U0001f642 emoji \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "null",
    "{{ 7 * 7 }} {% raw %}",
    "</script><b>bold</b>",
    "|pipe| *star* `tick` [link](javascript:alert(1))",
)


@dataclass(frozen=True)
class Desk:
    """How large the desk is and what things are called."""

    deployments: tuple[str, ...] = ("web_chat", "wallet_app")
    regulated: tuple[str, ...] = ("wallet_app",)
    archetypes: tuple[str, ...] = ("order_status", "password_reset", "returns")
    segments: tuple[str, ...] = ("business", "consumer", "enterprise")
    channels: tuple[str, ...] = ("chat", "email", "voice", "web_form")
    weeks: int = 12
    text: str = "as of our own words"
    not_instrumented: tuple[str, ...] = ("model_csat",)
    ticket_url: str = "https://desk.example.com/tickets/7"
    run: int = 1
    said: str = "held"
    mapped: tuple[tuple[str, str], ...] = (("where is it", "order_status"),)


def large(deployments=("web_chat",)):
    """Return the largest desk that the report promises to stay small with."""
    return Desk(
        deployments=deployments,
        archetypes=tuple(f"archetype_number_{number:02}" for number in range(20)),
        weeks=52,
    )


def hostile():
    """Return a desk whose every name comes from somebody who means harm."""
    return Desk(
        deployments=HOSTILE[:2],
        regulated=HOSTILE[1:2],
        archetypes=HOSTILE,
        segments=HOSTILE[:6],
        channels=HOSTILE[3:],
        text=HOSTILE[0] + HOSTILE[1],
        ticket_url="javascript:document.title='broken'",
    )


def published(target, desk=Desk()):
    """Write the desk's marts to a target folder and return that folder."""
    target.mkdir(parents=True, exist_ok=True)
    path = target / "marts.duckdb"
    path.unlink(missing_ok=True)
    connection = duckdb.connect(str(path))
    try:
        _axes(connection, desk)
        for mart, columns in sorted(marts().items()):
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            connection.execute(f"create table {mart} ({listed})")
        for mart, select in _contents(desk).items():
            connection.execute(f"insert into {mart} by name {select}")
        for mart, grain in _GENERIC.items():
            _made_up(connection, mart, grain, desk)
        _whole_segments(connection)
        connection.execute(
            f"create table publish_info as select '{RUN}-{desk.run}' as run_id,"
            f" timestamp '{AS_OF}' as as_of, 'c' as code_hash, 's' as seeds_hash,"
            f" timestamp '{AS_OF}' + interval {desk.run} day as published_at"
        )
        for axis in ("deployments", "archetypes", "cuts", "weeks", "measures"):
            connection.execute(f"drop table axis_{axis}")
    finally:
        connection.close()
    return target


def rows(target, sql, parameters=()):
    """Return the rows of a query over the published file."""
    with duckdb.connect(str(target / "marts.duckdb"), read_only=True) as connection:
        return connection.execute(sql, parameters).fetchall()


@cache
def marts():
    """Return the columns of every mart and their types, as the yml files say."""
    found = {}
    for path in sorted((ROOT / "models" / "marts").glob("*.yml")):
        for model in yaml.safe_load(path.read_text("utf-8"))["models"]:
            found[model["name"]] = {
                column["name"]: column["data_type"] for column in model["columns"]
            }
    return found


def catalogue():
    """Return the rows of the seed kpis."""
    with (ROOT / "seeds" / "kpis.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _axes(connection, desk):
    def axis(name, columns, values):
        connection.execute(f"create table axis_{name} ({columns})")
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f"insert into axis_{name} values ({marks})", values)

    axis(
        "deployments",
        "deployment_id varchar, is_regulated boolean",
        [(name, name in desk.regulated) for name in desk.deployments],
    )
    axis("archetypes", "archetype varchar", [(name,) for name in desk.archetypes])
    axis(
        "cuts",
        "slice varchar, segment varchar, channel varchar",
        [("archetype", "all", "all")]
        + [("archetype_segment", name, "all") for name in desk.segments]
        + [("archetype_channel", "all", name) for name in desk.channels],
    )
    axis(
        "weeks",
        "week date, place bigint",
        [
            (LAST_WEEK - timedelta(weeks=place), desk.weeks - place)
            for place in range(desk.weeks)
        ],
    )
    axis(
        "measures",
        "measure varchar, kpi bigint, family varchar, name varchar, unit varchar,"
        " is_dead boolean",
        [
            (
                *(row["measure"], int(row["kpi"]), row["family"], row["name"]),
                *(row["unit"], row["measure"] in desk.not_instrumented),
            )
            for row in catalogue()
        ],
    )


_STATES = "['held', 'protected', 'watch', 'review', 'insufficient', 'rollback']"
_HAS_BASELINE = "kpi in (4, 5, 6, 8, 11, 12)"
_PANEL = f"""
    with keyed as (
        select *, cast(hash(deployment_id, week, slice, archetype, segment, channel,
            measure) % 10000 as bigint) as h
        from axis_deployments, axis_archetypes, axis_cuts, axis_weeks, axis_measures
    ),
    counted as (
        select *, case when slice = 'archetype' then 150 else 25 end + h % 20 as of,
            cast((0.5 + h / 20000.0) * of as bigint) as counts,
            100.0 * counts / of as share,
            100.0 * sum(counts) over four_weeks / sum(of) over four_weeks as pooled
        from keyed
        window four_weeks as (
            partition by deployment_id, slice, archetype, segment, channel, measure
            order by week rows between 3 preceding and current row
        )
    )
    select deployment_id, week, slice, archetype, segment, channel, measure,
        case when not is_dead then cast(counts as double) end as numerator,
        case when not is_dead and unit in ('%', 'points', 's') then cast(of as double)
            end as denominator,
        case when is_dead then null when unit = 'count' then h % 3 else share end
            as value,
        case when not is_dead and place > 3 and week < date '{LAST_WEEK}' then pooled
            end as rolling,
        case when not is_dead and {_HAS_BASELINE} then 81.25 end as baseline,
        case when not is_dead and place > 3 and {_HAS_BASELINE} then pooled - 81.25
            end as delta,
        case when not is_dead and place > 3 and kpi in (4, 5) then pooled - 84.25
            end as delta_low,
        case when not is_dead and place > 3 and kpi in (4, 5) then pooled - 78.25
            end as delta_high,
        case when kpi in (4, 5) then 4.5 end as min_detectable,
        case when measure = 'deflection_rate' then 40 end as target_low,
        case when measure = 'deflection_rate' then 60 end as target_high,
        cast(h % 4 as bigint) as rising_weeks,
        week < date '{LAST_WEEK}' - 7 as is_mature,
        case when is_dead then 'not_instrumented'
            when place <= 3 then 'baseline'
            when week >= date '{LAST_WEEK}' - 7 then 'pending'
            when measure in ('containment_rate', 'attempt_rate') then 'unjudged'
            else {_STATES}[1 + h % 6] end as status
    from counted
"""


def _contents(desk):
    name = desk.text.replace("'", "''")
    url = "'" + desk.ticket_url.replace("'", "''") + "'"
    verdicts = "['vetoed', 'unproven', 'held', 'protected', 'off_list']"
    return {
        "measure_catalogue": "select * exclude (is_dead), 'what is counted' as"
        " definition, 'tickets.x' as feed, 'up' as direction from axis_measures",
        "desk_deployments": "select deployment_id, deployment_id as name, is_regulated,"
        f" date '2026-01-05' as launched_on, '{name}' as owner,"
        f" '{name}' as owner_contact from axis_deployments",
        "panel_weekly": _PANEL,
        "deflection_weekly": f"""
            select * exclude (place), case when place > 3 then
                {verdicts}[1 + cast(hash(deployment_id, archetype, week) % 5 as int)]
                end as verdict,
                archetype || ': deflected 48.2 % with CSAT +0.4 against baseline' as
                headline, -1.25 as resolution_csat_delta
            from (select deployment_id, week, place, archetype
                from axis_deployments, axis_archetypes, axis_weeks)""",
        "action_items": f"""
            select deployment_id, date '{LAST_WEEK}' as week, rule, archetype,
                'all' as segment, status, 'tuning_review' as action,
                '{name}' as owner, '{name}' as assignee, '{name}' as evidence,
                date '2026-07-12' as follow_up_on, date '2026-05-04' as first_seen_week,
                false as is_answered
            from axis_deployments, axis_archetypes,
                (values ('csat_slip_resolution', 'rollback'), ('policy_p0', 'incident'),
                    ('deflection_band', 'watch')) as rules (rule, status)""",
        "breach_tickets": f"""
            select deployment_id, 'csat_slip_resolution' as rule, archetype,
                'all' as segment, 'ticket ' || rank as ticket_id, rank,
                'dissatisfied' as why, {url} as ticket_url
            from axis_deployments, axis_archetypes,
                (select unnest(range(1, 31)) as rank)""",
        "changes": f"""
            select deployment_id, date '{LAST_WEEK}' - 28 as week, 'all' as archetype,
                'bot_version' as kind, '{name}' as what from axis_deployments""",
        "policy_incidents": f"""
            select 'i' || deployment_id as incident_id, deployment_id,
                date '{LAST_WEEK}' as week, '{name}' as ticket_id, 1 as finding_class,
                'P0' as severity, 'stated_quantity' as check_name,
                '{name}' as policy_key, '{name}' as quoted, '{name}' as canonical,
                true as is_confirmed, {url} as ticket_url from axis_deployments""",
        "policy_accuracy": """
            select 'stated_quantity' as check_name, 'heldout' as labelled_set,
                date '2026-07-01' as measured_on, 164 as message_count,
                77 as hit_count, 83 as suspected_count, 92.77 as precision_rate,
                99 as labelled_count, 77.78 as recall_rate""",
        "ceilings": """
            select deployment_id, archetype, 1 as tier, 40 as band_low, 60 as band_high,
                50.2 as ceiling, 'confirmed' as verdict, 30 as proposed_band_low,
                50 as proposed_band_high from axis_deployments, axis_archetypes""",
        "ledger_entries": f"""
            select 'verdict' as entry, deployment_id, date '{LAST_WEEK}' as week,
                'all' as rule, 'archetype' as slice, archetype, 'all' as segment,
                '{desk.said}' as said, timestamp '{AS_OF}' as as_of
            from axis_deployments, axis_archetypes
            union all
            select 'intent', 'all', date '{LAST_WEEK}', intent, 'all', 'all', 'all',
                archetype, timestamp '{AS_OF}'
            from (values {", ".join(map(str, desk.mapped))}) as mapped
                (intent, archetype)""",
        "data_quality": "select 'tickets' as table_name, true as is_present,"
        " 10 as rows_read, 10 as rows_staged, 0 as rows_quarantined",
        "exclusions": f"select deployment_id, date '{LAST_WEEK}' as week,"
        " 'spam' as reason, 3 as ticket_count from axis_deployments",
    }


def _whole_segments(connection):
    """Give each segment over all archetypes the satisfaction of one of them."""
    for mart, cut in (("panel_weekly", "archetype_segment"), ("gate", "archetype")):
        connection.execute(
            f"insert into {mart} by name select * replace ('segment' as slice,"
            " 'all' as archetype, coalesce(nullif(segment, 'all'), 'consumer')"
            f" as segment) from {mart} where slice = '{cut}'"
            " and measure = 'resolution_csat'"
            " and archetype = (select min(archetype) from axis_archetypes)"
        )


# Marts that the packets read: made up from their types, one row a key.
_GENERIC = {
    "gate": "axis_deployments, axis_archetypes",
    "csat_weekly": "axis_deployments, axis_archetypes, axis_weeks,"
    " (values ('resolution'), ('delayed')) as latencies (latency)",
    "handoff_weekly": "axis_deployments, axis_archetypes, axis_weeks",
    "policy_weekly": "axis_deployments, axis_archetypes, axis_weeks",
    "panel_monthly": "axis_deployments, axis_archetypes, axis_measures",
    "panel_quarterly": "axis_deployments, axis_archetypes, axis_measures",
    "archetype_audit": "axis_deployments, axis_archetypes",
    "knowledge_base": "axis_deployments,"
    " (select archetype as document_id from axis_archetypes)",
    "version_compare": "axis_deployments,"
    " (select archetype as bot_version from axis_archetypes)",
    "confidence_tuning": "axis_deployments, axis_archetypes,"
    " (values (0.5), (0.6)) as thresholds (threshold)",
    "deflection_policy": "axis_deployments, axis_archetypes",
    "limits_in_force": "axis_measures, (values ('csat_slip')) as rules (rule)",
    "waivers_granted": "axis_deployments, axis_archetypes",
}
_MADE_UP = {
    "double": "12.25",
    "bigint": "7",
    "boolean": "true",
    "date": f"date '{LAST_WEEK}'",
    "decimal": "7.25",
    "timestamp": f"timestamp '{AS_OF}'",
}


def _made_up(connection, mart, grain, desk):
    """Insert one row a key; every other column has one value, whatever its type."""
    given = {
        name for name, *_ in connection.execute(f"describe from {grain}").fetchall()
    }
    text = desk.text.replace("'", "''")
    fixed = {"slice": "'archetype'", "segment": "'all'", "channel": "'all'"}
    fixed |= {"week": f"date '{LAST_WEEK}'", "measure": "'resolution_csat'"}
    fixed |= {"review_at": "-2", "rollback_at": "-4", "compare": "'delta'"}

    def value(name, kind):
        if name in given:
            return name
        if name.endswith("status") or name == "verdict":
            return "'insufficient'"
        return (
            fixed.get(name)
            or _MADE_UP.get(kind.split("(")[0])
            or f"cast('{text}' as {kind})"
        )

    made = [f"{value(name, kind)} as {name}" for name, kind in marts()[mart].items()]
    connection.execute(
        f"insert into {mart} by name select {', '.join(made)} from {grain}"
    )
