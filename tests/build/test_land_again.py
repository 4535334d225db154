from datetime import datetime, timedelta

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import ContractError
from tests.support.landing import NOW, Landed, write, write_parquet

LATER = NOW + timedelta(days=1)
ONE = "note_id,body\n1,one\n"
TWO = "note_id,body\n1,one\n2,two\n"


def test_landed_at_stays_while_the_files_stay(tmp_path):
    write(tmp_path, {"notes.csv": ONE})
    database = Landed()
    database.land(tmp_path, now=NOW)
    again = database.land(tmp_path, now=LATER).tables["raw.notes"]
    assert (again.landed_at, again.is_changed) == (NOW, False)
    assert database.inventory("landed_at") == (NOW,)


def test_a_changed_file_is_landed_anew_and_its_table_alone(tmp_path):
    write(tmp_path, {"notes.csv": ONE, "marks.csv": "mark_id\n1\n"})
    database = Landed()
    first = database.land(tmp_path, now=NOW)
    write(tmp_path, {"notes.csv": TWO})
    second = database.land(tmp_path, now=LATER)
    assert database.bodies() == [("1", "one"), ("2", "two")]
    assert database.inventory("landed_at", "marks") == (NOW,)
    assert database.inventory("landed_at", "notes") == (LATER,)
    changed = [name for name, table in second.tables.items() if table.is_changed]
    assert changed == ["raw.notes"]
    fingerprints = [each.tables["raw.notes"].fingerprint for each in (first, second)]
    assert fingerprints[0] != fingerprints[1]


def test_a_file_replaced_by_one_of_equal_size_is_seen(tmp_path):
    write(tmp_path, {"notes.csv": ONE})
    database = Landed()
    database.land(tmp_path)
    write(tmp_path, {"next.csv": ONE.replace("one", "two")})
    (tmp_path / "next.csv").replace(tmp_path / "notes.csv")
    database.land(tmp_path)
    assert database.bodies() == [("1", "two")]


def test_a_file_that_is_gone_takes_its_rows_and_its_malformed_lines_along(tmp_path):
    write(tmp_path, {"notes/a.csv": ONE, "notes/b.csv": "note_id,body\n2,two,2\n"})
    database = Landed()
    database.land(tmp_path)
    (tmp_path / "notes" / "b.csv").unlink()
    database.land(tmp_path, now=LATER)
    assert database.bodies() == [("1", "one")]
    assert database.malformed() == []
    assert database.inventory("file_count, row_count, landed_at") == (1, 1, LATER)


def test_a_table_that_turns_into_parquet_leaves_no_copy_behind(tmp_path):
    write(tmp_path, {"notes.csv": ONE})
    database = Landed()
    database.land(tmp_path)
    (tmp_path / "notes.csv").unlink()
    write_parquet(tmp_path / "notes.parquet", "select '9' as note_id")
    database.land(tmp_path)
    kept = "select table_name from duckdb_tables() where table_name like '%notes%'"
    assert database.rows(kept) == []
    assert database.rows("select note_id from raw.notes") == [("9",)]


def test_a_moment_with_an_offset_is_stored_in_utc(tmp_path):
    write(tmp_path, {"notes.csv": ONE})
    database = Landed()
    database.land(tmp_path, now=datetime.fromisoformat("2026-07-06T12:00:00+02:00"))
    assert database.inventory("landed_at") == (datetime(2026, 7, 6, 10),)


def test_the_database_remembers_between_two_programs(tmp_path):
    write(tmp_path, {"raw/notes.csv": ONE})
    first = Landed(tmp_path / "work.duckdb")
    first.land(tmp_path / "raw", now=NOW)
    first.engine.close()
    second = Landed(tmp_path / "work.duckdb")
    table = second.land(tmp_path / "raw", now=LATER).tables["raw.notes"]
    assert (table.landed_at, table.is_changed) == (NOW, False)
    assert second.bodies() == [("1", "one")]


def test_another_program_reads_the_landed_tables_under_any_name(tmp_path):
    write(tmp_path, {"raw/notes.csv": ONE})
    write_parquet(tmp_path / "raw" / "marks.parquet", "select '1' as mark_id")
    database = Landed(tmp_path / "work.duckdb")
    database.land(tmp_path / "raw")
    database.engine.close()
    reader = DuckDBEngine()
    reader.execute(f"attach '{tmp_path}/work.duckdb' as desk (read_only)")
    assert reader.rows("select body from desk.raw.notes") == [("one",)]
    assert reader.rows("select mark_id, raw_file from desk.raw.marks") == [
        ("1", "marks.parquet")
    ]


def test_a_broken_landing_does_not_pass_for_the_former_one(tmp_path):
    write(tmp_path, {"notes/a.csv": ONE})
    database = Landed()
    database.land(tmp_path)
    write(tmp_path, {"notes/b.jsonl.gz": "no gzip"})
    with pytest.raises(ContractError, match=r"notes/b\.jsonl\.gz"):
        database.land(tmp_path)
    (tmp_path / "notes" / "b.jsonl.gz").unlink()
    database.land(tmp_path)
    assert database.bodies() == [("1", "one")]
