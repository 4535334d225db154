"""A build is killed before each of its steps, one after the other."""

import signal

from tests.faults.desk import Desk
from tests.faults.steps import Fault

# Fewer would mean that the steps are not seen any more.
FEWEST = 50


def test_a_build_killed_before_any_step_harms_nobody(tmp_path):
    desk = Desk(tmp_path)
    files = desk.files()
    step = 0
    while True:
        step += 1
        desk.next()
        ended = desk.faulty_build(Fault(at=step))
        if ended.code == 0:
            break
        assert ended.code == -signal.SIGKILL, ended.said
        where = f"killed before step {step}: {ended.steps[-1]}"
        assert desk.seen() in (desk.turn - 1, desk.turn), where
        desk.build()
        assert desk.seen() == desk.turn, where
        assert desk.files() == files, where

    assert step > FEWEST
    assert desk.runs() == list(range(1, desk.turn + 1))
