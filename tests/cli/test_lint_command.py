from click.testing import CliRunner

from kpi_runner.cli import main
from tests.support.projects import write_project


def run(root, *words):
    return CliRunner().invoke(main, ["lint", "--project", str(root), *words])


def test_lint_prints_place_fault_and_portable_spelling_and_exits_one(tmp_path):
    sql = "-- One row per day\nselect current_date as day"
    yml = "models:\n- name: a\n"
    write_project(tmp_path, {"models/a.sql": sql, "models/a.yml": yml})
    result = run(tmp_path)
    assert result.exit_code == 1
    assert result.output == (
        "models/a.sql:2: a model may not read the clock: CURRENT_DATE.\n"
        "Instead: join int_clock or int_watermark.\n\n1 models, 1 findings.\n"
    )


def test_lint_looks_at_the_selected_models_only(tmp_path):
    files = {"models/a.sql": "select now()", "models/b.sql": "select 1"}
    result = run(write_project(tmp_path, files), "--select", "b")
    assert "models/b.sql:1: the first line" in result.output
    assert "a.sql" not in result.output
