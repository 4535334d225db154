"""Read the raw files once and print how many rows each table has.

    python -m benchmarks.read_once RAW

The least that any tool would have to do: count the rows of every table, and look at
every message's text.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import duckdb


def row_counts(raw: Path) -> dict[str, int]:
    """Return the rows of each table; messages are read, not only counted."""
    connection = duckdb.connect()
    counts: Counter[str] = Counter()
    for file in sorted(raw.rglob("*.parquet")):
        table = file.relative_to(raw).parts[0].removesuffix(".parquet")
        read = "count(*), max(length(body))" if table == "messages" else "count(*)"
        query = f"select {read} from read_parquet(?)"
        counts[table] += connection.execute(query, [str(file)]).fetchall()[0][0]
    return dict(counts)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(row_counts(Path(sys.argv[1]))))
