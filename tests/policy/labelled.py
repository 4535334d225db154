"""Labelled sets of messages, scored after one build of them all."""

from collections import Counter
from dataclasses import replace

from benchmarks.policy import build, read_cases
from tests.support.warehouse import ROOT


def outcomes_of(names, is_scored, score):
    """Return how often each outcome of a check occurs, by set."""
    sets = {
        name: [
            replace(case, key=f"{name}.{case.key}")
            for case in read_cases(ROOT / "tests" / "policy" / name)
            if is_scored(case)
        ]
        for name in names
    }
    built = build(case for cases in sets.values() for case in cases)
    return {
        name: Counter(outcome for _, outcome in score(cases, built))
        for name, cases in sets.items()
    }
