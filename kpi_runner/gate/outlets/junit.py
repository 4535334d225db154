"""The verdict as JUnit XML: each judged cell is a test case of its deployment."""

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from kpi_runner.gate.docket import Cell
from kpi_runner.gate.verdict import Breach, Outcome, Verdict, is_judged
from kpi_runner.gate.wording import asked, headline, plain, sentence, standing

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(verdict: Verdict) -> str:
    """Return the document; names hold no week, so that CI can follow a case."""
    root = ElementTree.Element("testsuites")
    _suite(root, verdict, "contract", _contract_cases(verdict))
    cells = sorted(verdict.cells, key=lambda cell: cell.key)
    broken = {breach.cell.key: breach for breach in verdict.breaches}
    for deployment, group in groupby(cells, lambda cell: cell.deployment_id):
        cases = [_case(verdict, cell, broken.get(cell.key)) for cell in group]
        _suite(root, verdict, deployment, cases)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(
    root: ElementTree.Element,
    verdict: Verdict,
    name: str,
    cases: Sequence[ElementTree.Element],
) -> None:
    counts = {
        attribute: str(sum(case.find(tag) is not None for case in cases))
        for attribute, tag in _COUNTED.items()
    }
    named = {
        "name": plain(name),
        "package": "kpi_gate",
        "id": str(len(root)),
        "timestamp": f"{verdict.published_at:%Y-%m-%dT%H:%M:%S}",
        "hostname": "localhost",
        "time": "0",
        "tests": str(len(cases)),
    }
    suite = ElementTree.SubElement(root, "testsuite", {**named, **counts})
    properties = ElementTree.SubElement(suite, "properties")
    for key, value in (("run_id", verdict.run_id), ("mode", verdict.mode)):
        ElementTree.SubElement(properties, "property", name=key, value=plain(value))
    suite.extend(cases)
    ElementTree.SubElement(suite, "system-out")
    ElementTree.SubElement(suite, "system-err")


def _contract_cases(verdict: Verdict) -> list[ElementTree.Element]:
    """Return one case for each problem, or one that passes."""
    if not verdict.problems:
        return [_empty_case("contract", "the data can be trusted")]
    cases = []
    for problem in verdict.problems:
        subject, _, told = problem.partition(": ")
        case = _empty_case("contract", plain(subject))
        told = plain(told)
        error = ElementTree.SubElement(case, "error", type="untrusted", message=told)
        error.text = told
        cases.append(case)
    return cases


def _case(verdict: Verdict, cell: Cell, breach: Breach | None) -> ElementTree.Element:
    case = _empty_case(f"{cell.deployment_id}.{cell.rule}", cell.place)
    if verdict.problems:
        ElementTree.SubElement(case, "skipped", message="the data cannot be trusted")
    elif breach and breach.outcome is Outcome.FAILS:
        failure = ElementTree.SubElement(
            case, "failure", type=breach.level, message=sentence(breach)
        )
        failure.text = f"{headline(breach)}\n{sentence(breach)}\n{asked(breach)}"
    elif breach:
        reason = standing(breach) or "does not fail at this level"
        told = f"{breach.level}, {reason}: {sentence(breach)}"
        ElementTree.SubElement(case, "skipped", message=told)
    elif not is_judged(cell):
        told = cell.status.replace("_", " ")
        ElementTree.SubElement(case, "skipped", message=plain(told))
    return case


def _empty_case(classname: str, name: str) -> ElementTree.Element:
    named = {"classname": plain(classname), "name": plain(name), "time": "0"}
    return ElementTree.Element("testcase", named)
