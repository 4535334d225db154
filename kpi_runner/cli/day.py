"""A day on the command line."""

from datetime import datetime

import click


class Day(click.DateTime):
    """A day without a time: 2026-03-01."""

    def __init__(self) -> None:
        """Take one way of writing it."""
        super().__init__(["%Y-%m-%d"])

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what --help calls it."""
        return "DATE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the day, or say how one is written."""
        try:
            found: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"'{value}' is no date such as 2026-03-01.", param, ctx)
        return found
