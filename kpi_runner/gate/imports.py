"""Importing Great Expectations without what no gate needs: half of its import."""

import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

# Great Expectations builds its methods at run time; no checker knows them.
Untyped = Any
# Imported for one plot and three statistical tests, which few suites ask for.
_RARE = ("altair", "scipy.stats")
# Of its datasources, those that read files: it builds a class for each format.
_FILES = ("pandas_*.py", "spark_*.py")


class _Later(ModuleType):
    """A module that is imported when something in it is first asked for."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


class _Absent(ModuleType):
    """A module whose classes are named by their package, and used by nobody here."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def great_expectations() -> Untyped:
    """Return the package."""
    # It calls home unless told otherwise before it is imported.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _put_off(), _without_spark():
        return import_module("great_expectations")


@contextmanager
def imported_meanwhile() -> Iterator[Callable[[], None]]:
    """Give what begins to import it in a thread, which the end of the block awaits.

    A database at work leaves Python alone: a small desk is judged a tenth sooner.
    """
    thread = Thread(target=_imported)

    def begin() -> None:
        if thread.ident is None:
            thread.start()

    try:
        yield begin
    finally:
        if thread.ident is not None:
            thread.join()


def _imported() -> None:
    with warnings.catch_warnings(), uncollected():
        warnings.simplefilter("ignore")
        great_expectations()


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
    """Let what is rare be imported when it is used, and leave out datasources."""
    modules: dict[str, ModuleType] = {name: _Later(name) for name in _RARE}
    modules |= {name: _Absent(name) for name in _file_datasources()}
    later = {name: each for name, each in modules.items() if name not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, module in later.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _file_datasources() -> Iterator[str]:
    """Yield the modules of datasources that read files, without importing any."""
    found = find_spec("great_expectations")
    if not found or not found.origin or "great_expectations" in sys.modules:
        return
    folder = Path(found.origin).parent / "datasource" / "fluent"
    for pattern in _FILES:
        for path in folder.glob(pattern):
            yield f"great_expectations.datasource.fluent.{path.stem}"


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
