import gzip

import pytest

from kpi_runner.build.contract import (
    SAMPLE_CHECKLIST,
    SAMPLE_GIVEN,
    Contract,
    ContractColumn,
    ContractTable,
)
from kpi_runner.build.land import land
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import ContractError
from tests.support.landing import NOW, Landed, as_csv, landed, write

LINES = 200_000
OPEN_QUOTE = 180_000


def test_rows_keep_their_order_file_and_number(tmp_path):
    files = {
        "notes/b.csv": as_csv([["note_id"], ["3"]]),
        "notes/a.csv": as_csv([["note_id"], ["1"], ["2"]]),
    }
    database = landed(tmp_path, files)
    assert database.rows("select note_id, raw_file, raw_row from raw.notes") == [
        ("1", "notes/a.csv", 1),
        ("2", "notes/a.csv", 2),
        ("3", "notes/b.csv", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "note_id,body\n1,hello\n",
        "\ufeffnote_id,body\n1,hello\n",
        "note_id,body\r\n1,hello\r\n",
        "note_id,body\r\n1,hello\n",
        "note_id,body\n1,hello",
        "\ufeffnote_id,body\r\n\r\n1,hello\r\n\r\n",
        '"note_id","body"\n"1","hello"\n',
        "body,note_id\nhello,1\n",
        " note_id , body \n1,hello\n",
        "NOTE_ID,Body\n1,hello\n",
    ],
    ids=[
        "plain",
        "byte order mark",
        "CRLF",
        "mixed line ends",
        "no last line end",
        "blank lines",
        "all quoted",
        "other order",
        "spaces in the header",
        "other case in the header",
    ],
)
def test_a_csv_reads_the_same_however_it_is_written(tmp_path, text):
    database = landed(tmp_path, {"notes.csv": text})
    assert database.bodies() == [("1", "hello")]
    assert database.malformed() == []


def test_a_packed_csv_reads_like_a_plain_one(tmp_path):
    packed = gzip.compress("\ufeffnote_id,body\n1,hello\n".encode())
    assert landed(tmp_path, {"notes.csv.gz": packed}).bodies() == [("1", "hello")]


