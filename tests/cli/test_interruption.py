"""Real processes that are stopped in the middle; the next build just works."""

import signal
import subprocess
import sys
import time

import pytest

from tests.support.shop import build, raw, rows, shop

# Far more than a test waits for.
ENDLESS = {
    "models/marts/endless.sql": (
        "-- One row.\nselect count(*) as pairs from range(10000000) as a(i),"
        " range(1000000) as b(j) where i * j % 7 = 3\n"
    )
}


def heed_interrupts():
    """Undo that a shell's background jobs ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(root):
    """Start a build that stays in one query; return its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kpi_runner", "build", "--raw", root / "raw"],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        # No thread of this process holds a lock here, so forking is safe.
        preexec_fn=heed_interrupts,  # noqa: PLW1509
    )
    results = root / "target/compiled/endless.sql"
    while not results.exists() and process.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    return process


@pytest.mark.parametrize(
    ("number", "exits"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_stopped_build_ends_at_once_and_the_next_one_works(tmp_path, number, exits):
    build(shop(tmp_path))
    (tmp_path / "models/marts/endless.sql").write_text(
        ENDLESS["models/marts/endless.sql"]
    )
    process = start(raw(tmp_path, "t3,9\n"))

    process.send_signal(number)
    _, told = process.communicate(timeout=10)

    assert process.returncode == exits, told
    assert ("Interrupted. What was published stays." in told) == (exits > 0)
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]
    (tmp_path / "models/marts/endless.sql").unlink()
    build(tmp_path)
    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]


def test_a_second_build_at_the_same_time_exits_2_at_once(tmp_path):
    process = start(shop(tmp_path, ENDLESS))

    second = subprocess.run(
        [sys.executable, "-m", "kpi_runner", "build", "--raw", tmp_path / "raw"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    )
    process.kill()
    process.communicate()

    assert second.returncode == 2
    assert f"another build (process {process.pid})" in second.stderr
    assert "Traceback" not in second.stderr
