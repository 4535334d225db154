"""What keeps Spark from starting is one line with what to do."""

import os
import subprocess
import sys

import pytest

from kpi_runner.engines.spark.faults import sentence
from kpi_runner.engines.spark.session import (
    Cluster,
    jvm_size,
    require_java,
    require_master,
    settings,
    started,
)
from kpi_runner.errors import EngineError, KpiError
from tests.spark.cluster import free_port
from tests.spark.parity import ROOT
from tests.support.shop import build, shop

OLD_JAVA = """#!/bin/sh
echo 'openjdk version "11.0.22" 2024-01-16' >&2
"""


def told(error):
    return str(error.value).splitlines()


def test_a_build_by_duckdb_never_imports_spark(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tests.support.shop import build;"
        "build(Path(sys.argv[1]));"
        "sys.exit(any('spark' in name or 'py4j' in name for name in sys.modules))"
    )
    run = [sys.executable, "-c", code, str(shop(tmp_path))]
    assert subprocess.run(run, cwd=ROOT, check=False).returncode == 0


def test_kpi_build_says_in_two_lines_that_java_is_missing(tmp_path):
    root = shop(tmp_path)
    command = "import sys; from kpi_runner.cli import main; main()"
    options = ["build", "--engine", "spark", "--quiet", "--raw", str(root / "raw")]
    ended = subprocess.run(
        [sys.executable, "-c", command, *options],
        cwd=root,
        env={**os.environ, "JAVA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        f"Error: Spark needs Java, and there is none in JAVA_HOME ('{tmp_path}').",
        "Install Java 17 or later and point JAVA_HOME at it.",
    ]


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_without_pyspark_the_extra_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(KpiError) as error:
        started(Cluster("local[1]"), tmp_path)
    assert told(error) == ["Spark is not installed.", "pip install 'kpi-panel[spark]'"]


@pytest.mark.spark
@pytest.mark.usefixtures("spark")
def test_a_model_that_spark_refuses_is_named_and_nothing_is_published(tmp_path):
    broken = "-- One row.\nselect no_such as x from {{ ref('orders') }}\n"
    root = shop(tmp_path, {"models/marts/broken.sql": broken})
    with pytest.raises(EngineError, match="'broken' fails in spark") as error:
        build(root, engine="spark", spark_master="local[1]")
    assert "no_such" in error.value.message
    assert "\n" not in error.value.message
    assert not (root / "target" / "marts.duckdb").exists()


def test_no_java_says_where_it_was_looked_for(monkeypatch, tmp_path):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KpiError) as error:
        require_java()
    assert told(error) == [
        "Spark needs Java, and there is none on the PATH.",
        "Install Java 17 or later and point JAVA_HOME at it.",
    ]


def test_a_java_home_without_java_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(KpiError) as error:
        require_java()
    assert (
        told(error)[0]
        == f"Spark needs Java, and there is none in JAVA_HOME ('{tmp_path}')."
    )


def test_an_old_java_is_named_with_its_version(monkeypatch, tmp_path):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(OLD_JAVA, "utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(KpiError) as error:
        require_java()
    assert told(error) == [
        f"Spark needs Java 17 or later; '{java}' is Java 11.",
        "Install Java 17 or later and point JAVA_HOME at it.",
    ]


def test_a_master_that_does_not_answer_is_named_at_once():
    master = f"spark://127.0.0.1:{free_port()}"
    with pytest.raises(KpiError) as error:
        require_master(Cluster(master))
    assert told(error)[0].startswith(f"no Spark master answers at '{master}'")
    assert "--spark-master" in told(error)[1]


@pytest.mark.parametrize(
    ("size", "written"), [("4GB", "4g"), ("512 MiB", "512m"), ("8G", "8g")]
)
def test_memory_is_said_as_for_duckdb(size, written):
    assert jvm_size(size) == written


def test_a_memory_that_java_cannot_take_says_how_to_write_it():
    with pytest.raises(KpiError, match="'80%' is no size that Spark takes"):
        jvm_size("80%")


def test_memory_goes_to_the_driver_here_and_to_executors_elsewhere(tmp_path):
    here = settings(Cluster("local[2]", "3GB"), tmp_path)
    there = settings(Cluster("spark://host:7077", "3GB"), tmp_path)
    assert here["spark.driver.memory"] == "3g"
    assert there["spark.executor.memory"] == "3g"


def test_more_data_is_cut_into_more_partitions(tmp_path):
    found = settings(Cluster("local[2]", raw_bytes=64 * 2**30), tmp_path)
    assert found["spark.sql.shuffle.partitions"] == "1024"


def test_spark_s_complaint_loses_its_codes_and_its_stack():
    complaint = (
        "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `x` cannot be "
        "resolved. SQLSTATE: 42703; line 1 pos 7;\n'Project ['x]\n"
    )
    assert sentence(complaint) == "A column with name `x` cannot be resolved."


def test_of_a_failed_job_its_cause_is_told():
    complaint = (
        "An error occurred while calling o1.parquet.\n: org.apache.X: Job aborted.\n"
        "Caused by: org.apache.spark.Y: [DIVIDE_BY_ZERO] Division by zero. "
        "SQLSTATE: 22012\n\tat a.b\n"
    )
    assert sentence(complaint) == "Division by zero."
