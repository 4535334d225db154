"""The process of a command, also as ``python -m kpi_runner``."""

import gc

from kpi_runner.cli import main


def program() -> None:
    """Run the command line, and end the process without collecting garbage."""
    try:
        main(prog_name="kpi")
    finally:
        # After the imports of Great Expectations it would take half a second. The
        # interpreter collects a last time whatever it is told, but not what is frozen.
        gc.disable()
        gc.freeze()


if __name__ == "__main__":
    program()
