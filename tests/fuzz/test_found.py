"""What the fuzzers found, each by its name."""

import pytest

from kpi_runner.errors import ProjectError, SuiteError, TemplateError
from kpi_runner.gate.suite_files import read_suites
from kpi_runner.project.project import read_project
from tests.support.landing import write
from tests.support.projects import write_project


@pytest.mark.parametrize(
    "text",
    [
        b"name: \x01shop",
        b"name: \xff",
        b"version: 2026-13-45",
        b"version: " + b"9" * 5_000,
        b"vars: " + b"[" * 5_000,
    ],
    ids=["control character", "no UTF-8", "no date", "endless number", "deep"],
)
def test_a_project_file_that_yaml_chokes_on_is_named(tmp_path, text):
    root = write_project(tmp_path)
    (root / "dbt_project.yml").write_bytes(text)

    with pytest.raises(ProjectError, match=r"dbt_project\.yml.*: this is not YAML"):
        read_project(root)


def test_a_template_that_is_nested_too_deep_is_named(tmp_path):
    deep = {"models/deep.sql": "select {{ " + "(" * 5_000 + " }}"}

    with pytest.raises(TemplateError, match=r"models/deep\.sql.*nested too deep"):
        read_project(write_project(tmp_path, deep))


@pytest.mark.parametrize(
    "suite",
    [
        '{"name": "csat", "meta": "text", "expectations": [{"kwargs": {}}]}',
        '{"name": "csat", "expectations": [{"kwargs": {}, "meta": [1]}]}',
        '{"name": ' + "9" * 5_000 + "}",
        "[" * 5_000,
    ],
    ids=["meta of the suite", "meta of a rule", "endless number", "deep"],
)
def test_a_suite_of_the_wrong_shape_is_named(tmp_path, suite):
    write(tmp_path, {"csat.json": suite})

    with pytest.raises(SuiteError, match=r"^csat\.json"):
        read_suites(tmp_path, tmp_path)
