import gzip
import json

import pytest

from kpi_runner.errors import ContractError
from tests.support.landing import Landed, landed, write


def test_an_array_and_lines_read_the_same(tmp_path):
    rows = [{"note_id": "1", "body": "one"}, {"note_id": "2", "score": 5}]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    written = {
        "array.json": json.dumps(rows, indent=2),
        "lines.json": lines,
        "lines.jsonl": lines,
        "lines.ndjson": lines,
        "packed.jsonl.gz": gzip.compress(lines.encode()),
        "packed.json.gz": gzip.compress(json.dumps(rows).encode()),
    }
    for name, content in written.items():
        database = landed(tmp_path / name, {f"notes/{name}": content})
        assert database.rows("select note_id, body, score, raw_row from raw.notes") == [
            ("1", "one", None, 1),
            ("2", None, "5", 2),
        ]


def test_values_become_their_text(tmp_path):
    row = {
        "note_id": 1234567890123456789,
        "written_at": None,
        "body": {"b": [1, 2.5], "a": "x"},
        "is_read": True,
        "score": 4.5,
        "amount": 19.9,
    }
    database = landed(tmp_path, {"notes.jsonl": json.dumps(row)})
    values = "select note_id, written_at, body, is_read, score, amount from raw.notes"
    assert database.rows(values) == [
        ("1234567890123456789", None, '{"b":[1,2.5],"a":"x"}', "true", "4.5", "19.9")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "two\nlines",
        "a\x00b",
        "\N{PARTY POPPER}",
        "\u202eabc\u202c",
        'a "b" \\',
        "x" * 10_000,
    ],
    ids=lambda body: repr(body[:12]),
)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_body_survives_as_it_is(tmp_path, body, ascii_only):
    line = json.dumps({"note_id": "1", "body": body}, ensure_ascii=ascii_only)
    assert landed(tmp_path, {"notes.jsonl": line}).bodies() == [("1", body)]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("42", "42"),
        ("null", "null"),
        ('["a list"]', '["a list"]'),
        ('{"note_id": "2"', '{"note_id": "2"'),
        ('{"note_id": "2"} {}', '{"note_id": "2"} {}'),
        (b'{"note_id": "caf\xe9"}', '{"note_id": "caf\\xe9"}'),
    ],
)
def test_a_line_that_is_no_object_is_kept_whole(tmp_path, line, kept):
    line = line if isinstance(line, bytes) else line.encode()
    content = b'{"note_id": "1"}\r\n\r\n' + line + b'\r\n{"note_id": "3"}\r\n'
    database = landed(tmp_path, {"notes.jsonl": content})
    assert database.rows("select note_id, raw_row from raw.notes") == [
        ("1", 1),
        ("3", 3),
    ]
    assert database.malformed() == [(3, kept)]
    assert database.inventory("row_count") == (3,)


def test_a_first_line_that_is_a_list_is_only_one_malformed_line(tmp_path):
    database = landed(tmp_path, {"notes.jsonl": '[1]\n{"note_id": "2"}\n'})
    assert database.bodies() == [("2", None)]
    assert database.malformed() == [(1, "[1]")]


def test_an_element_of_an_array_that_is_no_object_is_kept(tmp_path):
    database = landed(tmp_path, {"notes.json": '[{"note_id": "1"}, 42, null]'})
    assert database.bodies() == [("1", None)]
    assert database.malformed() == [(2, "42"), (3, "null")]


def test_an_array_cut_in_half_is_refused(tmp_path):
    write(tmp_path, {"notes.json": '[{"note_id": "1"}, {"note_id"'})
    with pytest.raises(ContractError, match=r"notes\.json: the file cannot be read"):
        Landed().land(tmp_path)


@pytest.mark.parametrize("name", ["notes.jsonl", "notes.json"])
def test_an_empty_file_is_an_empty_table_even_when_required(tmp_path, name):
    write(tmp_path, {name: ""})
    table = Landed().land(tmp_path, required=["notes"]).tables["raw.notes"]
    assert (table.is_present, table.row_count) == (True, 0)


def test_a_required_key_that_no_object_has_is_a_missing_column(tmp_path):
    write(tmp_path, {"notes.jsonl": '{"body": "hello"}\n'})
    with pytest.raises(ContractError, match=r"notes\.jsonl: the column 'note_id'"):
        Landed().land(tmp_path)


def test_keys_outside_the_contract_are_listed(tmp_path):
    line = json.dumps({"note_id": "1", 'it\'s "odd"': 1, "Body": "hello"})
    database = landed(tmp_path, {"notes.jsonl": line})
    assert database.inventory("extra_columns") == ('it\'s "odd"',)
    assert database.bodies() == [("1", "hello")]


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path):
    lines = '\ufeff{"note_id": "1"}\n{"note_id": "2"}\n'
    written = {
        "a.jsonl": lines,
        "b.jsonl.gz": gzip.compress(lines.encode()),
        "c.json": '\ufeff[{"note_id": "1"}, {"note_id": "2"}]',
    }
    for name, content in written.items():
        database = landed(tmp_path / name, {f"notes/{name}": content})
        assert database.bodies() == [("1", None), ("2", None)]
        assert database.malformed() == []


def test_a_bare_nan_is_null_and_a_written_one_is_text(tmp_path):
    lines = '{"note_id": "1", "body": NaN, "score": NaN}\n{"note_id": "NaN"}\n'
    database = landed(tmp_path, {"notes.jsonl": lines})
    assert database.rows("select note_id, body, score from raw.notes") == [
        ("1", None, None),
        ("NaN", None, None),
    ]
