"""The command that tells what a desk can see and prove: ready."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from kpi_runner.cli.options import target_options
from kpi_runner.cli.views import deployment_option
from kpi_runner.views.console import say


@click.command()
@deployment_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@target_options
def ready(target: Path, deployment: str | None, form: str) -> None:
    """Show what is instrumented, who owns it, and what can be proven.

    Example: kpi ready --deployment web_chat

    Before a pilot and after: the feeds and what each absence costs, the owner, the
    baseline, the smallest drop each archetype sees now and in 13 weeks, the weeks
    until a verdict can be proven, and what to instrument next. Reads what is
    published: kpi build comes first.
    """
    from kpi_runner.publish.published import published
    from kpi_runner.views.marts import Marts
    from kpi_runner.views.ready import readiness, screen

    with published(target) as engine:
        desks = readiness(Marts(engine), deployment)
    if form == "json":
        say(json.dumps(desks, default=in_json, indent=2, ensure_ascii=False))
        return
    for line in screen(desks):
        say(line)


def in_json(value: object) -> object:
    """Return what JSON has no type for: decimals as numbers, moments as ISO text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no JSON")
