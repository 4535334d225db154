"""A small project with real files, to build, break and publish.

Two tickets come in; `orders` (a table) reads the raw table, `totals` (a mart) sums
them, `check_prices` finds negative prices.
"""

from datetime import datetime
from pathlib import Path

from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.publish.release import release
from tests.support.projects import write_project

PROJECT = """
name: shop
vars:
  raw_paths: []
  as_of: null
  bonus: 0
models:
  shop:
    +materialized: table
"""
SOURCES = """
version: 2
sources:
  - name: raw
    schema: raw
    tables:
      - name: tickets
        columns:
          - {name: ticket_id, data_type: varchar, meta: {required: true}}
          - {name: price, data_type: bigint}
"""
FILES = {
    "models/_sources.yml": SOURCES,
    "models/orders.sql": (
        "-- One row per ticket.\n"
        "select\n"
        "    ticket_id,\n"
        "    cast(price as bigint) + {{ var('bonus') }} as price\n"
        "from {{ source('raw', 'tickets') }}\n"
    ),
    "models/marts/totals.sql": (
        "-- One row per ticket, dearest first.\n"
        "select ticket_id, price from {{ ref('orders') }} order by price desc\n"
    ),
    "models/marts/totals.yml": (
        "version: 2\nmodels:\n  - name: totals\n    description: One row per ticket.\n"
        "    config: {meta: {grain: [ticket_id]}}\n"
        "    columns: [{name: ticket_id, data_type: varchar, description: Key.}]\n"
    ),
    "models/checks/check_prices.sql": (
        "-- One row per ticket with a negative price.\n"
        "select ticket_id as subject, 'the price is negative' as message\n"
        "from {{ ref('orders') }} where price < 0\n"
    ),
}
NOW = datetime(2026, 3, 2, 12)


def shop(root, files=()):
    """Write the project and its raw data; return its root."""
    write_project(root, {**FILES, **dict(files)}, project=PROJECT)
    return raw(root, "t1,5\nt2,7\n")


def raw(root, lines):
    """Write the raw tickets, newly each time; return the root."""
    folder = root / "raw"
    folder.mkdir(exist_ok=True)
    draft = folder / "next"
    draft.write_text(f"ticket_id,price\n{lines}", encoding="utf-8")
    draft.replace(folder / "tickets.csv")
    return root


def request(root, **options):
    """Return what `kpi build --raw raw` asks for."""
    usual = {"target": root / "target", "now": NOW, "raw": (root / "raw",)}
    return Request(root=root, **{**usual, **options})


def build(root, **options):
    """Build and publish; return the release and everything that was told."""
    told = []
    return release(request(root, **options), told.append), told


def built_models(told):
    """Return the models that were built, by name."""
    return sorted(
        step.name
        for step in told
        if not isinstance(step, str) and step.status == "done"
    )


def rows(path: Path, sql="from totals"):
    """Return rows of a published file, as any reader gets them."""
    engine = DuckDBEngine()
    engine.execute(f"attach '{path}' as marts (read_only)")
    engine.execute("use marts")
    found = engine.rows(sql)
    engine.close()
    return found
