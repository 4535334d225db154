"""Published marts of a large desk, made up: what `kpi gate` reads, without a build.

    python -m benchmarks.gate_marts FOLDER

A year of weeks, 20 archetypes, 5 segments: every measure in every slice of
`panel_weekly`, every rule in every slice that it judges of `gate_by_mode`, and one CSAT
cell in twenty in breach with its tickets. Columns and types are those of the yml files.
"""

import sys
from pathlib import Path

import duckdb
import yaml

from kpi_runner.publish.publish import SCHEMA_VERSION

ROOT = Path(__file__).parents[1]
ARCHETYPES, SEGMENTS, WEEKS = 20, 5, 52
_TABLES = (
    *("gate_by_mode", "gate", "panel_weekly", "action_items", "breach_tickets"),
    *("deflection_policy", "data_quality", "desk_deployments", "waivers_granted"),
)
_AXES = f"""
create temp table archetypes as
select 'archetype_number_' || number as archetype
from range({ARCHETYPES}) as numbers (number);
create temp table segments as
select 'segment_' || number as segment from range({SEGMENTS}) as numbers (number);
create temp table weeks as
select date '2026-06-29' - 7 * cast(number as integer) as week
from range({WEEKS}) as numbers (number);
create temp table slices as
select 'archetype' as slice, archetype, 'all' as segment from archetypes
union all select 'archetype_segment', archetype, segment from archetypes, segments
union all select 'segment', 'all', segment from segments;
"""
_PANEL = """
insert into panel_weekly by name
select
    'web_chat' as deployment_id, week, slice, archetype, segment, 'all' as channel,
    measure, cast(hash(slices, measure, week) % 300 as double) as numerator,
    300.0 as denominator, numerator / 3 as value, 1 + numerator / 4 as rolling,
    4 as rolling_weeks, 81.25 as baseline, 2500 as baseline_n, rolling - 81.25 as delta,
    delta - 3.5 as delta_low, delta + 3.5 as delta_high, 4.6 as min_detectable,
    true as is_mature, 'held' as status
from slices, weeks, (select distinct measure from kpis)
"""
# The numbers of a cell are those of its status, since the suites read both.
_GATE = """
insert into gate_by_mode by name
with cells as (
    select
        *, rule like 'csat_slip_%' and hash(slices, rule) % 20 = 0 as is_broken,
        rule like 'csat_slip_%' or rule = 'handoff_csat' as is_csat
    from slices, (select distinct on (rule) rule, measure from thresholds)
    where slice = 'archetype' or is_csat or rule like 'repeat_contact_%'
)
select
    gate_mode, 'web_chat' as deployment_id, rule, slice, archetype, segment, measure,
    date '2026-06-29' as week, case when is_csat then 83.3 end as value,
    case when is_broken then 77.0 when is_csat then 82.0 end as rolling,
    82.0 as baseline, case when is_csat then rolling - 82 end as delta,
    -8.4 as delta_low, case when is_broken then -0.2 else 3.4 end as delta_high,
    4.6 as min_detectable,
    case when is_broken then 924 when is_csat then 984 end as s1, 1200 as n1,
    2050 as s0, 2500 as n0, 4 as weeks_present, -2 as review_at, -4 as rollback_at,
    case when is_broken then 'rollback' else 'held' end as status,
    status as status_literal, status as status_evidence,
    case when is_broken then 'confirmed' end as evidence,
    false as is_shared_by_holdout, false as is_clearing, true as fails_ci,
    case when is_broken then 'remove_archetype' end as action,
    'Support AI lead' as owner, 'support-ai-lead@example.com' as owner_contact,
    false as is_answered, false as is_waived, date '2026-06-22' as first_seen_week,
    date '2026-07-06' as due_on
from cells, (select unnest(['evidence', 'literal']) as gate_mode)
"""
_OTHERS = f"""
insert into gate by name select * from gate_by_mode where gate_mode = 'evidence';
insert into action_items by name
select * exclude (due_on), due_on as follow_up_on
from (select deployment_id, week, rule, archetype, segment, status, action, owner,
    due_on from gate where status = 'rollback');
insert into breach_tickets by name
select deployment_id, rule, archetype, segment, 'T-' || rank as ticket_id, rank
from gate, (select unnest(range(1, 101)) as rank) where status = 'rollback';
insert into deflection_policy by name
select 'web_chat' as deployment_id, archetype, true as in_deflection_list
from archetypes;
insert into data_quality by name
select 'tickets' as table_name, 7 as rows_read, 7 as rows_staged,
    0 as rows_quarantined;
insert into desk_deployments by name select 'web_chat' as deployment_id;
create table publish_info as
select 'run-1' as run_id, timestamp '2026-07-05 23:51:00' as as_of,
    timestamp '2026-07-05 23:51:00' as published_at,
    cast({SCHEMA_VERSION} as integer) as schema_version;
"""


def write_marts(target: Path) -> int:
    """Write target/marts.duckdb; return how many cells the gate has."""
    target.mkdir(parents=True, exist_ok=True)
    path = target / "marts.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for table in _TABLES:
            connection.execute(f"create table {table} ({_columns(table)})")
        for seed in ("kpis", "thresholds"):
            read = f"read_csv('{ROOT / 'seeds' / seed}.csv')"
            connection.execute(f"create temp table {seed} as from {read}")
        for script in (_AXES, _PANEL, _GATE, _OTHERS):
            connection.execute(script)
        counted = connection.execute("select count(*) from gate").fetchall()
    return int(counted[0][0])


def _columns(mart: str) -> str:
    path = ROOT / "models" / "marts" / f"{mart}.yml"
    (model,) = yaml.safe_load(path.read_text("utf-8"))["models"]
    named = ((each["name"], each["data_type"]) for each in model["columns"])
    return ", ".join(f'"{name}" {kind}' for name, kind in named)


if __name__ == "__main__":
    sys.stdout.write(f"{write_marts(Path(sys.argv[1]))} cells\n")
