"""What was planted, as ``truth.json`` tells it."""

import json
from dataclasses import asdict
from pathlib import Path

from kpi_runner.engines.engine import Engine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.scenarios import Scenario


def write_truth(
    engine: Engine, options: Options, scenarios: tuple[Scenario, ...], path: Path
) -> None:
    """Write what was asked for, what was planted, and the true rates by week."""
    told = {
        "options": asdict(options),
        "launch": options.launch,
        "data_end": options.end,
        "scenarios": [asdict(scenario) for scenario in scenarios],
        "quarantined": {
            f"{table}.{reason}": count
            for table, reason, count in engine.rows(
                "select table_name, reason, sum(rows)::bigint from dirty"
                " group by table_name, reason order by table_name, reason"
            )
        },
        "rates": records(engine, "truth"),
    }
    path.write_text(json.dumps(told, indent=1, default=str) + "\n")


def records(engine: Engine, table: str) -> list[dict[str, object]]:
    """Return the rows of a table as one mapping each, nulls left out."""
    names = list(engine.columns(table))
    return [
        {
            name: value
            for name, value in zip(names, row, strict=True)
            if value is not None
        }
        for row in engine.rows(f"select * from {engine.quote(table)}")
    ]
