"""Seeds as a person reads them: an overlay's file replaces the shipped one."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "seeds"
NAMES = (
    "deployments",
    "launches",
    "baselines",
    "baseline_values",
    "archetypes",
    "intents",
    "kpis",
    "thresholds",
    "restate_phrases",
    "exchange_rates",
)
DATES = (
    "launched_on",
    "window_start",
    "window_end",
    "valid_from",
)
NUMBERS = (
    "band_low",
    "band_high",
    "watch_at",
    "review_at",
    "rollback_at",
    "rate",
    "numerator",
    "denominator",
    "maturity_days",
    "tier",
)


def read_seeds(overlay: Path) -> dict[str, object]:
    """Return all seeds; deployments and exchange_rates by their key, others as rows."""
    rows = {name: _read(_file(overlay, name)) for name in NAMES}
    deployments = {row["deployment_id"]: row for row in rows["deployments"]}
    known = {
        name: [r for r in table if r.get("deployment_id") in {None, *deployments}]
        for name, table in rows.items()
    }
    rates = {row["currency"]: row["rate"] for row in rows["exchange_rates"]}
    return {**known, "deployments": deployments, "exchange_rates": rates}


def _file(overlay: Path, name: str) -> Path:
    path = overlay / f"{name}.csv"
    return path if path.exists() else SHIPPED / f"{name}.csv"


def _read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_typed(row) for row in csv.DictReader(file)]


def _typed(row: Mapping[str, str]) -> dict:
    return {name: _value(name, text) for name, text in row.items()}


def _value(name: str, text: str) -> object:
    if not text:
        return None
    if name in DATES:
        return date.fromisoformat(text)
    return Decimal(text) if name in NUMBERS else text