@pytest.mark.parametrize(
    "body",
    [
        "two\nlines",
        "two\r\nlines",
        'she said "no", twice',
        "a\x00b",
        "\N{PARTY POPPER} and \N{FAMILY}",
        "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
        "x" * 10_000,
        "x" * 3_000_000,
        "# no comment",
        "\\N",
        "NULL",
        "'; drop table raw.notes; --",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_survives_as_it_is(tmp_path, body):
    text = as_csv([["note_id", "body"], ["1", body], ["2", "after"]])
    assert landed(tmp_path, {"notes.csv": text}).bodies() == [
        ("1", body),
        ("2", "after"),
    ]


def test_empty_text_and_a_written_nan_of_a_number_are_null(tmp_path):
    text = 'note_id,body,score,amount\n1,"",NaN,nan\n2,NaN,,\n'
    database = landed(tmp_path, {"notes.csv": text})
    assert database.rows("select body, score, amount from raw.notes") == [
        (None, None, None),
        ("NaN", None, None),
    ]


def test_leading_noughts_and_long_numbers_stay_text(tmp_path):
    text = "note_id\n001\n123456789012345678901234567890\n1.10\n"
    database = landed(tmp_path, {"notes.csv": text})
    assert [row[0] for row in database.bodies()] == [
        "001",
        "123456789012345678901234567890",
        "1.10",
    ]


def test_columns_that_are_not_there_are_typed_nulls(tmp_path):
    database = landed(tmp_path, {"notes.csv": "note_id\n1\n"})
    types = database.engine.columns("raw.notes")
    assert (types["written_at"], types["amount"]) == ("TIMESTAMP", "DECIMAL(18,2)")
    assert database.rows("select written_at, amount from raw.notes") == [(None, None)]


def test_files_with_different_columns_make_one_table(tmp_path):
    files = {
        "notes/a.csv": "note_id,body\n1,hello\n",
        "notes/b.csv": "score,note_id\n5,2\n",
    }
    database = landed(tmp_path, files)
    assert database.rows("select note_id, body, score from raw.notes") == [
        ("1", "hello", None),
        ("2", None, "5"),
    ]


def test_columns_outside_the_contract_are_listed_once(tmp_path):
    write(tmp_path, {"notes.csv": "note_id,zeal,mood\n1,5,glad\n"})
    database = Landed()
    inventory = database.land(tmp_path)
    assert inventory.notes == (
        "notes: columns outside the contract are not read: mood, zeal.",
    )
    assert database.inventory("extra_columns") == ("mood, zeal",)


def test_what_our_own_sample_says_beside_the_contract_is_no_stranger(tmp_path):
    columns = (ContractColumn("review_id", "varchar", is_required=True),)
    table = ContractTable("raw.qa_reviews", "raw.qa_reviews", columns)
    header = ",".join((*SAMPLE_GIVEN, *SAMPLE_CHECKLIST, "review_id"))
    write(tmp_path, {"qa_reviews/mine.csv": f"{header},mood\n{',' * 10}\n"})

    found = land(DuckDBEngine(), [tmp_path], Contract({table.name: table}), now=NOW)

    assert found.notes == (
        "qa_reviews: columns outside the contract are not read: mood.",
    )


def test_a_header_alone_is_an_empty_table(tmp_path):
    database = landed(tmp_path, {"notes.csv": "note_id,body\n"})
    assert database.inventory("is_present, file_count, row_count") == (True, 1, 0)


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_an_empty_file_is_an_empty_table(tmp_path, content):
    database = landed(tmp_path, {"notes.csv": content})
    assert database.inventory("is_present, file_count, row_count") == (True, 1, 0)


def test_an_empty_file_of_a_required_table_is_refused(tmp_path):
    write(tmp_path, {"notes.csv": ""})
    with pytest.raises(ContractError, match=r"notes\.csv: the file is empty"):
        Landed().land(tmp_path, required=["notes"])


def test_a_missing_column_names_the_file_the_column_and_its_type(tmp_path):
    write(tmp_path, {"notes/a.csv": "note_id\n1\n", "notes/b.csv": "body\nhello\n"})
    with pytest.raises(ContractError) as caught:
        Landed().land(tmp_path)
    assert caught.value.exit_code == 4
    assert str(caught.value) == (
        "notes/b.csv: the column 'note_id' (varchar) is not there; "
        "every notes file must have it.\nThe file has: body."
    )


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("note_id,body,body", "the column 'body' stands twice"),
        ("\nnote_id", "the first line is blank"),
        (b"\xff\xfen\x00o\x00", "its header is no UTF-8 text"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(tmp_path, header, message):
    write(tmp_path, {"notes.csv": header})
    with pytest.raises(ContractError, match=message):
        Landed().land(tmp_path)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("2", "2"),
        ("2,two,too many", "2,two,too many"),
        ('2,"two" too', '2,"two" too'),
        (b"2,caf\xe9", "2,caf\\xe9"),
    ],
    ids=["too few values", "too many", "text after a quote", "not UTF-8"],
)
def test_a_line_that_does_not_parse_is_kept_whole(tmp_path, line, kept):
    line = line if isinstance(line, bytes) else line.encode()
    content = b"note_id,body\r\n1,one\r\n" + line + b"\r\n3,three\r\n"
    database = landed(tmp_path, {"notes.csv": content})
    assert database.bodies() == [("1", "one"), ("3", "three")]
    assert database.malformed() == [(3, kept)]
    assert database.inventory("row_count") == (3,)
    assert database.rows("select raw_row from raw.notes") == [(1,), (3,)]


def test_an_open_quote_ends_where_the_next_quote_does_not_fit(tmp_path):
    text = 'note_id,body\n1,one\n2,"open\n3,three\n4,"four"\n5,five\n'
    database = landed(tmp_path, {"notes.csv": text})
    assert database.bodies() == [("1", "one"), ("5", "five")]
    assert database.malformed() == [(3, '2,"open'), (4, "3,three"), (5, '4,"four"')]


def test_an_open_quote_far_down_loses_no_line(tmp_path):
    lines = [f"{number},body {number}" for number in range(1, LINES)]
    lines[OPEN_QUOTE - 2] = f'{OPEN_QUOTE - 1},"open'
    write(tmp_path, {"notes.csv": "\n".join(["note_id,body", *lines])})
    database = Landed()
    table = database.land(tmp_path).tables["raw.notes"]
    swallowed = database.malformed()
    assert table.row_count == LINES - 1
    assert database.rows("select count(*), max(raw_row) from raw.notes") == [
        (OPEN_QUOTE - 2, OPEN_QUOTE - 2)
    ]
    assert swallowed == list(enumerate(lines, start=2))[OPEN_QUOTE - 2 :]


def test_a_broken_csv_is_split_in_the_folder_for_spilling(tmp_path):
    write(tmp_path, {"raw/notes.csv": 'note_id\n1\n"2\n'})
    database = Landed(tmp_path / "work.duckdb", spill=tmp_path / "target" / "spill")
    database.land(tmp_path / "raw")
    assert database.malformed() == [(3, '"2')]
    assert list((tmp_path / "target" / "spill").iterdir()) == []


def test_a_packed_file_that_was_cut_is_refused(tmp_path):
    text = as_csv([["note_id", "body"], *([n, f"body {n}"] for n in range(20_000))])
    write(tmp_path, {"notes.csv.gz": gzip.compress(text.encode())[:-30_000]})
    with pytest.raises(ContractError, match=r"notes\.csv\.gz: the file cannot be read"):
        Landed().land(tmp_path)


@pytest.mark.parametrize(
    ("mark", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")]
)
def test_another_separator_is_named_with_what_to_do(tmp_path, mark, name):
    with pytest.raises(ContractError) as caught:
        landed(tmp_path, {"notes.csv": f"note_id{mark}body\n1{mark}0,5\n"})

    said = f"notes.csv: its columns are separated by {name}, not by commas."
    assert caught.value.message == said
    assert "Write it with commas" in caught.value.hint


def test_a_file_in_another_encoding_is_told_to_be_written_in_utf_8(tmp_path):
    with pytest.raises(ContractError) as caught:
        landed(tmp_path, {"notes.csv": "note_id,body\n1,hello\n".encode("utf-16")})

    assert caught.value.message.endswith("its header is no UTF-8 text.")
    assert "Write it again in UTF-8" in caught.value.hint
