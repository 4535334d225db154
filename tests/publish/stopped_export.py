"""Export in children that kill themselves, one before each of its steps on files.

`python -m tests.publish.stopped_export OUT TARGET` forks before it opens a database,
so that a child starts at once. It says how many steps there are.
"""

import itertools
import os
import shutil
import signal
import sys
from pathlib import Path

from tests.publish.exports import NEXT_RUN, RUN, current, exported, left_behind

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def die_before(step, out):
    """Kill this process before its n-th step on files in the folder."""
    steps = itertools.count(1)

    def heed(event, details):
        is_step = event in STEPS or (
            event == "open" and str(details[0]).startswith(str(out))
        )
        if is_step and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heed)


def ended(target, out, step=0):
    """Export in a child that dies before a step; return the signal it died of."""
    child = os.fork()
    if not child:
        die_before(step, out)
        exported(target, out, keep=1, threads=1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(out, target):
    """Stop an export at every step; follow each time what a reader would."""
    former = shutil.copytree(out, out.with_name("former"))
    for step in itertools.count(1):
        code = ended(target, out, step)
        assert code in (0, -signal.SIGKILL)
        assert current(out)["run_id"] in (RUN, NEXT_RUN), step
        assert ended(target, out) == 0
        assert current(out)["run_id"] == NEXT_RUN, step
        assert left_behind(out) == set(), step
        if code == 0:
            sys.stdout.write(str(step - 1))
            return
        shutil.rmtree(out)
        shutil.copytree(former, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
