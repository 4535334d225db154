"""Read the raw files once and print how many rows they have.

    python -m benchmarks.read_once RAW

The least that any tool would have to do: count the rows of every table, and look at
every message's text.
"""

import sys
from pathlib import Path

import duckdb


def row_count(raw: Path) -> int:
    """Return the rows of all Parquet files; messages are read, not only counted."""
    connection = duckdb.connect()
    total = 0
    for file in sorted(raw.rglob("*.parquet")):
        is_text = "messages" in file.relative_to(raw).parts[0]
        read = "count(*), max(length(body))" if is_text else "count(*)"
        query = f"select {read} from read_parquet(?)"
        total += connection.execute(query, [str(file)]).fetchall()[0][0]
    return total


if __name__ == "__main__":
    sys.stdout.write(f"{row_count(Path(sys.argv[1]))}\n")
