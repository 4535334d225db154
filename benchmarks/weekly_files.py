"""Split a desk's raw files by the week that each ticket was opened in.

    python -m benchmarks.weekly_files RAW OUTPUT

Makes OUTPUT/<table>/<Monday>.parquet; rows of no ticket go with the first week.
"""

import sys
from pathlib import Path

import duckdb


def split(raw: Path, output: Path) -> None:
    """Write every table of a desk as one file a week."""
    connection = duckdb.connect()
    connection.execute(
        "create table weeks as"
        " select ticket_id, cast(min(date_trunc('week', opened_at)) as date) as week"
        f" from read_parquet('{_files(raw, 'tickets')}')"
        " where ticket_id is not null group by ticket_id"
    )
    tables = {path.name.partition(".")[0] for path in raw.iterdir() if path.is_dir()}
    tables |= {path.stem for path in raw.glob("*.parquet")}
    for table in sorted(tables - {"seeds"}):
        folder = output / table
        connection.execute(
            "copy (select rows.*, coalesce(week, (select min(week) from weeks)) as week"
            f" from read_parquet('{_files(raw, table)}') as rows"
            " left join weeks using (ticket_id) order by week)"
            f" to '{folder}' (format parquet, partition_by (week))"
        )
        for part in sorted(folder.glob("week=*")):
            (file,) = part.iterdir()
            file.rename(folder / f"{part.name.removeprefix('week=')}.parquet")
            part.rmdir()
    connection.close()


def _files(raw: Path, table: str) -> str:
    folder = raw / table
    return str(folder / "*.parquet" if folder.is_dir() else raw / f"{table}.parquet")


if __name__ == "__main__":
    split(Path(sys.argv[1]), Path(sys.argv[2]))
