"""A published file written by hand: rows in, a target folder for the gate out."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb
import yaml

from kpi_runner.publish.publish import SCHEMA_VERSION

ROOT = Path(__file__).parents[2]
WEEK = date(2026, 6, 22)
AS_OF = datetime(2026, 7, 5, 23, 51)
PUBLISHED = (
    *("gate_by_mode", "gate", "panel_weekly", "action_items", "breach_tickets"),
    *("deflection_policy", "data_quality", "desk_deployments", "waivers_granted"),
)
HELD = {
    "deployment_id": "web_chat",
    "rule": "csat_slip_resolution",
    "slice": "archetype",
    "archetype": "returns",
    "segment": "all",
    "measure": "resolution_csat",
    "week": WEEK,
    "numerator": 250,
    "denominator": 300,
    "value": 83.3,
    "rolling": 82.0,
    "baseline": 82.0,
    "delta": 0.0,
    "delta_low": -3.5,
    "delta_high": 3.4,
    "min_detectable": 4.6,
    "s1": 984,
    "n1": 1200,
    "s0": 2050,
    "n0": 2500,
    "weeks_present": 4,
    "review_at": -2,
    "rollback_at": -4,
    "status_literal": "held",
    "status_evidence": "held",
    "is_shared_by_holdout": False,
    "is_clearing": False,
    "fails_ci": True,
    "owner": "Support AI lead",
    "owner_contact": "support-ai-lead@example.com",
    "is_answered": False,
    "is_waived": False,
}


def cell(status="held", literal=None, **changes):
    """Return a cell of the gate, one that is in breach with what it then needs."""
    breach = {}
    if status not in ("held", "protected", "insufficient", "pending"):
        breach = {
            "action": "tighten_confidence_threshold",
            "evidence": "unconfirmed" if status == "watch" else "confirmed",
            "first_seen_week": WEEK,
        }
    states = {"status_evidence": status, "status_literal": literal or status}
    return {**HELD, **breach, **states, **changes}


def slip(points=5, status="rollback", **changes):
    """Return a CSAT cell that dropped so many points, confirmed."""
    numbers = {
        "s1": 984 - 12 * points,
        "rolling": 82.0 - points,
        "delta": -points,
        "delta_low": -points - 3.4,
        "delta_high": -points + 3.4 if status == "watch" else -0.2,
    }
    return cell(status, **{**numbers, **changes})


def publish(target, cells=(), *, mode="evidence", panel=None, **tables):
    """Write target/marts.duckdb with these cells; return the target.

    The panel has one judged row for each cell unless rows are given.
    """
    target.mkdir(parents=True, exist_ok=True)
    path = target / "marts.duckdb"
    path.unlink(missing_ok=True)
    rows = [row for each in cells for row in by_mode(each)]
    panel = [panel_row(each) for each in cells] if panel is None else panel
    deployments = {each["deployment_id"] for each in cells} or {"web_chat"}
    policy = [
        {"deployment_id": each, "archetype": "returns", "in_deflection_list": True}
        for each in sorted(deployments)
    ]
    quality = [
        {
            "table_name": "tickets",
            "rows_read": 7,
            "rows_staged": 7,
            "rows_quarantined": 0,
        }
    ]
    content = {
        "gate_by_mode": rows,
        "gate": [row for row in rows if row["gate_mode"] == mode],
        "panel_weekly": list({tuple(row.items()): row for row in panel}.values()),
        "deflection_policy": policy,
        "data_quality": quality,
        "desk_deployments": [{"deployment_id": each} for each in sorted(deployments)],
        **tables,
    }
    with duckdb.connect(str(path)) as connection:
        for name in PUBLISHED:
            columns = types(name)
            listed = ", ".join(f'"{key}" {kind}' for key, kind in columns.items())
            connection.execute(f"create table {name} ({listed})")
            if rows := list(content.get(name, ())):
                marks = f"({', '.join('?' for _ in columns)})"
                connection.execute(
                    f"insert into {name} values {', '.join(marks for _ in rows)}",
                    [row.get(key) for row in rows for key in columns],
                )
        connection.execute(
            "create table publish_info as select 'run-1' as run_id,"
            " cast(? as timestamp) as as_of, cast(? as timestamp) as landed_at,"
            " cast(? as timestamp) as published_at, 'duckdb' as engine,"
            " 'kpi_panel' as project, cast(? as integer) as schema_version",
            [AS_OF, AS_OF, AS_OF, SCHEMA_VERSION],
        )
    return target


def by_mode(row):
    """Return a cell as it is judged in each mode; segments by the evidence alone."""
    for mode in ("evidence", "literal"):
        is_literal = mode == "literal" and row["slice"] == "archetype"
        status = row["status_literal" if is_literal else "status_evidence"]
        yield {"status": status, **row, "gate_mode": mode}


def panel_row(row):
    """Return the panel's row of a cell."""
    names = ("deployment_id", "week", "slice", "archetype", "segment", "measure")
    return {
        **{name: row[name] for name in names},
        "channel": "all",
        "status": row["status_evidence"],
    }


@cache
def types(mart):
    """Return the columns of a mart and their types, as its yml declares them."""
    path = ROOT / "models" / "marts" / f"{mart}.yml"
    (model,) = yaml.safe_load(path.read_text("utf-8"))["models"]
    return {column["name"]: column["data_type"] for column in model["columns"]}
