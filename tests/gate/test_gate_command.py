import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from tests.gate.marts import ROOT, cell, publish, slip


def gate(target, *arguments):
    """Run kpi gate in this process; a bug is a traceback here too."""
    asked = ["gate", "--project", ROOT, "--target", target, *arguments]
    found = CliRunner().invoke(main, [str(each) for each in asked])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_a_breach_is_printed_and_is_the_exit_code(tmp_path):
    found = gate(publish(tmp_path, [slip(5)]))

    assert found.exit_code == 1
    assert "ROLLBACK  csat_slip_resolution   web_chat / returns" in found.stdout
    assert found.stdout.endswith("neither answered nor waived (exit 1).\n")
    assert found.stderr == ""


def test_quiet_prints_only_what_did_not_pass(tmp_path):
    assert gate(publish(tmp_path, [cell()]), "--quiet").output == ""
    assert "ROLLBACK" in gate(publish(tmp_path, [slip(5)]), "--quiet").output


def test_several_formats_go_to_their_files(tmp_path):
    publish(tmp_path, [slip(5)])

    found = gate(
        tmp_path,
        *("--format", "junit", "--output", tmp_path / "gate.xml"),
        *("--format", "sarif", "--output", tmp_path / "gate.sarif"),
    )

    assert "ROLLBACK" in found.stdout
    assert (tmp_path / "gate.xml").read_text().startswith("<?xml")
    assert json.loads((tmp_path / "gate.sarif").read_text())["version"] == "2.1.0"


def test_a_format_without_a_file_is_all_that_is_printed(tmp_path):
    found = gate(publish(tmp_path, [slip(5)]), "--format", "json")

    assert json.loads(found.stdout)["exit_code"] == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--fail-on", "incidents"], "'incidents' is not one of"),
        (["--mode", "lenient"], "'lenient' is not one of"),
        (["--max-age", "soon"], "'soon' is no age such as 36h"),
        (["--max-age", "99999999999d"], "is longer than time"),
        (["--format", "pdf"], "'pdf' is not one of"),
        (["--output", "gate.xml"], "do not pair up"),
        (["--deployment", "web_chatt"], "Did you mean 'web_chat'?"),
        (["--format", "json", "--output", "no/such/folder.json"], "cannot be written"),
    ],
)
def test_wrong_options_exit_2_and_say_what_is_wrong(tmp_path, arguments, says):
    found = gate(publish(tmp_path, [cell()]), *arguments)

    assert found.exit_code == 2
    assert says in " ".join(found.stderr.split())


def test_no_marts_and_no_marts_file_say_what_to_do(tmp_path):
    nothing = gate(tmp_path)
    (tmp_path / "marts.duckdb").write_text("these are no marts")
    broken = gate(tmp_path)

    assert (nothing.exit_code, broken.exit_code) == (2, 2)
    assert "there are no published marts" in nothing.stderr
    assert "Run kpi build first" in nothing.stderr
    assert "cannot be read" in broken.stderr


def test_stale_data_exits_4_and_names_its_age(tmp_path):
    publish(tmp_path, [slip(5), cell(archetype="gifts", note="QA reads much")])

    found = gate(tmp_path, "--max-age", "7d", "--now", "2026-08-01")

    assert found.exit_code == 4
    assert (
        "UNTRUSTED freshness: the newest event is of 2026-07-05 23:51" in found.stdout
    )
    assert "ROLLBACK" not in found.stdout
    assert "QA reads much" not in found.stdout


def test_pyspark_is_never_imported_nor_can_it_end_the_gate(tmp_path):
    (tmp_path / "pyspark.py").write_text("import sys; sys.exit(0)")
    target = publish(tmp_path / "target", [slip(5)])
    asked = ["gate", "--project", str(ROOT), "--target", str(target)]

    ended = subprocess.run(
        [sys.executable, "-c", f"from kpi_runner.cli import main; main({asked})"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 1, ended.stderr
    assert "ROLLBACK" in ended.stdout


def test_a_folder_that_is_no_project_is_named_as_such(tmp_path):
    publish(tmp_path / "target", [cell()])

    found = CliRunner().invoke(main, ["gate", "--project", str(tmp_path)])

    assert found.exit_code == 2
    assert f"there is no dbt_project.yml in '{tmp_path}'" in found.stderr
