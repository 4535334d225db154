"""The bare script that a build is held against: SQL over one connection, no more.

    python -m benchmarks.bare SCRIPT.json FOLDER [MEMORY_LIMIT]

Runs the statements of benchmarks.statements into FOLDER/work.duckdb and writes the
published file: no state, no locks, no keys checked, no types checked, no ledger.
"""

import json
import os
import sys
from pathlib import Path

import duckdb


def run(script: Path, folder: Path, memory_limit: str = "80%") -> None:
    """Execute the statements in order; the marts end in FOLDER/marts.duckdb."""
    connection = duckdb.connect(
        str(folder / "work.duckdb"),
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(folder / "spill"),
            # What DuckDB takes when nothing is said.
            "memory_limit": memory_limit,
        },
    )
    draft = folder / "marts.next.duckdb"
    for sql, parameters in json.loads(script.read_text("utf-8")):
        connection.execute(sql.replace("{draft}", str(draft)), parameters).fetchall()
    connection.close()
    os.replace(draft, folder / "marts.duckdb")  # noqa: PTH105 - as bare as it gets


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
