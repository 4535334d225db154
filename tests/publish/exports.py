"""Marts written by hand, and a folder of exports as a careful reader finds it."""

import hashlib
import json
from contextlib import contextmanager
from datetime import datetime

import duckdb

from kpi_runner.build.progress import unwatched
from kpi_runner.publish.export import export
from kpi_runner.publish.publish import SCHEMA_VERSION
from kpi_runner.publish.published import published

# A value of every type that marts have, and its null.
TYPES = """
    select * from (values
        ('b', 1::bigint, 0.1::double, 1.50::decimal(18, 2), true,
            date '2026-03-02', timestamp '2026-03-02 10:00:00.000001'),
        ('a', null, null, null, null, null, null)
    ) as t(name, amount, rate, price, is_open, week, opened_at)
"""
FACTS = """
    select
        't' || i as ticket_id,
        date '2026-01-05' + cast(7 * (i % 9) as integer) as week,
        timestamp '2026-01-05 10:00:00' + to_days(cast(i % 63 as integer)) as opened_at
    from range({}) as t(i)
"""
RUN = "20260302T120000Z-00000001"
NEXT_RUN = "20260309T120000Z-00000002"


def marts(target, tables, run=RUN):
    """Publish tables by hand, each given as a query; return the target folder."""
    target.mkdir(exist_ok=True)
    draft = target / "draft.duckdb"
    with duckdb.connect(str(draft)) as database:
        for name, sql in {"publish_info": info(run), **tables}.items():
            quoted = name.replace('"', '""')
            database.execute(f'create table "{quoted}" as {sql}')
    draft.replace(target / "marts.duckdb")
    return target


def info(run):
    """Return the row that a published file says about itself."""
    return (
        f"select '{run}' as run_id, timestamp '2026-03-02 12:00:00' as as_of,"
        f" timestamp '2026-03-02 12:00:00' as published_at, 'shop' as project,"
        f" {SCHEMA_VERSION} as schema_version"
    )


def exported(target, folder, *, codec="zstd", keep=3, threads=None):
    """Export what is published, without the command line."""
    with published(target) as engine:
        if threads:
            engine.execute(f"set threads = {threads}")
        return export(engine, folder, unwatched, codec=codec, keep=keep)


def current(folder):
    """Follow current.json; check all that the manifest promises, and return it."""
    named = json.loads((folder / "current.json").read_text("utf-8"))
    path = folder / named["export"]
    assert (path / "_SUCCESS").is_file()
    manifest = json.loads((folder / named["manifest"]).read_text("utf-8"))
    for file in manifest["files"]:
        content = (path / file["path"]).read_bytes()
        assert len(content) == file["bytes"]
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
    return manifest


def bytes_in(export):
    """Return every file of an export by its path."""
    return {
        path.relative_to(export).as_posix(): path.read_bytes()
        for path in sorted(export.rglob("*"))
        if path.is_file()
    }


@contextmanager
def parquet(path):
    """Open a Parquet file with pyarrow."""
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        yield file


NOW = datetime(2026, 3, 2, 12)


def left_behind(out):
    """Return what lies in a folder besides the exports of the two runs."""
    usual = {"current.json", "export.lock", f"{RUN}-zstd", f"{NEXT_RUN}-zstd"}
    return {path.name for path in out.iterdir()} - usual
