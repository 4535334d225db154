"""The views on a desk that was really built: nothing that people wrote reaches them."""

import base64
import gzip
import re

import duckdb
import pytest
from click.testing import CliRunner

from kpi_runner.cli import main


@pytest.mark.slow
def test_no_message_body_reaches_a_page(tmp_path):
    raw, target = tmp_path / "raw", tmp_path / "target"
    seeds = ["--seeds", raw / "seeds", "--target", target, "--now", "2026-07-06"]
    kpi("simulate", "--output", raw, "--tickets", 1500)
    kpi("build", "--quiet", "--raw", raw, *seeds)
    kpi("report", "--target", target)
    for cadence in ("weekly", "monthly", "quarterly"):
        kpi("review", cadence, "--target", target)
    bodies = [
        body
        for (body,) in duckdb.connect()
        .execute(
            "select distinct body from read_parquet(?) where length(body) > 30",
            [str(raw / "messages.parquet")],
        )
        .fetchall()
    ]

    pages = [target / "report.html", *(target / "reviews").iterdir()]
    shown = "".join(unpacked(page.read_text("utf-8")) for page in pages)

    assert len(bodies) > 100
    assert [body for body in bodies if body in shown] == []


def kpi(*arguments):
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output


def unpacked(page):
    """Return a page with what its script reads unpacked behind it."""
    found = re.search(r'id="payload">([^<]*)', page)
    if found is None:
        return page
    return page + gzip.decompress(base64.b64decode(found[1])).decode()
