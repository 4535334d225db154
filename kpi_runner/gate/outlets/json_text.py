"""The verdict as JSON, for scripts."""

import json
from dataclasses import asdict
from datetime import date, datetime

from kpi_runner.gate.verdict import Breach, Verdict
from kpi_runner.gate.wording import conclusion, noise, sentence

# Raise it when a field changes its meaning or goes away.
FORMAT_VERSION = 1


def render(verdict: Verdict) -> str:
    """Return one object: the verdict, its breaches (the worst first), all cells."""
    told = {
        "format_version": FORMAT_VERSION,
        "exit_code": verdict.exit_code,
        "conclusion": conclusion(verdict),
        "mode": verdict.mode,
        "fail_on": verdict.fail_on,
        "run_id": verdict.run_id,
        "as_of": verdict.as_of,
        "published_at": verdict.published_at,
        "counts": counts(verdict),
        "problems": verdict.problems,
        "warnings": verdict.warnings,
        "breaches": [_breach(each) for each in verdict.breaches],
        "notes": [_breach(each) for each in verdict.notes],
        "cells": [asdict(cell) for cell in verdict.cells],
    }
    # ASCII only, so that nothing in the data can act on a terminal.
    return json.dumps(told, indent=2, default=_written) + "\n"


def counts(verdict: Verdict) -> dict[str, int]:
    """Return how many cells are in which state."""
    levels = ("incident", "rollback", "review", "watch")
    return {
        "failing": len(verdict.failing),
        **{level: verdict.count(level) for level in levels},
        "held": verdict.held_count,
        "unproven": verdict.unproven_count,
    }


def _breach(breach: Breach) -> dict[str, object]:
    return {
        **asdict(breach.cell),
        "level": breach.level,
        "outcome": breach.outcome,
        "severity": breach.expectation.severity,
        "expectation": breach.expectation.description,
        "sentence": sentence(breach),
        "noise": noise(breach),
    }


def _written(value: object) -> str:
    """Return a day or a moment as ISO text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
