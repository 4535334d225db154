"""The process of a command, also as ``python -m kpi_runner``."""

import gc

from kpi_runner.cli import main


def program() -> None:
    """Run the command line, and let the process end without a last look round."""
    try:
        main(prog_name="kpi")
    finally:
        # Among all that Great Expectations imports it would take half a second.
        gc.disable()


if __name__ == "__main__":
    program()
