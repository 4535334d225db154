"""Great Expectations run over the published marts: one finding per broken rule."""

import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import EngineError, did_you_mean
from kpi_runner.gate.imports import Untyped, great_expectations, uncollected
from kpi_runner.gate.suite_files import Expectation, parameters_in
from kpi_runner.gate.sweep import Answer, query_of, sweep

# What an expectation is filled with: {"$PARAMETER": name} in a suite.
Parameters = Mapping[str, list[str] | int]
# Offending rows that are known beforehand, by table and query.
Answers = Mapping[tuple[str, str], Answer]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken expectation: what was observed, and the offending rows if it has any."""

    expectation: Expectation
    observed: str
    rows: tuple[Mapping[str, Any], ...]  # a row's columns have many types


def findings(
    engine: DuckDBEngine, expectations: Sequence[Expectation], parameters: Parameters
) -> list[Finding]:
    """Let Great Expectations check the engine's tables and return what is broken.

    Raises SuiteError for an expectation that it would not enforce, EngineError for
    one that the database refuses.
    """
    for each in expectations:
        check_parameters(each, parameters)
        check_tables(engine, each)
    with warnings.catch_warnings(), uncollected():
        # Its own dependencies are deprecated in many places; none are ours to mend.
        warnings.simplefilter("ignore")
        return _checked(engine, expectations, parameters)


def check_parameters(each: Expectation, parameters: Parameters) -> None:
    """Refuse a parameter that nothing fills."""
    for name in parameters_in(each.kwargs):
        if name not in parameters:
            raise each.fault(
                f"the gate gives no parameter '{name}'.",
                did_you_mean(name, parameters)
                or f"There are: {', '.join(sorted(parameters))}.",
            )


def check_tables(engine: DuckDBEngine, each: Expectation) -> None:
    """Refuse a query that reads anything but its batch."""
    if each.query is None:
        return
    try:
        read = engine.tables_in(query_of(engine, each))
    except EngineError as error:
        raise each.fault(
            f"DuckDB cannot read the query: {error.message.splitlines()[0]}"
        ) from error
    others = {name.strip('"') for name in read} - {each.table}
    if others:
        raise each.fault(
            f"the query reads '{min(others)}' beside its batch.",
            "A rule is judged by {batch} alone; put what it needs into the mart.",
        )


def _checked(
    engine: DuckDBEngine, expectations: Sequence[Expectation], parameters: Parameters
) -> list[Finding]:
    """Validate suite by suite and table by table, in the order given."""
    known = sweep(engine, expectations)
    gx, source = _source(engine, known)
    batches: dict[str, Untyped] = {}
    for table in sorted({each.table for each in expectations}):
        asset = source.add_table_asset(table, table_name=table)
        batches[table] = asset.get_batch(asset.build_batch_request())
    found = []
    for (suite, table), group in groupby(expectations, lambda e: (e.suite, e.table)):
        members = list(group)
        outcome = batches[table].validate(
            _suite(gx, f"{suite}/{table}", members),
            expectation_parameters=dict(parameters),
            result_format="BASIC",
        )
        results = {each.expectation_config.id: each for each in outcome.results}
        for number, each in enumerate(members):
            result = results.get(str(number))
            if not _is_passed(each, result):
                rows = _rows(engine, each, known)
                found.append(Finding(each, _observed(result), rows))
    return found


def _source(engine: DuckDBEngine, known: Answers) -> tuple[Untyped, Untyped]:
    """Return Great Expectations (untyped) and a datasource over the engine."""
    gx = great_expectations()
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from kpi_runner.gate.dialect import URL, engine_options

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    sources: Untyped = context.data_sources
    return gx, sources.add_sql(
        "published", connection_string=URL, kwargs=engine_options(engine, known)
    )


def _suite(gx: Untyped, name: str, members: Sequence[Expectation]) -> Untyped:
    """Return the suite in its own format; an expectation it drops is an error."""
    suite = gx.ExpectationSuite(name=name)
    for number, each in enumerate(members):
        written = {
            "type": each.type,
            "kwargs": dict(each.kwargs),
            "severity": each.severity,
            "description": each.description,
            "id": str(number),
        }
        try:
            kept = gx.ExpectationSuite(name=name, expectations=[written]).expectations
        except ValueError as error:
            told = " ".join(str(error).split())
            raise each.fault(f"Great Expectations refuses it: {told}.") from error
        if not kept:
            raise each.fault(
                f"Great Expectations does not understand '{each.type}'.",
                "Its expectations are listed in its own documentation.",
            )
        suite.expectations += kept
    return suite


def _is_passed(each: Expectation, result: Untyped) -> bool:
    """Tell whether an expectation holds; one that could not be checked is an error."""
    errors = [] if result is None else list(_errors(result.exception_info or {}))
    if result is None or errors:
        reason = errors[0] if errors else "it gave no result"
        raise EngineError(
            f"{each.place}: Great Expectations cannot check '{each.description}'",
            hint=reason,
        )
    return bool(result.success)


def _errors(info: Mapping[str, Any]) -> Iterable[str]:
    """Yield the messages of what was raised while an expectation was checked."""
    each_info = [info] if "raised_exception" in info else list(info.values())
    for each in each_info:
        if each.get("raised_exception", True):
            yield str(each.get("exception_message")).splitlines()[0]


def _observed(result: Untyped) -> str:
    """Return what an expectation saw, in a few words."""
    seen = result.result or {}
    value = seen.get("observed_value", seen.get("unexpected_count", "nothing"))
    return str(value)


def _rows(
    engine: DuckDBEngine, each: Expectation, known: Answers
) -> tuple[Mapping[str, Any], ...]:
    """Return all offending rows; Great Expectations itself stops at two hundred."""
    if each.query is None:
        return ()
    answer = known.get((each.table, each.query))
    names, rows = answer or engine.described(query_of(engine, each))
    return tuple(dict(zip(names, row, strict=True)) for row in rows)
