"""What changed in the raw files, and when that is more than rows."""

from dataclasses import replace

import pytest

from kpi_runner.build.changes import Changes, changes_since
from kpi_runner.build.state import Landing

BEFORE = "2026-01-01"


def landing(fingerprint="1", **files):
    """Return a landed table whose files have these sizes."""
    signatures = {name: [f"/{name}", size, 0, 0] for name, size in files.items()}
    return Landing(fingerprint, BEFORE, "shape", signatures)


THEN = {"raw.tickets": landing(a=10, b=10), "raw.messages": landing(a=100)}


def now(name="raw.tickets", **changed):
    return {**THEN, name: replace(landing("2", a=10, b=10, c=10), **changed)}


def test_nothing_changed():
    assert changes_since(THEN, dict(THEN)) == {}


def test_a_new_file_comes():
    assert changes_since(THEN, now()) == {"tickets": Changes(("c",), (), BEFORE)}


def test_a_file_goes_and_another_is_written_again():
    present = {**THEN, "raw.tickets": landing("2", b=11)}
    changes = Changes(("b",), ("a", "b"), BEFORE)
    assert changes_since(THEN, present) == {"tickets": changes}


@pytest.mark.parametrize(
    "present",
    [
        now(shape="other"),
        now(landed_at="2025-12-31"),
        now(files=THEN["raw.tickets"].files),
        now(name="zendesk.ticket"),
        {**THEN, "raw.tickets": landing("2", a=10, b=10, c=90, d=90)},
    ],
    ids=["type", "clock", "contract", "helpdesk", "most bytes"],
)
def test_everything_is_built_whole_when_more_changed_than_a_few_rows(present):
    assert changes_since(THEN, present) == {}
