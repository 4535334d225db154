"""What the last build left, and whether anything changed since.

Nothing here opens a database or imports one: a build with nothing to do is decided
from state.json, the project's files and the raw files' size, time and inode.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from glob import glob
from importlib.metadata import version
from pathlib import Path

import kpi_runner
from kpi_runner.build import atomic
from kpi_runner.build.request import Request

FILE = "state.json"
WORK = "work.duckdb"
MARTS = "marts.duckdb"
# Raise it when the meaning of a field below changes: the old state is then unknown.
VERSION = 2

# What an edit to changes how a build behaves; commands and views do not.
_RUNNER = ("project", "engines", "build", "publish")
_ENVIRONMENT = re.compile(rb"env_var\(\s*['\"](\w+)['\"]")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where a build's inputs lie, as absolute paths."""

    code: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Landing:
    """A landed table as the state keeps it.

    ``shape`` changes with the contract and the types that landed; ``files`` holds
    path, size, time and inode by name.
    """

    fingerprint: str
    landed_at: str
    shape: str
    files: Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class State:
    """What a target folder holds.

    ``identity`` is set when everything was built and published from it;
    ``fingerprints`` tell what each model in the work database was built from,
    ``landed`` what lay in the raw folders then, ``published`` what each mart in the
    published file was built from; ``remarks`` are those on the seeds.
    """

    inputs: Inputs = field(default_factory=Inputs)
    identity: Mapping[str, str] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    landed: Mapping[str, Landing] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)
    work: str = ""
    marts: str = ""
    run_id: str = ""
    remarks: Sequence[str] = ()


def read_state(target: Path) -> State:
    """Return what the last build left; an unreadable state is an empty one."""
    try:
        content = json.loads((target / FILE).read_text(encoding="utf-8"))
        if content.pop("version") != VERSION:
            return State()
        inputs = {name: tuple(paths) for name, paths in content["inputs"].items()}
        landed = {name: Landing(**each) for name, each in content["landed"].items()}
        return State(**{**content, "inputs": Inputs(**inputs), "landed": landed})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def write_state(target: Path, state: State) -> None:
    """Keep the state for the next build."""
    content = {"version": VERSION, **asdict(state)}
    text = json.dumps(content, indent=2, sort_keys=True)
    atomic.write_text(target / FILE, text)


def current_run(request: Request) -> str | None:
    """Return the run that is published when a build would change nothing, or None."""
    state = read_state(request.target)
    if not state.identity or state.marts != signature(request.target / MARTS):
        return None
    is_current = state.identity == identity(request, state.inputs)
    return state.run_id if is_current else None


def trusted(state: State, target: Path) -> State:
    """Return the state; no fingerprint holds for a database changed by others.

    A build that was killed leaves one, too: it could not say what it had done.
    """
    is_same = bool(state.work) and state.work == signature(target / WORK)
    return state if is_same else replace(state, fingerprints={})


def has_same_seeds(state: State, present: Mapping[str, str]) -> bool:
    """Tell whether the trusted database of a state holds today's seeds, checked."""
    kinds = present.keys() - {"raw"}
    is_same = all(state.identity.get(kind) == present[kind] for kind in kinds)
    return bool(state.fingerprints) and is_same


def identity(request: Request, inputs: Inputs) -> dict[str, str]:
    """Return what a build depends on, as digests by kind."""
    code, used = _contents(inputs.code)
    environment = {name: os.environ.get(name) for name in used}
    arguments = (
        *(request.raw, request.seeds),
        *(request.variables, request.engine, environment),
    )
    package = Path(kpi_runner.__file__).parent
    runner, _ = _contents(str(package / name) for name in _RUNNER)
    return {
        "arguments": digest([str(argument) for argument in arguments]),
        "code": code,
        "raw": raw_digest(inputs.raw),
        "runner": digest([runner, version("duckdb"), version("jinja2")]),
        "seeds": _contents(inputs.seeds)[0],
    }


def raw_digest(paths: Iterable[str]) -> str:
    """Return a digest of size, time and inode of every file under the raw paths."""
    return digest(
        [
            (str(file), signature(file))
            for path in paths
            for found in _matching(path)
            for file in _files(found)
        ]
    )


def signature(path: Path) -> str:
    """Return what changes when a file is written or replaced; empty when absent."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}"


def digest(value: object) -> str:
    """Return a text that changes with a value that JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _matching(path: str) -> list[str]:
    """Return a path itself, or what it matches as a pattern."""
    # A pattern may be absolute, which Path.glob does not take.
    return [path] if Path(path).exists() else sorted(glob(path))  # noqa: PTH207


def _contents(paths: Iterable[str]) -> tuple[str, list[str]]:
    """Return a digest of the files' contents and the environment that they name."""
    collected = hashlib.sha256()
    names: set[bytes] = set()
    for path in paths:
        for file in _files(path):
            content = file.read_bytes() if file.is_file() else b""
            names.update(_ENVIRONMENT.findall(content))
            collected.update(f"{file}\0{len(content)}\0".encode())
            collected.update(content)
    return collected.hexdigest(), sorted(name.decode() for name in names)


def _files(path: str) -> list[Path]:
    """Return a file itself, or everything visible in a folder, sorted."""
    if not Path(path).is_dir():
        return [Path(path)]
    return sorted(
        Path(folder) / name
        for folder, _, names in os.walk(path)
        for name in names
        if not name.endswith(".pyc")
    )
