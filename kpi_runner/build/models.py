"""Models in order: built when something they stand on changed, else left alone."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, current_thread

from kpi_runner.build.faults import model_fault
from kpi_runner.build.progress import Step, Watch
from kpi_runner.build.renewal import Renewal
from kpi_runner.build.schedule import in_turn
from kpi_runner.build.state import digest
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError, SelectionError
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import Project


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one model; ``status`` is one of dbt's run statuses.

    ``no-op`` means that nothing it stands on had changed.
    """

    name: str
    status: str
    started_at: datetime
    seconds: float = 0.0
    message: str | None = None
    thread_id: str = field(default_factory=lambda: current_thread().name)


@dataclass(frozen=True, slots=True)
class Plan:
    """What every model compiles to, and the fingerprint it has when it is fresh."""

    project: Project
    compiled: Mapping[str, str]
    fresh: Mapping[str, str]
    folder: Path

    def shown(self, path: Path) -> Path:
        """Return a path as messages name it: relative to the project, if inside."""
        root = self.project.root
        return path.relative_to(root) if path.is_relative_to(root) else path

    def stale(self, fingerprints: Mapping[str, str]) -> list[str]:
        """Return the models whose relation is not what a full build would make."""
        return [
            name for name in self.compiled if fingerprints.get(name) != self.fresh[name]
        ]


def make_plan(
    project: Project, engine: Engine, origins: Mapping[str, str], folder: Path
) -> Plan:
    """Compile every model; ``origins`` are the fingerprints of sources and seeds."""
    compiled = {
        model.name: project.compile(
            model.name, database=engine.database, engine=engine.name
        )
        for model in project.graph.order()
    }
    fresh = fingerprints(project, compiled, origins, engine)
    return Plan(project, compiled, fresh, folder)


def fingerprints(
    project: Project,
    compiled: Mapping[str, str],
    origins: Mapping[str, str],
    engine: Engine,
) -> dict[str, str]:
    """Return the fingerprint of everything, built from these origins."""
    found = dict(origins)
    for model in project.graph.order():
        found[model.name] = fingerprint(model, compiled[model.name], found, engine)
    return found


def fingerprint(
    model: Model, sql: str, parents: Mapping[str, str], engine: Engine
) -> str:
    """Return what changes when a model has to be built again."""
    read = sorted(
        {use.name for use in model.refs} | {use.name for use in model.sources}
    )
    stands_on = [(name, parents[name]) for name in read]
    return digest([sql, model.materialized, stands_on, engine.name, engine.version])


class Builder:
    """Builds models in one database and knows what it holds.

    ``fingerprints`` says what each relation was built from; a model that is being
    built, or that failed, is not in it.
    """

    def __init__(
        self,
        plan: Plan,
        engine: Engine,
        fingerprints: Mapping[str, str],
        watch: Watch,
        renewal: Renewal | None = None,
    ) -> None:
        """Begin with what the last build left; ``renewal`` spares what it can."""
        self.plan = plan
        self.engine = engine
        self.fingerprints = {
            name: value for name, value in fingerprints.items() if name in plan.compiled
        }
        self.results: list[Result] = []
        self.total = 0
        self.seconds = 0.0
        self.faults: list[EngineError] = []
        self.watch = watch
        self.renewal = renewal
        # What is renewed tells what the next touches: one model at a time.
        self.renewing = Lock()

    def build(self, names: list[str], at_once: int) -> None:
        """Build the models, so many at once, but none that stands on a failed one."""
        self.total, clock = len(names), time.perf_counter()
        phases = self.renewal.renewable.phases(names) if self.renewal else [names]
        for phase in phases:
            for result in in_turn(
                self.plan.project.graph, phase, self._result, at_once
            ):
                told = {"success": "done", "error": "failed", "no-op": "unchanged"}
                status = told.get(result.status, result.status)
                self.watch(self._step(result.name, status, result.seconds))
                self.results.append(result)
        if self.renewal:
            self.renewal.close()
        self.seconds = time.perf_counter() - clock

    def _step(self, name: str, status: str, seconds: float = 0.0) -> Step:
        return Step(name, status, len(self.results) + 1, self.total, seconds)

    def _result(self, name: str) -> Result:
        started_at, clock = datetime.now(UTC).replace(tzinfo=None), time.perf_counter()
        lost = self._lost_parents(name)
        if lost:
            because = f"it stands on '{lost[0]}', which failed"
            return Result(name, "skipped", started_at, message=because)
        parents = {**self.plan.fresh, **self.fingerprints}
        model, sql = self.plan.project.models[name], self.plan.compiled[name]
        is_from = fingerprint(model, sql, parents, self.engine)
        if self.fingerprints.get(name) == is_from:
            return Result(name, "no-op", started_at, message="unchanged")
        self.watch(self._step(name, "running"))
        message, fault = self._built(model, sql)
        seconds = time.perf_counter() - clock
        if fault:
            return Result(name, "error", started_at, seconds, str(fault))
        self.fingerprints[name] = is_from
        return Result(name, "success", started_at, seconds, message)

    def _lost_parents(self, name: str) -> list[str]:
        """Return the parents that failed; a parent never built is the user's to add."""
        absent = [
            parent
            for parent in self.plan.project.graph.parents(name)
            if parent in self.plan.compiled and parent not in self.fingerprints
        ]
        tried = {result.name for result in self.results}
        for parent in absent:
            if parent not in tried:
                raise SelectionError(
                    f"'{name}' reads '{parent}', which has not been built.",
                    hint=f"Select what it stands on too: -s +{name}",
                )
        return absent

    def _built(self, model: Model, sql: str) -> tuple[str | None, EngineError | None]:
        """Build one model; return what is to be said of it, and the fault."""
        # Whatever ends this build, a half-built model is not taken for a built one.
        was = self.fingerprints.pop(model.name, None)
        try:
            if not self.renewal:
                self._create(model, sql)
                return None, None
            with self.renewing:
                if self.renewal.can_renew(model, was):
                    return self.renewal.renew(model), None
            before = self.renewal.content(model)
            self._create(model, sql)
            if model.materialized != "view":
                with self.renewing:
                    self.renewal.note_built(model, was, before)
        except EngineError as error:
            kept = self.plan.shown(self.plan.folder / f"{model.name}.sql")
            fault = model_fault(error, model, sql, kept, database=self.engine.name)
            self.faults.append(fault)
            return None, fault
        return None, None

    def _create(self, model: Model, sql: str) -> None:
        is_view = model.materialized == "view"
        create = self.engine.create_view if is_view else self.engine.create_table
        create(f"main.{model.name}", sql)


def write_compiled(plan: Plan) -> None:
    """Keep the compiled SQL of every model, and of no model that is gone."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    files = {plan.folder / f"{name}.sql": sql for name, sql in plan.compiled.items()}
    for file in sorted(set(plan.folder.glob("*.sql")) - files.keys()):
        file.unlink()
    for file, sql in files.items():
        file.write_text(sql, encoding="utf-8")


def models_in(project: Project, folder: str) -> list[Model]:
    """Return the models of one folder (``marts``, ``checks``), in build order."""
    return [
        model for model in project.graph.order() if folder in model.path.parent.parts
    ]
