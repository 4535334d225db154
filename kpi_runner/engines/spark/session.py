"""Starting a Spark session: Java, cluster and folder are looked at first."""

import os
import re
import shutil
import socket
import subprocess
import time
import warnings
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from kpi_runner.engines.spark.faults import spark_fault
from kpi_runner.errors import EngineError, KpiError

# SparkSession and DataFrame of pyspark.sql, which only those import who ask for Spark.
Session = Any
Frame = Any

# The master of every core of this machine.
HERE = "local[*]"
OLDEST_JAVA = 17
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SECONDS_TO_CONNECT = 5
_SECONDS_TO_START = 60
_SECONDS_TO_JOIN = 3
BYTES_PER_PARTITION = 64 * 2**20
# So few rows are read sooner than a plan is compiled, cut and corrected.
_BYTES_OF_A_SMALL_DESK = 8 * 2**20
_OF_A_SMALL_DESK = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where Spark runs; ``master`` as spark-submit understands it.

    ``raw_bytes`` is the size of what will be read: it sets the partitions.
    """

    master: str
    memory: str | None = None
    raw_bytes: int = 0

    @property
    def is_local(self) -> bool:
        """Tell whether it all runs in one process here."""
        return self.master.startswith("local")

    @property
    def is_loopback(self) -> bool:
        """Tell whether nothing of it is on another machine."""
        return self.is_local or urlsplit(self.master).hostname in _LOOPBACK


def started(cluster: Cluster, folder: Path) -> Session:
    """Start a session whose cluster is there; ``folder`` takes its log and spill.

    Raises KpiError, with what to do, when Spark or Java is missing, or the cluster
    does not answer.
    """
    require_java()
    require_master(cluster)
    with warnings.catch_warnings():
        # Spark warns of a pandas that nothing here uses.
        warnings.simplefilter("ignore")
        session = _session(cluster, folder)
    try:
        require_executors(session, cluster)
    except KpiError:
        session.stop()
        raise
    return session


def _session(cluster: Cluster, folder: Path) -> Session:
    """Start the driver, with what it and Java say in a file."""
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.java_gateway import launch_gateway
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise KpiError(
            "Spark is not installed.", hint="pip install 'kpi-panel[spark]'"
        ) from error
    conf = SparkConf().setAll(list(settings(cluster, folder).items()))
    # It writes every refused query to stderr; the build says it in a line.
    getLogger("SQLQueryContextLogger").disabled = True
    log = folder / "spark.log"
    try:
        with log.open("w") as file, spark_fault():
            # One Java process serves every session of this one.
            gateway = SparkContext._gateway or launch_gateway(
                conf, popen_kwargs={"stdout": file, "stderr": file}
            )
            return SparkSession(SparkContext(conf=conf, gateway=gateway))
    except EngineError as error:
        raise EngineError(
            f"Spark does not start: {error.message}", hint=f"Its log: {log}"
        ) from error


def settings(cluster: Cluster, folder: Path) -> dict[str, str]:
    """Return the session's settings: the same meaning of SQL as in DuckDB, no noise."""
    found = {
        "spark.app.name": "kpi-panel",
        "spark.master": cluster.master,
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "false",
        "spark.sql.shuffle.partitions": str(partitions(cluster.raw_bytes)),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.local.dir": str(folder / "spill"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "2g",
    }
    if cluster.raw_bytes < _BYTES_OF_A_SMALL_DESK:
        found |= _OF_A_SMALL_DESK
    if cluster.memory:
        part = "driver" if cluster.is_local else "executor"
        found[f"spark.{part}.memory"] = jvm_size(cluster.memory)
    if cluster.is_loopback:
        found["spark.driver.host"] = found["spark.driver.bindAddress"] = "127.0.0.1"
    return found


