"""Exports that are stopped or cannot be written: readers always find a whole one."""

import ctypes
import random
import resource
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.test_commands import kpi
from tests.publish.exports import (
    FACTS,
    NEXT_RUN,
    RUN,
    TYPES,
    current,
    exported,
    left_behind,
    marts,
)

# prctl(2) drops a capability for good; by this one of capabilities(7) root writes
# where it may not.
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


@pytest.fixture
def out(tmp_path):
    """Give a folder with the export of one run, when the next one is published."""
    target = marts(tmp_path / "target", {"types": TYPES})
    exported(target, tmp_path / "out")
    marts(target, {"types": TYPES}, NEXT_RUN)
    return tmp_path / "out"


def start(out, **options):
    """Start a real export of what is published."""
    target = out.with_name("target")
    return subprocess.Popen(
        [sys.executable, "-m", "kpi_runner", "export", out, "--target", target],
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_killed_before_any_of_its_steps_on_files_readers_find_a_whole_export(out):
    stopped = [sys.executable, "-m", "tests.publish.stopped_export"]

    steps = subprocess.check_output([*stopped, out, out.with_name("target")])

    assert int(steps) > 25


def test_killed_at_any_moment_readers_find_a_whole_export(out):
    marts(out.with_name("target"), {"fct_tickets": FACTS.format(400_000)}, NEXT_RUN)
    moments = random.Random(7)

    for _ in range(5):
        process = start(out)
        while not (out / ".next").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert current(out)["run_id"] in (RUN, NEXT_RUN)

    exported(out.with_name("target"), out)
    assert current(out)["run_id"] == NEXT_RUN
    assert left_behind(out) == set()


def test_a_full_disk_leaves_the_former_export_and_says_what_to_do(out):
    marts(out.with_name("target"), {"fct_tickets": FACTS.format(100_000)}, NEXT_RUN)
    limit = (50_000, resource.RLIM_INFINITY)

    process = start(
        out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    _, told = process.communicate()

    assert process.returncode == 3, told
    assert f"Error: the export cannot be written to '{out}': " in told
    assert "Make room there, or name another folder." in told
    assert current(out)["run_id"] == RUN
    assert left_behind(out) == set()


def test_a_folder_that_may_not_be_written_is_named(out):
    out.chmod(0o555)
    process = start(
        out,
        preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE),
    )
    _, told = process.communicate()
    out.chmod(0o755)

    assert process.returncode == 3
    assert f"the export cannot be written to '{out}': Permission denied" in told
    assert current(out)["run_id"] == RUN


def test_a_path_below_a_file_is_named(tmp_path):
    target = marts(tmp_path / "target", {"fct_tickets": FACTS.format(1)})

    found = kpi("export", target / "marts.duckdb" / "out", "--target", target)

    assert found.exit_code == 2
    assert "cannot be written (Not a directory)" in found.stderr
