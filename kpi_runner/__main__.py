"""Run the command as ``python -m kpi_runner``."""

from kpi_runner.cli import main

main(prog_name="kpi")
