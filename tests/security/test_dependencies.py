"""What is installed is what is pinned, and fits together."""

import re
import subprocess
import sys
from importlib.metadata import distribution, requires

import pytest

from tests.support.warehouse import ROOT

PINS = dict(
    line.split("==")
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
DIRECT = sorted(
    re.split(r"[^\w.-]", line, maxsplit=1)[0]
    for line in requires("kpi-panel") or ()
    if "extra ==" not in line
)


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(names):
    """Return these distributions and all that they need here, by canonical name."""
    found, waiting = set(), list(names)
    while waiting:
        name = canonical(waiting.pop())
        if name in found:
            continue
        found.add(name)
        lines = distribution(name).requires or ()
        waiting += [
            re.split(r"[^\w.-]", line, maxsplit=1)[0]
            for line in lines
            if ";" not in line
        ]
    return found


def test_every_dependency_of_the_product_is_pinned_to_one_version():
    pins = {canonical(name): version for name, version in PINS.items()}

    installed = {name: distribution(name).version for name in needed(DIRECT)}

    assert len(installed) > len(DIRECT)
    assert {name: pins.get(name) for name in installed} == installed


@pytest.mark.slow
def test_the_installed_versions_fit_together():
    checked = subprocess.run(
        [sys.executable, "-m", "pip", "check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout
