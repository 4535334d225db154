"""Raw files that unpack, or read, to far more than they are."""

import gzip
import subprocess
import sys

import pytest

from kpi_runner.errors import ContractError
from tests.support.landing import Landed, write

MEGABYTE = 2**20


def test_an_archive_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    with gzip.open(tmp_path / "notes.csv.gz", "wb", 1) as bomb:
        bomb.write(b"note_id,body\n")
        for _ in range(1_100):
            bomb.write(b"0,0\n" * (MEGABYTE // 4))

    with pytest.raises(ContractError, match=r"notes\.csv\.gz: unpacked, the file is"):
        Landed(tmp_path / "work.duckdb").land(tmp_path)

    assert (tmp_path / "work.duckdb").stat().st_size < 10 * MEGABYTE


@pytest.mark.parametrize("name", ["notes.csv", "notes.csv.gz"])
@pytest.mark.parametrize("end", [b"", b"\n", b"\n2,two\n"])
def test_a_line_beyond_all_buffers_is_refused_and_never_left_out(tmp_path, name, end):
    content = b"note_id,body\n0,zero\n1," + b"x" * 40 * MEGABYTE + end
    packed = gzip.compress(content, 1) if name.endswith("gz") else content
    write(tmp_path, {name: packed})

    with pytest.raises(ContractError, match="a line is longer than 16,777,216"):
        Landed().land(tmp_path)


@pytest.mark.parametrize("name", ["notes.json.gz", "notes.jsonl.gz"])
def test_an_object_beyond_all_buffers_is_refused(tmp_path, name):
    content = b'{"note_id": "' + b"x" * 40 * MEGABYTE + b'"}'
    write(tmp_path, {name: gzip.compress(content, 1)})

    with pytest.raises(ContractError, match=rf"{name}: the file cannot be read"):
        Landed().land(tmp_path)


def test_a_header_that_never_ends_is_refused(tmp_path):
    write(tmp_path, {"notes.csv": '"note_id,body\n' + "1,one\n" * 200_000})

    with pytest.raises(ContractError, match="its header is no UTF-8 text"):
        Landed().land(tmp_path)


@pytest.mark.slow
def test_an_open_quote_costs_the_same_memory_however_much_it_swallows(tmp_path):
    body = b"".join(b"%d,the body of note %d\n" % (n, n) for n in range(2_500_000))
    write(tmp_path, {"raw/notes.csv": b'note_id,body\n1,"open\n' + body})

    told = subprocess.check_output([sys.executable, "-c", LANDING, tmp_path], text=True)

    row_count, peak = map(int, told.split())
    assert row_count == 2_500_001
    assert len(body) > 70 * MEGABYTE
    assert peak < 400 * MEGABYTE


# A process's own peak; getrusage would tell that of the process which started it.
LANDING = """
import re, sys
from pathlib import Path
from tests.support.landing import Landed
root = Path(sys.argv[1])
found = Landed(root / "work.duckdb", root / "spill").land(root / "raw")
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(found.tables["raw.notes"].row_count, 1024 * int(peak))
"""
