"""Telling a damaged raw file from a model that fails."""

from collections.abc import Sequence
from pathlib import Path

from kpi_runner.build.branches import of_format, read_parquet
from kpi_runner.build.contract import Contract
from kpi_runner.build.files import find_files
from kpi_runner.build.refusals import unreadable
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError


def require_readable(engine: Engine, paths: Sequence[Path], contract: Contract) -> None:
    """Read every Parquet file whole; raise ContractError for the first damaged one.

    Landing looks at the end of a Parquet file only, where its columns stand: pages
    are read by the models, which cannot name the file. So this is for afterwards.
    """
    found = find_files(paths, [table.label for table in contract.tables.values()])
    for files in found.by_table.values():
        for file in of_format(files, "parquet"):
            try:
                source = read_parquet([file])
                engine.rows(f"select bit_xor(hash(record)) from {source} as record")
            except EngineError as error:
                raise unreadable(file, error.message) from error
