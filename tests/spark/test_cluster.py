"""A standalone cluster on loopback: two workers, one that dies, one that is blind."""

import os
import shutil
import subprocess
from dataclasses import replace

import pytest

from kpi_runner.errors import EngineError, KpiError
from kpi_runner.publish.release import release
from tests.reference.random_desk import RandomDesk
from tests.spark.cluster import standalone_cluster
from tests.spark.parity import Desk, built_twice
from tests.support.landing import write_parquet
from tests.support.shop import build, request, rows, shop
from tests.support.warehouse import write_raw, write_seeds

pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.usefixtures("spark")]

# Every model on the cluster takes minutes; else a small project stands for them.
IS_LONG = bool(os.environ.get("KPI_SPARK_LONG"))


@pytest.fixture
def cluster(tmp_path):
    with standalone_cluster(tmp_path / "cluster", workers=2) as cluster:
        yield cluster


def killing(cluster, model):
    """Return a watcher that kills a worker when a model begins."""

    def watch(told):
        is_time = not isinstance(told, str) and told.name == model
        if is_time and "worker0" in cluster.processes:
            cluster.kill("worker0")

    return watch


def big_shop(root):
    """Write the small project with rows enough for both workers to have some."""
    shop(root)
    (root / "raw" / "tickets.csv").unlink()
    sql = "select 't' || i as ticket_id, i as price from range({0}, {0} + 999) x(i)"
    for number in range(4):
        path = root / "raw" / "tickets" / f"{number}.parquet"
        write_parquet(path, sql.format(1000 * number))
    return root


def test_a_cluster_builds_the_same_and_survives_the_loss_of_a_worker(tmp_path, cluster):
    root = big_shop(tmp_path / "project")
    build(root, target=root / "duckdb")
    expected = rows(root / "duckdb/marts.duckdb")
    build(root, engine="spark", spark_master=cluster.master)
    assert rows(root / "target/marts.duckdb") == expected
    assert cluster.said("master", "Launching executor") >= 2

    again = request(root, variables={"bonus": 1}, engine="spark")
    watch = killing(cluster, "orders")
    release(replace(again, spark_master=cluster.master), watch)

    assert "worker0" not in cluster.processes
    found = rows(root / "target/marts.duckdb")
    assert found == [(name, price + 1) for name, price in expected]


@pytest.mark.skipif(not IS_LONG, reason="takes minutes: KPI_SPARK_LONG=1")
def test_every_mart_is_the_same_when_a_worker_dies_in_the_middle(tmp_path, cluster):
    desk = RandomDesk(1)
    raw = write_raw(tmp_path / "raw", desk.tables)
    seeds = write_seeds(tmp_path / "seeds", desk.seeds)
    limits = {"max_quarantine_rate": 1.0, "max_orphan_rate": 1.0}
    variables = {**desk.variables, **limits}
    watch = killing(cluster, "int_ticket_facts")

    told = built_twice(Desk(raw, seeds, variables), tmp_path, cluster.master, watch)

    assert told == []
    assert "worker0" not in cluster.processes


def test_a_folder_that_a_worker_does_not_see_is_named_and_the_marts_stay(tmp_path):
    root = big_shop(tmp_path / "project")
    build(root)
    published = rows(root / "target/marts.duckdb")
    blind = blind_to(root / "target")
    with standalone_cluster(tmp_path / "cluster", workers=1) as cluster:
        cluster.add_worker("blind", within=blind)
        with pytest.raises(KpiError, match="is not visible to the workers") as error:
            build(root, engine="spark", spark_master=cluster.master)
    assert "--target" in str(error.value)
    assert rows(root / "target/marts.duckdb") == published


def test_a_raw_folder_that_workers_do_not_see_is_named(tmp_path):
    root = big_shop(tmp_path / "project")
    blind = blind_to(root / "raw")
    with standalone_cluster(tmp_path / "cluster", workers=0) as cluster:
        cluster.add_worker("blind", within=blind)
        with pytest.raises(EngineError, match="is not visible to the workers") as error:
            build(root, engine="spark", spark_master=cluster.master)
    assert "--raw" in str(error.value)


def blind_to(folder):
    """Return a command that runs another where a folder is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    hide = [
        "unshare",
        "-m",
        "sh",
        "-c",
        f"mount -t tmpfs none '{folder}' && exec \"$@\"",
    ]
    is_able = shutil.which("unshare") and not subprocess.call([*hide, "sh", "true"])
    if not is_able:
        pytest.skip("this user may not hide a folder from a process (unshare -m)")
    return [*hide, "sh"]
