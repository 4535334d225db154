import resource
import subprocess
import sys
from datetime import datetime

import duckdb
import pytest

from kpi_runner.errors import ContractError, KpiError, ProjectError
from kpi_runner.publish.published import published
from tests.support.shop import NOW, build, raw, rows, shop

INFO = "select run_id, as_of, landed_at, published_at, project from publish_info"


def mart(sql):
    """Return the file of one more mart."""
    return {"models/marts/extra.sql": f"-- One row.\n{sql}\n"}


def test_the_published_file_says_what_it_is(tmp_path):
    release, _ = build(shop(tmp_path))

    assert rows(tmp_path / "target/marts.duckdb", INFO) == [
        (release.run_id, None, None, NOW, "shop")
    ]


def test_as_of_and_landed_at_come_from_the_clock_models(tmp_path):
    clocks = {
        "models/int_watermark.sql": (
            "-- One row.\nselect timestamp '2026-03-01 10:00:00' as as_of\n"
        ),
        "models/int_clock.sql": (
            "-- One row.\nselect max(landed_at) as landed_at"
            " from {{ source('raw', 'inventory') }}\n"
        ),
    }
    shop(tmp_path, clocks)
    sources = tmp_path / "models/_sources.yml"
    sources.write_text(sources.read_text() + "      - name: inventory\n")
    build(tmp_path)
    build(tmp_path, now=datetime(2026, 4, 1), variables={"bonus": 1})

    (found,) = rows(tmp_path / "target/marts.duckdb", INFO)
    assert found[1:4] == (datetime(2026, 3, 1, 10), NOW, datetime(2026, 4, 1))


def test_the_same_build_elsewhere_publishes_the_same_rows_in_the_same_order(tmp_path):
    lines = "".join(f"t{n},{n * 7919 % 1000}\n" for n in range(5_000))
    raw(shop(tmp_path), lines)
    one, other = tmp_path / "one", tmp_path / "other"
    build(tmp_path, target=one, threads=1)
    build(tmp_path, target=other, threads=2)

    found = rows(one / "marts.duckdb")

    assert found == rows(other / "marts.duckdb") == sorted(found)
    assert rows(one / "marts.duckdb", INFO) == rows(other / "marts.duckdb", INFO)


def test_older_tools_can_read_it_and_no_log_lies_beside(tmp_path):
    build(shop(tmp_path))
    path = tmp_path / "target/marts.duckdb"

    assert rows(
        path,
        "select tags['storage_version'] from duckdb_databases()"
        " where database_name = 'marts'",
    ) == [("v1.0.0+",)]
    assert [each.name for each in path.parent.glob("marts*")] == ["marts.duckdb"]


def test_a_mart_that_is_a_view_is_published_as_its_rows(tmp_path):
    view = mart("{{ config(materialized='view') }} select 1 as one")
    build(shop(tmp_path, view))

    assert rows(tmp_path / "target/marts.duckdb", "from extra") == [(1,)]


def test_a_hugeint_is_refused_by_model_and_column(tmp_path):
    with pytest.raises(ProjectError) as caught:
        build(
            shop(tmp_path, mart("select sum(price) as total from {{ ref('orders') }}"))
        )

    assert str(caught.value) == (
        "models/marts/extra.sql: 'extra' has the column 'total' of type HUGEINT, "
        "which Parquet stores as DOUBLE.\nCast it: cast(total as bigint)."
    )
    assert not (tmp_path / "target/marts.duckdb").exists()


def test_two_rows_for_one_key_publish_nothing(tmp_path):
    build(shop(tmp_path))

    with pytest.raises(ContractError, match="2 rows for one key: ticket_id t1"):
        build(raw(tmp_path, "t1,5\nt1,6\n"))

    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]


def test_a_stale_draft_and_a_stale_log_are_cleared(tmp_path):
    build(shop(tmp_path))
    for name in ("marts.next.duckdb", "marts.next.duckdb.wal", "marts.duckdb.wal"):
        (tmp_path / "target" / name).write_bytes(b"x" * 5_000)

    build(raw(tmp_path, "t3,9\n"))

    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]
    assert len(list((tmp_path / "target").glob("marts*"))) == 1


def test_a_reader_keeps_what_it_opened_while_a_build_publishes(tmp_path):
    build(shop(tmp_path))
    with published(tmp_path / "target") as marts:
        build(raw(tmp_path, "t3,9\n"))

        assert marts.rows("from totals") == [("t1", 5), ("t2", 7)]
    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]


def test_a_full_disk_while_publishing_leaves_the_former_marts(tmp_path):
    marts, former = tmp_path / "target/marts.duckdb", tmp_path / "former.duckdb"
    build(shop(tmp_path))
    marts.rename(former)
    build(raw(tmp_path, "".join(f"t{n},{n * 7919 % 9973}\n" for n in range(50_000))))
    former.replace(marts)

    full = kpi_build(tmp_path, largest_file=200_000)

    assert full.returncode == 3
    assert "the marts cannot be written" in full.stderr
    assert rows(marts) == [("t1", 5), ("t2", 7)]
    assert [each.name for each in marts.parent.glob("marts*")] == ["marts.duckdb"]
    assert kpi_build(tmp_path, largest_file=resource.RLIM_INFINITY).returncode == 0
    assert len(rows(marts)) == 50_000


def kpi_build(root, *, largest_file):
    """Run the command in a process that may not write a file larger than this."""
    limit = (largest_file, resource.RLIM_INFINITY)
    return subprocess.run(
        [sys.executable, "-m", "kpi_runner", "build", "--raw", root / "raw"],
        cwd=root,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_marts_or_none_of_ours_is_said_with_what_to_do(tmp_path):
    with pytest.raises(KpiError, match="no published marts"), published(tmp_path):
        pass
    (tmp_path / "marts.duckdb").write_bytes(b"no database" * 1_000)
    with pytest.raises(KpiError, match="cannot be read"), published(tmp_path):
        pass


def test_what_is_published_cannot_be_written_by_a_reader(tmp_path):
    build(shop(tmp_path))

    with pytest.raises(duckdb.Error):
        duckdb.connect(str(tmp_path / "target/marts.duckdb"), read_only=True).execute(
            "create table x as select 1"
        )
