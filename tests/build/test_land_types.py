"""Whatever type a file has, no value is lost: it is the contract's type, or text."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from kpi_runner.build.columns import landed_type
from tests.support.landing import Landed, write, write_parquet


def column_of(folder, column, sql, note_id="'1'"):
    write_parquet(folder / "notes.parquet", f"select {note_id} as note_id, {sql}")
    database = Landed()
    database.land(folder)
    types = database.engine.columns("raw.notes")
    return types[column], database.rows(f"select {column} from raw.notes")[0][0]


@pytest.mark.parametrize(
    ("sql", "kind", "value"),
    [
        ("timestamp '2026-01-01 10:00:00.123456'", "TIMESTAMP", 123456),
        ("timestamp_s '2026-01-01 10:00:00'", "TIMESTAMP", 0),
        ("timestamp_ms '2026-01-01 10:00:00.123'", "TIMESTAMP", 123000),
        ("timestamp_ns '2026-01-01 10:00:00.123456000'", "TIMESTAMP", 123456),
        ("timestamptz '2026-01-01 12:00:00+02'", "TIMESTAMP", 0),
    ],
)
def test_instants_of_every_unit_are_timestamps_in_utc(tmp_path, sql, kind, value):
    found = column_of(tmp_path, "written_at", f"{sql} as written_at")
    assert found == (kind, datetime(2026, 1, 1, 10, 0, 0, value))


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("date '2026-01-01' as written_at", ("TIMESTAMP", datetime(2026, 1, 1))),
        ("date '2026-01-01' as written_on", ("DATE", date(2026, 1, 1))),
        ("'2026-01-01T00:00:00+02:00' as written_at", "2026-01-01T00:00:00+02:00"),
        ("1767225600 as written_at", "1767225600"),
        ("true as is_read", ("BOOLEAN", True)),
        ("1 as is_read", "1"),
        ("1.0::double as is_read", "1"),
        ("4.5::double as score", ("DOUBLE", 4.5)),
        ("'nan'::double as score", ("DOUBLE", None)),
        ("4::integer as score", ("DOUBLE", 4.0)),
        ("0.1::float as score", "0.1"),
        ("'nan'::float as score", None),
        ("9007199254740993 as score", "9007199254740993"),
        ("19.99::decimal(10,2) as amount", ("DECIMAL(18,2)", Decimal("19.99"))),
        ("19::integer as amount", ("DECIMAL(18,2)", Decimal("19.00"))),
        ("19.999::decimal(10,3) as amount", "19.999"),
        ("0.1::double + 0.2::double as amount", "0.30000000000000004"),
        ("1e-07::double as amount", "1e-07"),
        ("'nan'::double as amount", None),
        ("3::tinyint as class", ("BIGINT", 3)),
        ("3.0::double as class", "3"),
        ("18446744073709551615::ubigint as class", "18446744073709551615"),
        ("'' as body", None),
        ("'a'::enum('a', 'b') as body", "a"),
        ("[1, 2] as body", "[1,2]"),
        ("{'a': [1], 'b': 'x'} as body", '{"a":[1],"b":"x"}'),
        ("map {'a': 1} as body", '{"a":1}'),
        ("encode('caf\u00e9') as body", "caf\u00e9"),
        ("'\\xE9'::blob as body", "\\xE9"),
        ("'x' || chr(0) || 'y' as body", "x\x00y"),
    ],
)
def test_a_value_is_of_the_contracts_type_or_text(tmp_path, sql, expected):
    column = sql.rsplit(" as ", 1)[1]
    expected = expected if isinstance(expected, tuple) else ("VARCHAR", expected)
    assert column_of(tmp_path, column, sql) == expected


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("42::bigint", "42"),
        ("42.0::double", "42"),
        ("123456789012345::double", "123456789012345"),
        (
            "17014118346046923173168730371588410572::decimal(38,0)",
            "17014118346046923173168730371588410572",
        ),
        (
            "'00000000-0000-0000-0000-000000000042'::uuid",
            "00000000-0000-0000-0000-000000000042",
        ),
    ],
)
def test_numbers_as_keys_are_their_plain_text(tmp_path, sql, text):
    assert column_of(tmp_path, "note_id", "'hi' as body", sql) == ("VARCHAR", text)


def test_a_nan_among_repeated_numbers_is_null(tmp_path):
    """A file whose column has a dictionary: DuckDB tries a cast on all of it."""
    write_parquet(
        tmp_path / "notes.parquet",
        "select i as note_id, [3.0, 'nan', 0.25, 'inf', 1e300][i % 5 + 1] as amount"
        " from range(1000) as numbers(i)",
    )
    database = Landed()
    database.land(tmp_path)
    assert database.rows(
        "select amount, count(*) from raw.notes group by all order by all"
    ) == [("0.25", 200), ("1e+300", 200), ("3", 200), ("inf", 200), (None, 200)]


def test_a_column_that_one_file_has_as_text_is_text_for_all(tmp_path):
    write_parquet(
        tmp_path / "notes/a.parquet",
        "select 1 as note_id, timestamp '2026-01-01 10:00:00' as written_at",
    )
    write(tmp_path, {"notes/b.csv": "note_id,written_at\n2,tomorrow\n"})
    database = Landed()
    database.land(tmp_path)
    assert database.rows("select note_id, written_at from raw.notes") == [
        ("1", "2026-01-01 10:00:00"),
        ("2", "tomorrow"),
    ]
    assert database.inventory("newest_event_at") == (datetime(2026, 1, 1, 10),)


def test_the_newest_event_of_text_heeds_the_offset(tmp_path):
    rows = "1,2026-01-01T10:00:00+02:00\n2,2026-01-01 09:00:00\n3,soon\n4,\n"
    write(tmp_path, {"notes.csv": f"note_id,written_at\n{rows}"})
    database = Landed()
    database.land(tmp_path)
    assert database.inventory("newest_event_at") == (datetime(2026, 1, 1, 9),)


@pytest.mark.parametrize(
    ("physical", "contract", "landed"),
    [
        ("DECIMAL(18,2)", "decimal(18,6)", "varchar"),
        ("DECIMAL(14,2)", "decimal(18,6)", "decimal(18,6)"),
        ("INTEGER", "decimal(18,6)", "decimal(18,6)"),
        ("BIGINT", "decimal(18,6)", "varchar"),
        ("TIMESTAMP WITH TIME ZONE", "date", "varchar"),
        ("VARCHAR", "bigint", "varchar"),
    ],
)
def test_a_type_is_kept_only_where_every_value_fits(physical, contract, landed):
    assert landed_type(physical, contract) == landed
