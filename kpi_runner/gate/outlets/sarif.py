"""The verdict as SARIF 2.1.0, for code scanning."""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version

from kpi_runner.gate.verdict import Breach, Outcome, Verdict
from kpi_runner.gate.wording import asked, headline, plain, sentence

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"critical": "error", "warning": "warning", "info": "note"}


def render(verdict: Verdict) -> str:
    """Return one run: every rule that was checked, and each breach of one."""
    rules = _rules(verdict)
    numbers = {str(rule["id"]): number for number, rule in enumerate(rules)}
    found = [*verdict.breaches, *verdict.notes]
    run = {
        "tool": {
            "driver": {
                "name": "kpi gate",
                "version": version("kpi-panel"),
                "rules": rules,
            }
        },
        "automationDetails": {"id": "kpi-gate/"},
        "invocations": [_invocation(verdict)],
        "results": [_result(breach, numbers) for breach in found],
        "properties": {"run_id": verdict.run_id, "mode": verdict.mode},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _rules(verdict: Verdict) -> list[dict[str, object]]:
    """Return one descriptor for each rule and level, in the order of the suites."""
    return [
        {
            "id": f"{each.rule}/{each.level}",
            "name": f"{each.rule}_{each.level}",
            "shortDescription": {"text": each.description},
            "help": {"text": f"docs/rules.md has a section on {each.rule}."},
            "defaultConfiguration": {"level": _LEVELS[each.severity]},
            "properties": {"tags": [each.suite]},
        }
        for each in verdict.expectations
        if each.rule
    ]


def _invocation(verdict: Verdict) -> dict[str, object]:
    """Return how the run went; data that cannot be trusted is a failed one."""
    told: dict[str, object] = {
        "executionSuccessful": not verdict.problems,
        "exitCode": verdict.exit_code,
    }
    if verdict.problems:
        told["toolExecutionNotifications"] = [
            {"level": "error", "message": {"text": plain(problem)}}
            for problem in verdict.problems
        ]
    return told


def _result(breach: Breach, numbers: Mapping[str, int]) -> dict[str, object]:
    expectation = breach.expectation
    rule = f"{expectation.rule}/{expectation.level}"
    place = expectation.place
    told: dict[str, object] = {
        "ruleId": rule,
        "ruleIndex": numbers[rule],
        "level": _LEVELS[expectation.severity],
        "message": {"text": f"{headline(breach)}. {sentence(breach)}. {asked(breach)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": place.path.as_posix()},
                    "region": {"startLine": place.line or 1},
                },
                "logicalLocations": [{"fullyQualifiedName": plain(breach.cell.place)}],
            }
        ],
        "partialFingerprints": {"cell/v1": _fingerprint(breach)},
    }
    if breach.outcome is Outcome.WAIVED:
        until = f"until {breach.cell.waived_until} by {plain(breach.cell.waived_by)}"
        told["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": until}
        ]
    return told


def _fingerprint(breach: Breach) -> str:
    """Return what a breach has in common with itself in another week."""
    return hashlib.sha256(json.dumps(breach.cell.key).encode()).hexdigest()
