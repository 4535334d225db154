"""Texts searched together, line by line, are those that a pattern finds one by one."""

import csv
from contextlib import closing
from pathlib import Path

from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.project.project import read_project
from tests.support.warehouse import ROOT

# What could read on after the end of a line, or take its ends for those of a text.
PATTERNS = (
    *(r"days\s+refund", r"[^a-z]+refund", r"\W+refund", r"\D+$", r"^[^ ]+$"),
    *(r"days\nrefund", r"^refund\b", r"\bdays$", r"(?i)DAYS$", r"\[^x|\]$", r"[\W_]$"),
    *(r"[^\s]$", r".+days.*", r"a{2}|[^0]$", r"x\\s", r"[^^]\]"),
)
TEXTS = (
    *("30 days", "refund", "days refund", "refund days", "aa", "0", "\\s x\\s", "["),
    *("[^x", "_", "-", " ", "€ days", "x]", "12 ^]", "a" * 3000, "b" * 3000),
)


def quoted(rows):
    return ", ".join(f"({', '.join(map(literal, row))})" for row in rows)


def found(texts, patterns):
    """Return the texts and patterns that belong together, by both ways."""
    project = read_project(ROOT)
    sql = f"""
        with texts as (select * from (values {quoted(texts)}) as t (text)),
        patterns as (select * from (values {quoted(patterns)}) as p (pattern, stem)),
        batches as ({{{{ lines_of('texts', 'text') }}}}),
        together as (
            select pattern, unnest({{{{ lines_matched('lines', 'patterns') }}}}) as text
            from batches cross join patterns
        )
        select text, pattern, 'together' as way from together
        union all
        select text, pattern, 'one by one' as way from texts
        inner join patterns on {{{{ fits_pattern('text') }}}}
        order by text, pattern, way"""
    parsed = project.templates.parse(Path("models/x.sql"), sql)
    with closing(DuckDBEngine()) as engine:
        rows = engine.rows(project.templates.render(parsed, {}, engine="duckdb"))
    return [
        {row[:2] for row in rows if row[2] == way} for way in ("together", "one by one")
    ]


def test_a_pattern_does_not_read_on_after_the_end_of_a_text():
    together, alone = found(
        [(text,) for text in TEXTS], [(pattern, "") for pattern in PATTERNS]
    )
    assert together == alone
    assert {pattern for _, pattern in alone} == set(PATTERNS) - {r"days\nrefund"}


def test_a_text_without_the_stem_is_not_found_among_texts_with_it():
    texts = [("refund in 30 days",), ("return in 30 days",), ("x" * 6000,)]
    together, alone = found(texts, [("[0-9]+ days", "refund")])
    assert together == alone == {("refund in 30 days", "[0-9]+ days")}


def test_the_shipped_patterns_find_the_same_in_the_labelled_messages():
    patterns = [
        (row["pattern"], row["stem"])
        for seed in ("policy_patterns", "capabilities")
        for row in read_csv(ROOT / "seeds" / f"{seed}.csv")
    ]
    messages = {
        (row["message"].lower().replace("\n", " "),)
        for row in read_csv(ROOT / "tests" / "policy" / "heldout.csv")
    }
    together, alone = found(sorted(messages), sorted(set(patterns)))
    assert together == alone
    assert len(alone) > len(messages)


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
