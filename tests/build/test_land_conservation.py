"""Whatever bytes a CSV holds: every line is in a record or kept as malformed."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_runner.build.text_file import physical_records, split_csv
from kpi_runner.errors import KpiError
from tests.support.landing import Landed

PIECES = ["1", ",", ",", "\n", "\n", '"', '""', '"a,b"', '"l\nm"', "\r\n", "\x00", "é"]
WORD = st.text(st.characters(exclude_categories=["Cs"]))
TEXT = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
DATABASE = Landed()


@given(TEXT)
def test_the_lines_of_all_records_are_the_file(text):
    lines = [
        line
        for _, _, taken in physical_records(io.StringIO(text, newline=""))
        for line in list(taken)
    ]
    assert "".join(lines) == text


@given(st.lists(st.lists(WORD, min_size=2, max_size=2), max_size=20))
def test_a_sound_csv_has_no_malformed_line(rows):
    with TemporaryDirectory() as folder:
        path, good, malformed = (Path(folder) / name for name in "abc")
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
        split_csv(path, good, malformed)
        with good.open(encoding="utf-8", newline="") as file:
            kept = list(csv.reader(file))
        assert malformed.read_text() == ""
    assert [row[1:] for row in kept] == rows


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_landing_any_bytes_ends_in_rows_or_in_one_of_our_messages(content):
    with TemporaryDirectory() as folder:
        (Path(folder) / "notes.csv").write_bytes(b"note_id,body\n" + content)
        try:
            table = DATABASE.land(Path(folder)).tables["raw.notes"]
        except KpiError as error:
            assert "notes.csv" in str(error)
            return
        ((rows,),) = DATABASE.rows("select count(*) from raw.notes")
        assert table.row_count == rows + len(DATABASE.malformed())


@given(TEXT, st.integers(min_value=1, max_value=12))
def test_a_record_that_is_too_long_ends_where_it_would_have_ended(text, longest):
    def records(limit):
        found = physical_records(io.StringIO(text, newline=""), limit)
        return [(start, record, "".join(lines)) for start, record, lines in found]

    cut, whole = records(longest), records(len(text))

    assert "".join(lines for _, _, lines in cut) == text
    assert [each for each in whole if len(each[2]) <= longest] == [
        each for each in cut if each in whole and len(each[2]) <= longest
    ]
    assert all(record is None for _, record, lines in cut if len(lines) > longest)
