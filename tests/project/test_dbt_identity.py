"""Compiled SQL is dbt's, byte for byte: real dbt-core compiles the same files."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kpi_runner.project.project import read_project
from tests.support.require import require

ROOT = Path(__file__).parents[2]
HOSTILE = Path(__file__).parent / "hostile"
DBT = Path(os.environ.get("KPI_DBT", ROOT / ".venv-dbt/bin/dbt"))

pytestmark = [pytest.mark.dbt, pytest.mark.slow]


def dbt_compile(root, target, variables):
    if not DBT.is_file():
        require("dbt", f"there is no dbt at {DBT} (set KPI_DBT)")
    done = subprocess.run(
        [
            *(DBT, "compile", "--quiet", "--project-dir", root, "--profiles-dir", root),
            *("--target-path", target, "--log-path", target / "logs"),
            *("--vars", json.dumps(variables)),
        ],
        env={**os.environ, "KPI_DBT_DATABASE": str(target / "work.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads((target / "manifest.json").read_text())["nodes"]


def differing(project, compiled):
    return [
        name
        for name, model in project.models.items()
        if project.compile(name, database="work").encode()
        != (compiled / project.name / model.path).read_bytes()
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOSTILE_WORD", "a word")
        target = tmp_path_factory.mktemp("hostile")
        variables = {"number": 30}
        nodes = dbt_compile(HOSTILE, target, variables)
        yield read_project(HOSTILE, variables=variables), nodes, target / "compiled"


def test_thirty_hostile_templates_compile_to_the_bytes_of_dbt(hostile):
    project, _, compiled = hostile
    assert len(project.models) == 30
    assert differing(project, compiled) == []


def test_hostile_models_are_configured_as_dbt_configures_them(hostile):
    project, nodes, _ = hostile
    for name, model in project.models.items():
        theirs = nodes[f"model.hostile.{name}"]["config"]
        keys = ("materialized", "tags", "meta")
        ours = {"tags": [], "meta": {}, **model.config}
        assert {key: ours[key] for key in keys} == {key: theirs[key] for key in keys}


def test_hostile_models_read_what_dbt_says_they_read(hostile):
    project, nodes, _ = hostile
    for name, model in project.models.items():
        theirs = nodes[f"model.hostile.{name}"]["depends_on"]["nodes"]
        ours = {*(ref.name for ref in model.refs), *(use.name for use in model.sources)}
        assert ours == {
            node.split(".", 2)[-1].removeprefix("hostile.") for node in theirs
        }


def test_every_model_of_the_project_compiles_to_the_bytes_of_dbt(tmp_path):
    root = tmp_path / "project"
    for folder in ("models", "macros", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / file, root / file)
    variables = {"as_of": "2026-03-02 00:00:00", "gate_mode": "literal"}
    dbt_compile(root, tmp_path, variables)
    project = read_project(root, variables=variables)
    assert differing(project, tmp_path / "compiled") == []
