import os
from pathlib import Path

import pytest

from kpi_runner.build.readable import require_readable
from kpi_runner.build.request import raw_path
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import ContractError, KpiError
from tests.support.landing import Landed, as_csv, contract, landed, write, write_parquet

ONE = "note_id,body\n1,one\n"
TWO = "note_id,body\n2,two\n"


def test_parquet_is_read_where_it_lies(tmp_path):
    write_parquet(tmp_path / "notes.parquet", "select '1' as note_id, 'one' as body")
    database = Landed()
    database.land(tmp_path)
    assert database.bodies() == [("1", "one")]
    tables = "select count(*) from duckdb_tables() where table_name like '%notes%'"
    assert database.rows(tables) == [(0,)]


def test_rows_of_parquet_are_numbered_in_their_file(tmp_path):
    for name in ("a", "b"):
        write_parquet(
            tmp_path / f"notes/part/{name}.parquet",
            f"select '{name}' || range as note_id from range(3000)",
        )
    database = Landed()
    database.land(tmp_path)
    numbers = "raw_file, min(raw_row), max(raw_row), count(distinct note_id)"
    order = "group by raw_file order by raw_file"
    assert database.rows(f"select {numbers} from raw.notes {order}") == [
        ("notes/part/a.parquet", 1, 3000, 3000),
        ("notes/part/b.parquet", 1, 3000, 3000),
    ]


def test_a_folder_named_like_a_file_holds_its_parts(tmp_path):
    write_parquet(tmp_path / "notes.parquet/part-0.parquet", "select '1' as note_id")
    write(tmp_path, {"notes.parquet/_SUCCESS": "", "notes.parquet/.part.crc": "x"})
    database = Landed()
    database.land(tmp_path)
    assert database.inventory("file_count, row_count") == (1, 1)


def test_every_format_at_once_makes_one_table(tmp_path):
    write_parquet(tmp_path / "notes/c.parquet", "select 3 as note_id")
    files = {"notes.csv": ONE, "notes/b.jsonl": '{"note_id": 2, "score": 4}'}
    write(tmp_path, files)
    database = Landed()
    database.land(tmp_path)
    rows = "select note_id, body, score, raw_file from raw.notes order by note_id"
    assert database.rows(rows) == [
        ("1", "one", None, "notes.csv"),
        ("2", None, "4", "notes/b.jsonl"),
        ("3", None, None, "notes/c.parquet"),
    ]


def test_several_raw_paths_are_one_and_equal_names_stay_apart(tmp_path):
    write(tmp_path, {"old/notes.csv": ONE, "new/notes.csv": TWO})
    database = Landed()
    database.land(tmp_path / "old", tmp_path / "new", tmp_path / "old" / ".")
    assert database.rows("select note_id, raw_file from raw.notes order by all") == [
        ("1", f"{tmp_path}/old/notes.csv"),
        ("2", f"{tmp_path}/new/notes.csv"),
    ]


@pytest.mark.parametrize(
    "name", ["notes.csv", "notes-2026.csv", "notes_01.CSV", "notes/part.csv"]
)
def test_a_file_may_be_named_itself(tmp_path, name):
    write(tmp_path, {name: ONE})
    database = Landed()
    database.land(tmp_path / name)
    assert database.rows("select raw_file from raw.notes") == [(Path(name).name,)]


def test_a_glob_names_files_and_folders(tmp_path):
    files = {"x/2026-01/notes.csv": ONE, "x/2026-02/notes.csv": TWO}
    write(tmp_path, {**files, "marks-1.csv": "mark_id\n1\n"})
    database = Landed()
    database.land(tmp_path / "x" / "*", tmp_path / "marks*.csv")
    assert database.bodies() == [("1", "one"), ("2", "two")]
    assert database.inventory("row_count", "marks") == (1,)


def test_a_file_whose_name_looks_like_a_glob_is_only_itself(tmp_path):
    write(tmp_path, {"notes/[1]*.csv": ONE, "notes/1x.csv": TWO})
    write_parquet(tmp_path / "notes/p[1]'?.parquet", "select '3' as note_id")
    database = Landed()
    database.land(tmp_path)
    assert database.rows("select note_id, raw_file from raw.notes order by all") == [
        ("1", "notes/[1]*.csv"),
        ("2", "notes/1x.csv"),
        ("3", "notes/p[1]'?.parquet"),
    ]


