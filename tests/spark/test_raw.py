"""Raw data reaches Spark as landing defines it, plain Parquet without a copy."""

import pytest

from tests.support.landing import write_parquet
from tests.support.shop import build, raw, rows, shop

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("spark")]

PLACES = {
    "models/marts/places.sql": (
        "-- One row per ticket: where it was read.\n"
        "select ticket_id, price, raw_file, raw_row from"
        " {{ source('raw', 'tickets') }}\n"
    )
}
COPIED = "spark/tables/raw__tickets"


def built_places(root):
    """Return the rows by DuckDB and by Spark, and whether Spark had to get a copy."""
    build(root, target=root / "duckdb")
    build(root, target=root / "spark_target", engine="spark", spark_master="local[2]")
    expected = rows(root / "duckdb/marts.duckdb", "from places order by all")
    found = rows(root / "spark_target/marts.duckdb", "from places order by all")
    return expected, found, (root / "spark_target" / COPIED).exists()


def parquet_shop(root, **files):
    """Write the project with Parquet files in the place of its CSV."""
    shop(root, PLACES)
    (root / "raw" / "tickets.csv").unlink()
    for name, sql in files.items():
        write_parquet(root / "raw" / "tickets" / f"{name}.parquet", sql)
    return root


def test_parquet_is_read_where_it_lies_whatever_its_name(tmp_path):
    root = parquet_shop(
        tmp_path,
        **{
            "a b+c%20#d": "select 't' || i as ticket_id, i as price from range(3) x(i)",
            "gr\u00fcn {1,2}[3]": "select '' as ticket_id, 4 as price",
            "other columns": "select 5::tinyint as price, 'x' as ticket_id, 1 as more",
        },
    )
    expected, found, is_copied = built_places(root)
    assert found == expected
    assert {row[2] for row in found} >= {"tickets/a b+c%20#d.parquet"}
    assert (None, 4, "tickets/gr\u00fcn {1,2}[3].parquet", 1) in found
    assert not is_copied


def test_types_that_spark_reads_otherwise_are_landed_by_duckdb(tmp_path):
    root = parquet_shop(tmp_path, odd="select 'a' as ticket_id, 7::utinyint as price")
    expected, found, is_copied = built_places(root)
    assert found == expected
    assert is_copied


def test_text_is_landed_by_duckdb_with_its_lines(tmp_path):
    root = raw(shop(tmp_path, PLACES), 't1,5\n\nt2,"7"\n')
    expected, found, is_copied = built_places(root)
    assert found == expected
    assert is_copied