def partitions(raw_bytes: int) -> int:
    """Return into how many parts rows are divided between the stages of a query."""
    least = 1 if raw_bytes < _BYTES_OF_A_SMALL_DESK else 2
    return max(least, raw_bytes // BYTES_PER_PARTITION)


def jvm_size(size: str) -> str:
    """Return a size that DuckDB would take (``4GB``) as Java writes it (``4g``)."""
    found = re.fullmatch(r"(\d+) ?([KMGT])i?B?", size, re.IGNORECASE)
    if not found:
        raise KpiError(
            f"the memory limit '{size}' is no size that Spark takes.",
            hint="Write a whole number with its unit, such as 4GB.",
        )
    return f"{found[1]}{found[2].lower()}"


def require_java() -> None:
    """Raise KpiError unless there is a Java that Spark runs on."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    hint = f"Install Java {OLDEST_JAVA} or later and point JAVA_HOME at it."
    try:
        asked = [java or "java", "-version"]
        told = subprocess.run(asked, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        where = f"in JAVA_HOME ('{home}')" if home else "on the PATH"
        message = f"Spark needs Java, and there is none {where}."
        raise KpiError(message, hint=hint) from error
    version = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    if version and int(version[1]) < OLDEST_JAVA:
        raise KpiError(
            f"Spark needs Java {OLDEST_JAVA} or later; '{java}' is Java {version[1]}.",
            hint=hint,
        )


def require_master(cluster: Cluster) -> None:
    """Raise KpiError unless the master of a standalone cluster answers."""
    if not cluster.master.startswith("spark://"):
        return
    address = urlsplit(cluster.master.partition(",")[0])
    try:
        where = (address.hostname or "", address.port or 7077)
        socket.create_connection(where, timeout=_SECONDS_TO_CONNECT).close()
    except (OSError, ValueError) as error:
        raise KpiError(
            f"no Spark master answers at '{cluster.master}': {error}.",
            hint="Start the cluster, or correct --spark-master "
            "(spark://HOST:PORT, as the master's log says it).",
        ) from error


def executors(session: Session) -> frozenset[str]:
    """Return the addresses of the executors and the driver."""
    # Python has no such call.
    status = session.sparkContext._jsc.sc().getExecutorMemoryStatus()
    return frozenset(str(status.keySet().mkString(",")).split(","))


def require_executors(session: Session, cluster: Cluster) -> None:
    """Raise KpiError unless the cluster gives an executor within a minute.

    Then wait for the others, until none has come for some seconds.
    """
    if cluster.is_local:
        return
    deadline = time.monotonic() + _SECONDS_TO_START
    while len(executors(session)) == 1:
        if time.monotonic() > deadline:
            raise KpiError(
                f"the cluster '{cluster.master}' gave no executor within "
                f"{_SECONDS_TO_START} seconds.",
                hint="See whether its workers run and have cores and memory to spare.",
            )
        time.sleep(0.1)
    known: frozenset[str] = frozenset()
    while known != (known := executors(session)):
        time.sleep(_SECONDS_TO_JOIN)


def require_shared(session: Session, cluster: Cluster, folder: Path) -> None:
    """Raise KpiError unless every worker writes where the driver reads.

    Otherwise rows would be lost without a word: each worker has a disk of its own to
    write on. Two short sleeps a core make every executor take part.
    """
    probe = folder / f"probe-{uuid4().hex}"
    parts = 2 * session.sparkContext.defaultParallelism
    try:
        with spark_fault():
            rows = session.range(parts, numPartitions=parts)
            slept = "java_method('java.lang.Thread', 'sleep', 200L) as slept"
            rows.selectExpr("id", slept).write.parquet(str(probe))
        is_shared = len(list(probe.glob("*.parquet"))) == parts
    except EngineError as error:
        raise unshared(folder, cluster) from error
    finally:
        shutil.rmtree(probe, ignore_errors=True)
    if not is_shared:
        raise unshared(folder, cluster)


def unshared(path: Path, cluster: Cluster) -> KpiError:
    """Return the error of a path that not every worker sees."""
    return KpiError(
        f"the path '{path}' is not visible to the workers of '{cluster.master}'.",
        hint="Use a folder that is mounted at the same place on every machine: "
        "--target for results, --raw for data.",
    )
