"""The command ``kpi``: options in, one call, exit code out."""

from importlib import import_module
from typing import NoReturn

import click

from kpi_runner.errors import KpiError, did_you_mean, disk_fault, printable

# Every command, where it lives and what it does. A module is imported when its
# command is used, so `kpi --help` loads none of them.
COMMANDS = {
    "demo": (
        "kpi_runner.cli.simulate:demo",
        "Simulate a support desk and show the panel on it.",
    ),
    "run": ("kpi_runner.cli.run:run", "Build, report and judge: the main job."),
    "build": ("kpi_runner.cli.build:build", "Land, build, check and publish."),
    "gate": ("kpi_runner.cli.gate:gate", "Judge what is published."),
    "decide": (
        "kpi_runner.cli.decide:decide",
        "Check a decision and append it to the seed.",
    ),
    "waive": (
        "kpi_runner.cli.decide:waive",
        "Check a waiver and append it to the seed.",
    ),
    "ready": (
        "kpi_runner.cli.ready:ready",
        "Show what is instrumented, who owns it, and what can be proven.",
    ),
    "panel": (
        "kpi_runner.cli.views:panel",
        "Show the twelve KPIs on the terminal.",
    ),
    "report": (
        "kpi_runner.cli.views:report",
        "Write the report: one HTML file that needs no network.",
    ),
    "review": (
        "kpi_runner.cli.views:review",
        "Write the packets of a meeting, as HTML and Markdown.",
    ),
    "sample": (
        "kpi_runner.cli.sample:sample",
        "Write the QA sample as a CSV to fill in.",
    ),
    "export": (
        "kpi_runner.cli.export:export",
        "Write the published marts as Parquet for a warehouse.",
    ),
    "query": ("kpi_runner.cli.inspect:query", "Ask the published marts in SQL."),
    "list": (
        "kpi_runner.cli.inspect:list_models",
        "List models by selection, in build order.",
    ),
    "show": (
        "kpi_runner.cli.inspect:show",
        "Show a model: grain, neighbours, columns and compiled SQL.",
    ),
    "lint": ("kpi_runner.cli.inspect:lint", "Check portability and house rules."),
    "docs": (
        "kpi_runner.cli.docs:docs",
        "Write the data dictionary and the lineage pictures.",
    ),
    "simulate": (
        "kpi_runner.cli.simulate:simulate",
        "Simulate a support desk with a planted truth.",
    ),
    "init": ("kpi_runner.cli.init:init", "Start a project of your own."),
    "land": ("kpi_runner.cli.build:land", "Do only the raw step, for users of dbt."),
}
# As shells report a process that Ctrl-C ended.
INTERRUPTED = 130


def find_command(name: str) -> click.Command | None:
    """Import and return a command; None when there is none of that name."""
    if name not in COMMANDS:
        return None
    module, _, function = COMMANDS[name][0].partition(":")
    command: click.Command = getattr(import_module(module), function)
    return command


class Commands(click.Group):
    """The group of all commands, which loads them late and catches errors once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order that people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module, once the command is used."""
        return find_command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for, and name the one that is meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], COMMANDS)
            if hint is None:
                raise
            raise click.UsageError(f"{error.message} {hint}", ctx) from error

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the table of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a user can fix is a message, a bug is a traceback."""
        try:
            return super().invoke(ctx)
        except KpiError as error:
            self.fail(ctx, error)
        except OSError as error:
            fault = disk_fault(error)
            if fault is None:
                raise
            self.fail(ctx, fault)
        except KeyboardInterrupt:
            click.echo("Interrupted. What was published stays.", err=True)
            ctx.exit(INTERRUPTED)

    def fail(self, ctx: click.Context, error: KpiError) -> NoReturn:
        """Print an error and exit with its code; names in it may come from anybody."""
        first, *more = map(printable, str(error).split("\n"))
        click.echo("\n".join([f"Error: {first}", *more]), err=True)
        ctx.exit(error.exit_code)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kpi-panel", prog_name="kpi")
def main() -> None:
    """Carry support KPIs from raw files to a panel that is judged.

    Example: kpi build --raw data/raw, then kpi query "from data_quality".
    """