def test_a_partitioned_folder_adds_no_columns(tmp_path):
    path = tmp_path / "notes/body=invented/a.parquet"
    write_parquet(path, "select '1' as note_id")
    database = Landed()
    database.land(tmp_path)
    assert database.bodies() == [("1", None)]


def test_tables_of_a_duckdb_file_come_in_by_name(tmp_path):
    desk = DuckDBEngine(tmp_path / "desk.duckdb")
    desk.execute("create table notes as select 7 as note_id, 'hi' as body, 1 as mood")
    desk.execute("create view marks as select 8 as mark_id, 'x' as raw_file")
    desk.close()
    database = Landed()
    database.land(tmp_path / "desk.duckdb")
    assert database.rows("select note_id, body, raw_file, raw_row from raw.notes") == [
        ("7", "hi", "desk.duckdb", 1)
    ]
    assert database.rows("select mark_id, raw_file from raw.marks") == [
        ("8", "desk.duckdb")
    ]
    assert database.inventory("extra_columns") == ("mood",)


def test_tables_of_a_helpdesk_lie_in_a_folder_of_its_name(tmp_path):
    files = {"desk/ticket.csv": "id,mood\n7,glad\n", "ticket.csv": "id\n8\n"}
    write(tmp_path, {**files, "desk/marks.csv": "mark_id\n1\n"})
    database = Landed()
    inventory = database.land(tmp_path)
    assert database.rows("select id, raw_file from helpdesk.ticket") == [
        ("7", "desk/ticket.csv")
    ]
    assert database.inventory("row_count", "desk.ticket") == (1,)
    assert inventory.tables["raw.marks"].row_count == 0


def test_absent_tables_are_empty_and_typed(tmp_path):
    database = landed(tmp_path, {"marks.csv": "mark_id\n1\n"})
    assert database.rows("select * from raw.notes") == []
    assert database.engine.columns("raw.notes")["amount"] == "DECIMAL(18,2)"
    assert database.inventory("is_present, file_count, row_count, byte_count") == (
        (False, 0, 0, 0)
    )


def test_a_required_table_that_is_absent_is_refused(tmp_path):
    write(tmp_path, {"marks.csv": "mark_id\n1\n"})
    with pytest.raises(ContractError) as caught:
        Landed().land(tmp_path, required=["notes"])
    assert caught.value.exit_code == 4
    assert "The required raw table 'notes' is not there" in str(caught.value)


def test_a_file_of_no_table_is_told_with_the_likely_name(tmp_path):
    write(tmp_path, {"note.csv": ONE, "readme.txt": "hi", "old/notes.csv": ONE})
    assert Landed().land(tmp_path).notes == (
        "note.csv is no table of the contract and is not read. Did you mean 'notes'?",
    )


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path):
    write(tmp_path, {"raw/notes.csv": ONE})
    with pytest.raises(KpiError) as caught:
        Landed().land(tmp_path / "row")
    assert caught.value.exit_code == 2
    assert str(caught.value).endswith("does not exist.\nDid you mean 'raw'?")


def test_a_glob_that_matches_nothing_is_a_usage_error(tmp_path):
    with pytest.raises(KpiError, match="does not exist"):
        Landed().land(tmp_path / "*.csv")


def test_a_single_file_of_no_table_is_a_usage_error(tmp_path):
    write(tmp_path, {"nodes.csv": ONE})
    with pytest.raises(KpiError, match="names no table") as caught:
        Landed().land(tmp_path / "nodes.csv")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("link", ["notes.csv", "notes", "notes/part.csv"])
def test_a_link_out_of_the_raw_folder_is_refused(tmp_path, link):
    write(tmp_path, {"secret/secret.csv": ONE, "raw/marks.csv": "mark_id\n"})
    target = tmp_path / "secret" / ("secret.csv" if link.endswith("csv") else "")
    (tmp_path / "raw" / link).parent.mkdir(exist_ok=True)
    (tmp_path / "raw" / link).symlink_to(target)
    with pytest.raises(ContractError, match=f"{link}: the link leads out"):
        Landed().land(tmp_path / "raw")


