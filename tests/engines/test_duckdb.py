import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine, line_of, literal
from kpi_runner.errors import EngineError


def test_rows_come_whole_and_survive_the_next_statement():
    engine = DuckDBEngine()
    rows = engine.rows("select range from range(3)")
    engine.execute("select 1")
    assert rows == [(0,), (1,), (2,)]


def test_parameters_are_values_never_sql():
    engine = DuckDBEngine()
    hostile = "'; drop table x; --"
    assert engine.rows("select ?", [hostile]) == [(hostile,)]
    assert engine.rows(f"select {literal(hostile)}") == [(hostile,)]


def test_instants_are_read_in_utc():
    engine = DuckDBEngine()
    sql = "select cast(timestamptz '2026-01-01 00:00:00+02' as varchar)"
    assert engine.rows(sql) == [("2025-12-31 22:00:00+00",)]


def test_every_thread_has_a_transaction_of_its_own_and_reads_in_utc():
    engine = DuckDBEngine()
    engine.execute("begin transaction")
    engine.execute("create table mine as select 1")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(engine.columns, "mine").result() == {}
        zone = pool.submit(engine.rows, "select current_setting('timezone')").result()
        assert zone == [("UTC",)]
        engine.execute("commit")
        assert pool.submit(engine.rows, "from mine").result() == [(1,)]
    engine.close()


def test_an_interrupt_stops_what_other_threads_run():
    engine = DuckDBEngine()
    endless = "select count(*) from range(10000000000) as a, range(1000) as b"
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(engine.rows, endless) for _ in range(2)]
        while not all(each.done() for each in running):
            time.sleep(0.1)
            engine.interrupt()
    assert all(isinstance(each.exception(), Exception) for each in running)


def test_extensions_are_never_downloaded():
    engine = DuckDBEngine()
    settings = engine.rows(
        "select value from duckdb_settings()"
        " where name in ('autoinstall_known_extensions', 'autoload_known_extensions')"
    )
    assert settings == [("false",), ("false",)]


def test_memory_threads_and_the_place_to_spill_are_settable(tmp_path):
    engine = DuckDBEngine(
        memory_limit="1GiB", threads=1, temp_directory=tmp_path / "spill"
    )
    settings = engine.rows(
        "select name, value from duckdb_settings() where name in"
        " ('memory_limit', 'threads', 'temp_directory') order by name"
    )
    assert settings == [
        ("memory_limit", "1.0 GiB"),
        ("temp_directory", str(tmp_path / "spill")),
        ("threads", "1"),
    ]


@pytest.mark.parametrize("first", ["table", "view"])
@pytest.mark.parametrize("second", ["table", "view"])
def test_a_relation_replaces_the_former_one_of_either_kind(first, second):
    engine = DuckDBEngine()
    create = {"table": engine.create_table, "view": engine.create_view}
    create[first]("main.notes", "select 1 as former")
    create[second]("main.notes", "select 2 as latter")
    assert engine.rows("select latter from notes") == [(2,)]


def test_a_relation_that_fails_leaves_the_former_one():
    engine = DuckDBEngine()
    engine.create_table("notes", "select 1 as former")
    with pytest.raises(EngineError):
        engine.create_table("notes", "select nothing")
    assert engine.columns("notes") == {"former": "INTEGER"}


def test_columns_of_nothing_are_none():
    engine = DuckDBEngine()
    engine.create_table("notes", "select 1 as a")
    engine.drop("notes")
    engine.drop("notes")
    assert engine.columns("notes") == {}


def test_names_are_quoted_whatever_is_in_them():
    assert DuckDBEngine().quote('raw.a "b"') == '"raw"."a ""b"""'


def test_an_error_tells_the_line_of_the_query():
    engine = DuckDBEngine()
    with pytest.raises(EngineError) as caught:
        engine.create_table("notes", "-- One row per note.\nselect\n    nothing_here")
    assert line_of(caught.value) == 3


def test_an_error_without_a_line_has_none():
    assert line_of(EngineError("Out of Memory Error")) is None


def test_an_error_while_rows_are_fetched_is_one_of_ours():
    with pytest.raises(EngineError, match="Conversion Error"):
        DuckDBEngine().rows("select cast(a as integer) from (values ('1'), ('x')) t(a)")


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = Path(tmp_path) / "work.duckdb"
    path.write_text("this is no database, and longer than a header needs" * 100)
    with pytest.raises(EngineError, match=r"DuckDB cannot open '.*work\.duckdb'"):
        DuckDBEngine(path)


def test_a_table_that_another_thread_makes_is_there_or_not_yet():
    engine = DuckDBEngine()

    def make():
        for number in range(300):
            engine.create_table(f"main.t{number}", "select 1 as a")

    with ThreadPoolExecutor(1) as maker:
        made = maker.submit(make)
        for number in range(300):
            found = {}
            while not found:
                is_over = made.done()
                found = engine.columns(f"main.t{number}")
                assert found or not is_over
            assert found == {"a": "INTEGER"}
    engine.close()
