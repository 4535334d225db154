import json
import subprocess
from pathlib import Path

import pytest

from tests.support.require import require
from tests.support.shop import build, shop

DBT_PYTHON = Path(__file__).parents[2] / ".venv-dbt/bin/python"
READ_BY_DBT = """
import sys
from dbt.artifacts.schemas.manifest import WritableManifest
from dbt.artifacts.schemas.run import RunResultsArtifact
folder = sys.argv[1]
results = RunResultsArtifact.read_and_check_versions(f"{folder}/run_results.json")
manifest = WritableManifest.read_and_check_versions(f"{folder}/manifest.json")
print(sorted(str(each.status) for each in results.results))
print(sorted(manifest.nodes))
"""


def test_the_manifest_says_who_reads_whom(tmp_path):
    build(shop(tmp_path))
    manifest = json.loads((tmp_path / "target/manifest.json").read_text())

    assert manifest["parent_map"]["model.shop.totals"] == ["model.shop.orders"]
    assert manifest["parent_map"]["model.shop.orders"] == ["source.shop.raw.tickets"]
    assert manifest["child_map"]["model.shop.orders"] == [
        "model.shop.check_prices",
        "model.shop.totals",
    ]
    assert manifest["nodes"]["model.shop.totals"]["original_file_path"] == (
        "models/marts/totals.sql"
    )


def test_the_same_project_writes_the_same_manifest(tmp_path):
    build(shop(tmp_path))
    first = (tmp_path / "target/manifest.json").read_bytes()

    build(tmp_path, is_full_refresh=True)

    assert (tmp_path / "target/manifest.json").read_bytes() == first


@pytest.mark.dbt
def test_dbt_reads_both_artifacts_as_its_own(tmp_path):
    if not DBT_PYTHON.exists():
        require("dbt", f"there is no dbt beside {DBT_PYTHON}")
    build(shop(tmp_path))

    told = subprocess.check_output(
        [DBT_PYTHON, "-c", READ_BY_DBT, tmp_path / "target"], text=True
    )

    assert told.splitlines() == [
        "['success', 'success', 'success']",
        "['model.shop.check_prices', 'model.shop.orders', 'model.shop.totals']",
    ]
