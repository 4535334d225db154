"""Verdicts without a database, for what is written of them."""

from dataclasses import fields

from kpi_runner.gate.docket import Cell
from kpi_runner.gate.suite_files import LEVELS, read_suites
from kpi_runner.gate.suites import Finding
from kpi_runner.gate.verdict import Request, Verdict, breaches_of, exit_code
from tests.gate.marts import AS_OF, ROOT, by_mode

SUITES = read_suites(ROOT, ROOT / "expectations")


def verdict_of(*rows, mode="evidence", fail_on="review", problems=(), **more):
    """Return the verdict on these rows of the gate, each at its own status."""
    cells = tuple(cell_of(row, mode) for row in rows)
    found = [
        Finding(
            expectation,
            "1",
            tuple(row_of(cell) for cell in cells if at(cell, expectation)),
        )
        for expectation in SUITES
    ]
    breaches, notes = breaches_of(cells, found, fail_on)
    usual = {
        "exit_code": exit_code(cells, breaches, problems, Request()),
        "mode": mode,
        "fail_on": fail_on,
        "run_id": "run-1",
        "as_of": AS_OF,
        "published_at": AS_OF,
        "cells": cells,
        "breaches": () if problems else breaches,
        "notes": notes,
        "problems": tuple(problems),
        "expectations": tuple(SUITES),
    }
    return Verdict(**{**usual, **more})


def at(cell, expectation):
    """Tell whether an expectation is the one of a cell's rule and status."""
    level = cell.status if cell.status in LEVELS else None
    return (expectation.rule, expectation.level) == (cell.rule, level)


def cell_of(row, mode):
    """Return a row of the gate in a mode, null where it says nothing."""
    judged = next(each for each in by_mode(row) if each["gate_mode"] == mode)
    return Cell(**{each.name: judged.get(each.name) for each in fields(Cell)})


def row_of(cell):
    names = ("deployment_id", "rule", "slice", "archetype", "segment")
    return {name: getattr(cell, name) for name in names}
