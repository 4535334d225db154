"""Every command that a document or a workflow shows is one that kpi takes."""

import re
import shlex
from contextlib import suppress
from pathlib import Path

import click
import pytest

from kpi_runner.cli import find_command

ROOT = Path(__file__).parents[2]
SHOWN = (
    *("*.md", "docs/*.md", "examples/**/*.md", "examples/ci/*.yml"),
    "kpi_runner/project/start/*.md",
)
# A command on a line of its own, or between backticks.
COMMAND = re.compile(
    r"(?:^|`|- run: )\s*(?:KPI_\w+=\S+ )?kpi ([a-z][^`\n]*)", re.MULTILINE
)
# What stands for something else, and what a shell does with the rest.
OPEN = re.compile(r"[\[|<>]|, then|, or|\.\.\.|\bCOMMAND\b")


def shown():
    """Yield each file with the words of each command in it."""
    for pattern in SHOWN:
        for path in sorted(ROOT.glob(pattern)):
            # Folded YAML and a backslash go on with the next line.
            text = re.sub(r"\\?\n +(?=--)", " ", path.read_text(encoding="utf-8"))
            for told in COMMAND.findall(text):
                words = shlex.split(OPEN.split(told)[0], comments=True)
                if words:
                    yield str(path.relative_to(ROOT)), tuple(words)


COMMANDS = sorted(set(shown()))


def test_the_documents_show_commands():
    files = {path for path, _ in COMMANDS}
    assert len(COMMANDS) > 40
    assert {"README.md", "examples/ci/github.yml", "examples/ci/gitlab.yml"} <= files


@pytest.mark.parametrize(
    ("path", "words"), COMMANDS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_command_in_a_document_is_one_that_kpi_takes(path, words):
    name, *options = words
    command = find_command(name)

    assert command is not None, f"{path} shows kpi {name}"
    # A document may show a part of a command.
    with suppress(click.MissingParameter, click.BadOptionUsage):
        command.make_context(f"kpi {name}", options)
