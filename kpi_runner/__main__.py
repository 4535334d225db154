"""The process of a command, also as ``python -m kpi_runner``."""

import gc

from kpi_runner.cli import main


def program() -> None:
    """Run the command line, and end the process without collecting garbage."""
    try:
        main(prog_name="kpi")
    finally:
        # After the imports of Great Expectations it would take half a second. Nor may
        # it be frozen: DuckDB's binding would report on stderr what it calls leaked.
        gc.disable()


if __name__ == "__main__":
    program()
