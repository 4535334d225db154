import json
import subprocess
import sys
from dataclasses import asdict

import pytest

from benchmarks.scale import Usage, measured_part, watched, written

# Stands for the extra, which need not be there for arithmetic.
pytest.importorskip("pyspark", reason="the page names the version of Spark")


def usage(engine, tickets, cpu):
    return Usage(
        engine=engine,
        tickets=tickets,
        raw_rows=10 * tickets,
        raw_bytes=100 * tickets,
        wall=cpu,
        cpu=cpu,
        peak=2**30,
        load=0.5,
        messages=5 * tickets,
        shuffled=200 * tickets,
        task_memory=2**20,
    )


def test_a_billion_messages_are_sized_from_what_was_measured(tmp_path):
    store = tmp_path / "measured.jsonl"
    runs = [
        usage(engine, tickets, cpu)
        for engine, tickets, cpu in (
            *(("duckdb", 1000, 10), ("duckdb", 11_000, 20)),
            *(("spark", 1000, 100), ("spark", 11_000, 136)),
        )
    ]
    store.write_text("".join(f"{json.dumps(asdict(run))}\n" for run in runs))

    part = measured_part(store, "python -m benchmarks.scale")

    # 36 seconds for 100,000 rows more; 2 billion rows.
    assert "spark: 11 times the rows took 1.4 times the CPU" in part
    assert "360.0 seconds of CPU for a million raw rows more" in part
    assert "2.0 billion raw rows" in part
    assert "200 hours of CPU" in part
    assert "25 cores for a build in eight hours" in part


def test_the_page_keeps_what_stands_around_the_figures(tmp_path):
    page = tmp_path / "scale.md"
    page.write_text("a\n<!-- measured -->\nold\n<!-- end of measured -->\nb\n")
    written(page, "new")
    assert page.read_text() == (
        "a\n<!-- measured -->\nnew\n<!-- end of measured -->\nb\n"
    )


def test_a_process_is_watched_with_all_below_it():
    spin = "from time import process_time\nwhile process_time() < 0.7: pass"
    both = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spin!r}])"
    cpu, peak = watched(subprocess.Popen([sys.executable, "-c", both]))
    assert cpu > 0.3
    assert peak > 10 * 2**20
