"""A real standalone cluster on loopback: a master and workers, each its own process."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

SECONDS_TO_START = 90


@dataclass
class StandaloneCluster:
    """A running master with its workers."""

    folder: Path
    port: int
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def master(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self, name: str, *command: str, within: Sequence[str] = ()) -> None:
        """Start one daemon; ``within`` is a command that runs it."""
        environment = {
            **os.environ,
            "SPARK_HOME": str(spark_home()),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "spill"),
        }
        with (self.folder / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                [*within, str(spark_home() / "bin" / "spark-class"), *command],
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )

    def add_worker(self, name: str, *, within: Sequence[str] = ()) -> None:
        """Start a worker of one core, and wait until the master knows it."""
        before = self.said("master", "Registering worker")
        self.start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            *("--host", "127.0.0.1", "--cores", "1", "--memory", "1g"),
            *("--webui-port", "0", "--work-dir", str(self.folder / name), self.master),
            within=within,
        )
        self.wait_for("master", "Registering worker", before + 1)

    def kill(self, name: str) -> None:
        """End a daemon and its executors at once, as a crash would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def said(self, name: str, words: str) -> int:
        """Return how many lines of a daemon's log have these words."""
        lines = (self.folder / f"{name}.log").read_text("utf-8").splitlines()
        return sum(words in line for line in lines)

    def wait_for(self, name: str, words: str, times: int = 1) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while self.said(name, words) < times:
            assert time.monotonic() < deadline, f"{name} never said '{words}'"
            time.sleep(0.1)


@contextmanager
def standalone_cluster(folder: Path, *, workers: int) -> Iterator[StandaloneCluster]:
    """Start a master and its workers; end them all at the end."""
    folder.mkdir(parents=True)
    cluster = StandaloneCluster(folder, free_port())
    address = ("--host", "127.0.0.1", "--port", str(cluster.port))
    try:
        cluster.start(
            "master",
            "org.apache.spark.deploy.master.Master",
            *address,
            *("--webui-port", "0"),
        )
        cluster.wait_for("master", "Starting Spark master")
        for number in range(workers):
            cluster.add_worker(f"worker{number}")
        yield cluster
    finally:
        for name in list(cluster.processes):
            cluster.kill(name)


def spark_home() -> Path:
    """Return the pip package, which holds the daemons, too."""
    return Path(find_spec("pyspark").origin).parent


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
