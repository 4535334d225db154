"""Rows of helpdesk tables in the shape of the connectors, landed and built for real."""

import csv
import tempfile
from pathlib import Path

from tests.support.warehouse import SEEDS, Warehouse, warehouse

IDENTITIES = [
    {
        "helpdesk": helpdesk,
        "kind": "channel",
        "value": "*",
        "bot_name": "",
        "deployment_id": "desk",
    }
    for helpdesk in ("zendesk", "intercom")
]


def identity(helpdesk, kind, value, bot_name="Robo", deployment_id="desk"):
    return {
        "helpdesk": helpdesk,
        "kind": kind,
        "value": value,
        "bot_name": bot_name,
        "deployment_id": deployment_id,
    }


def write(folder, tables):
    """Write each table, named ``zendesk.ticket``, as a CSV file of its rows."""
    for table, rows in tables.items():
        path = folder / f"{table.replace('.', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def built(
    tables, *, helpdesks, upto, identities=(), seeds=None, variables=None
) -> Warehouse:
    """Build models over helpdesk tables; unnamed identities belong to the desk."""
    with tempfile.TemporaryDirectory() as folder:
        return warehouse(
            raw=write(Path(folder), tables),
            seeds={
                **SEEDS,
                "bot_identities": [*IDENTITIES, *identities],
                **(seeds or {}),
            },
            variables={"helpdesks": helpdesks, **(variables or {})},
            upto=upto,
        )
