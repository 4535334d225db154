"""Spark for tests: there or skipped, small and quiet."""

from importlib.util import find_spec

import pytest

from kpi_runner.engines.spark.engine import SparkEngine
from kpi_runner.engines.spark.session import Cluster, require_java
from kpi_runner.errors import KpiError
from tests.support.require import require

# A build of a test is short: Java takes longer to compile itself well than to run.
SETTINGS = """
spark.executor.memory 600m
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
-XX:ReservedCodeCacheSize=256m -XX:MetaspaceSize=256m -Xmn400m
"""


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """Skip without Spark and Java; every session of these tests has its settings."""
    if find_spec("pyspark") is None:
        require("spark", "pyspark is not installed (pip install '.[spark]')")
    try:
        require_java()
    except KpiError as error:
        require("spark", error.message)
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(SETTINGS, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        yield


@pytest.fixture(scope="module")
def engine(spark, tmp_path_factory):
    """One local engine for the tests of a module."""
    engine = SparkEngine(Cluster("local[2]"), tmp_path_factory.mktemp("engine") / "s")
    yield engine
    engine.close()
