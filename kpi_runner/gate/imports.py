"""Importing Great Expectations without what no gate needs: two fifths of its import."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

# Great Expectations builds its methods at run time; no checker knows them.
Untyped = Any
# Imported for one plot and three statistical tests, which few suites ask for.
_RARE = ("altair", "scipy.stats")


class _Later(ModuleType):
    """A module that is imported when something in it is first asked for."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


def great_expectations() -> Untyped:
    """Return the package."""
    # It calls home unless told otherwise before it is imported.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _put_off(), _without_spark():
        return import_module("great_expectations")


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage: among all that is imported it takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # What is new counts as old, so that it is not looked through at once.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


@contextmanager
def _put_off() -> Iterator[None]:
    """Let what is rare be imported when it is used."""
    later = {name: _Later(name) for name in _RARE if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def _without_spark() -> Iterator[None]:
    """Hide pyspark, all of which would be imported.

    It also ends a process that has no main file with exit code 0, which would be a
    pass.
    """
    # None is what the documentation of import calls a module that cannot be found.
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]
    loaded = [name for name in modules if name.partition(".")[0] == "pyspark"]
    kept = {name: modules.pop(name) for name in loaded}
    modules["pyspark"] = None
    try:
        yield
    finally:
        del modules["pyspark"]
        modules.update(kept)