def test_a_link_inside_the_raw_folder_is_followed_once(tmp_path):
    write(tmp_path, {"store/a.csv": ONE, "notes/b.csv": TWO})
    (tmp_path / "notes" / "a.csv").symlink_to(tmp_path / "store" / "a.csv")
    (tmp_path / "notes" / "again").symlink_to(tmp_path / "notes")
    database = Landed()
    database.land(tmp_path)
    assert database.bodies() == [("1", "one"), ("2", "two")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.parquet", b"PAR1 this is no Parquet file PAR1"),
        ("notes.parquet", b""),
        ("notes.csv.gz", b"this is not compressed"),
        ("notes.jsonl.gz", b"this is not compressed"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(tmp_path, name, content):
    write(tmp_path, {name: content})
    with pytest.raises(ContractError) as caught:
        Landed().land(tmp_path)
    assert caught.value.exit_code == 4
    assert str(caught.value).startswith(f"{name}: the file cannot be read as ")


def test_a_parquet_file_cut_in_half_is_refused(tmp_path):
    path = tmp_path / "notes.parquet"
    write_parquet(path, "select range as note_id, md5(range::text) from range(1000)")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ContractError, match=r"notes\.parquet: the file cannot be read"):
        Landed().land(tmp_path)


def test_a_parquet_file_with_a_damaged_page_is_named(tmp_path):
    for name in ("a", "b"):
        body = f"repeat('{name}' || range, 20)"
        write_parquet(
            tmp_path / f"notes/{name}.parquet",
            f"select range as note_id, {body} as body from range(1000)",
        )
    database = Landed()
    database.land(tmp_path)
    require_readable(database.engine, [tmp_path], contract())
    path = tmp_path / "notes" / "b.parquet"
    sound = path.read_bytes()
    half = len(sound) // 2
    path.write_bytes(sound[:half] + bytes(100) + sound[half + 100 :])
    with pytest.raises(ContractError, match=r"notes/b\.parquet: the file cannot be"):
        require_readable(database.engine, [tmp_path], contract())


def test_a_parquet_file_without_a_required_column_is_refused(tmp_path):
    write_parquet(tmp_path / "notes.parquet", "select 'hi' as body")
    with pytest.raises(ContractError, match=r"notes\.parquet: the column 'note_id'"):
        Landed().land(tmp_path)


def test_a_duckdb_file_that_is_none_is_refused(tmp_path):
    write(tmp_path, {"desk.duckdb": "no database at all, only some text" * 500})
    with pytest.raises(ContractError, match=r"desk\.duckdb: the file cannot be read"):
        Landed().land(tmp_path / "desk.duckdb")


@pytest.mark.parametrize("kind", ["a link to itself", "a pipe", "no permission"])
def test_a_file_that_cannot_be_opened_is_refused(tmp_path, kind):
    path = tmp_path / "notes.csv"
    if kind == "a link to itself":
        path.symlink_to("notes.csv")
    elif kind == "a pipe":
        os.mkfifo(path)
    else:
        write(tmp_path, {"notes.csv": ONE})
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("this user may read everything")
    with pytest.raises(ContractError, match=r"notes\.csv: the file cannot be read"):
        Landed().land(tmp_path)


def test_a_file_name_is_never_sql(tmp_path):
    name = "x'); drop table raw.inventory; --.csv"
    database = landed(tmp_path, {f"notes/{name}": as_csv([["note_id"], ["1"]])})
    assert database.rows("select raw_file from raw.notes") == [(f"notes/{name}",)]


def test_raw_data_is_named_by_path_or_by_file_uri(tmp_path):
    folder = tmp_path / "a b"
    assert raw_path(str(folder)) == folder
    assert raw_path(folder.as_uri()) == folder


@pytest.mark.parametrize("uri", ["s3a://bucket/raw", "hdfs://node:9000/raw"])
def test_raw_data_on_no_mounted_disk_is_refused_with_what_to_do(uri):
    with pytest.raises(KpiError, match="cannot be read") as caught:
        raw_path(uri)
    assert f"'{uri}'" in caught.value.message
    assert "Mount it" in str(caught.value)
