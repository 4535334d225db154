"""A disk that is full, or turns read-only, at each step of a build."""

import os
import shutil
import subprocess
from errno import ENOSPC, EROFS
from os import strerror

import pytest

from tests.faults.desk import Desk
from tests.faults.steps import NOTHING, Fault
from tests.support.require import require


@pytest.mark.parametrize("errno", [ENOSPC, EROFS], ids=strerror)
def test_a_file_that_cannot_be_written_at_any_step_is_told_and_harms_nobody(
    tmp_path, errno
):
    desk = Desk(tmp_path)
    files = desk.files()
    step = 0
    while True:
        step += 1
        desk.next()
        ended = desk.faulty_build(Fault(at=step, errno=errno))
        where = f"{strerror(errno)} at step {step}: {ended.steps[-1]}: {ended.said}"
        assert "Traceback" not in ended.said, where
        assert desk.seen() in (desk.turn - 1, desk.turn), where
        if len(ended.steps) < step:
            break
        if ended.code:
            assert ended.code in (2, 3), where
            assert "Error: " in ended.said, where
            assert strerror(errno) in ended.said, where
        desk.build()
        assert desk.seen() == desk.turn, where
        assert desk.files() == files, where
    assert ended.code == 0
    assert step > 25


@pytest.fixture
def small_disk(tmp_path):
    """Make the target folder a disk of its own, of 32 MiB, for one test."""
    disk = Desk.target_in(tmp_path)
    disk.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", "size=32m", "tmpfs", disk]
    if os.geteuid() or subprocess.run(["mount", *options], check=False).returncode:
        require("mount", "a disk can be mounted by root only")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_disk_without_room_stops_a_build_and_spares_the_marts(tmp_path, small_disk):
    desk = Desk(tmp_path)
    ballast = small_disk / "ballast"
    for free_kilobytes in (0, 8, 64, 200, 400):
        desk.next()
        room = shutil.disk_usage(small_disk).free - free_kilobytes * 1024
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room)

        ended = desk.faulty_build(NOTHING)

        where = f"{free_kilobytes} KiB free: {ended.said}"
        assert ended.code == 3, where
        assert "Traceback" not in ended.said, where
        assert strerror(ENOSPC) in ended.said, where
        assert desk.seen() == desk.published, where
        ballast.unlink()
        desk.build()
        assert desk.seen() == desk.turn, where


def test_a_disk_that_was_mounted_read_only_keeps_its_readers(tmp_path, small_disk):
    desk = Desk(tmp_path)
    desk.next()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    ended = desk.faulty_build(NOTHING)

    assert ended.code == 2
    assert strerror(EROFS) in ended.said
    assert desk.seen() == desk.published
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    desk.build()
    assert desk.seen() == desk.turn
