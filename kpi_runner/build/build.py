"""One build: read the project, land, load seeds, build the models, keep the state."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpi_runner.build import state as states
from kpi_runner.build.artifacts import write_manifest, write_run_results
from kpi_runner.build.changes import changes_since, landings
from kpi_runner.build.contract import INVENTORY, MALFORMED, Contract, read_contract
from kpi_runner.build.land import STATE, land
from kpi_runner.build.lock import locked
from kpi_runner.build.models import (
    Builder,
    Plan,
    fingerprints,
    make_plan,
    models_in,
    write_compiled,
)
from kpi_runner.build.progress import Step, Watch
from kpi_runner.build.readable import require_readable
from kpi_runner.build.renewal import Renewal
from kpi_runner.build.request import Request, raw_path
from kpi_runner.build.seeds import load_seeds, write_merged_seeds
from kpi_runner.build.state import Inputs, Landing, State
from kpi_runner.build.work import (
    closed_after,
    open_database,
    opened_models,
    opened_work,
)
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import ContractError, EngineError, KpiError
from kpi_runner.project.nodes import Settings
from kpi_runner.project.project import Project, read_project
from kpi_runner.project.selection import select
from kpi_runner.project.settings import read_settings

# Offenders that an error lists; the check itself has them all.
_SHOWN = 10
# Beyond so many raw rows one model has work for all cores, and wants all memory.
_LARGE = 10_000_000


@dataclass(slots=True)
class Build:
    """A build that is going on: what it reads, what it holds, what it will keep."""

    request: Request
    project: Project
    engine: Engine
    watch: Watch
    former: State
    kept: State
    identity: Mapping[str, str] = field(default_factory=dict)
    builder: Builder = field(init=False)


@contextmanager
def building(request: Request, watch: Watch) -> Iterator[Build]:
    """Land, load and build what is stale; the caller publishes inside the block.

    The state is written when the database is closed, also after an error: what was
    built is not built again. Raises EngineError when a model fails.
    """
    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    inputs = inputs_of(request, project.variables)
    contract = contract_of(project)
    former = states.trusted(states.read_state(request.target), request.target)
    # Until this build is over its folder is not current, whatever ends it.
    states.write_state(request.target, State(inputs=inputs))
    kept = replace(former, inputs=inputs, identity={})
    build: Build | None = None
    try:
        with opened_work(request, watch) as engine:
            build = Build(request, project, engine, watch, former, kept)
            _carry_out(build, contract)
            yield build
    finally:
        _keep(request.target, build.kept if build else kept)


def _carry_out(build: Build, contract: Contract) -> None:
    before = states.identity(build.request, build.kept.inputs)
    seeds = _landed(build, contract, before)
    raw = [Path(path) for path in build.kept.inputs.raw]
    with opened_models(
        build.request, build.engine, build.project, contract, raw
    ) as engine:
        builder = _planned(build, engine, seeds)
        build.builder = builder
        try:
            builder.build(
                select(build.project, build.request.select), _at_once(builder)
            )
        finally:
            build.kept = replace(build.kept, fingerprints=builder.fingerprints)
            write_run_results(build.project, builder, build.request)
    if builder.faults:
        require_readable(build.engine, raw, contract)
        raise _first_of(builder.faults)
    if states.raw_digest(build.kept.inputs.raw) != before["raw"]:
        raise ContractError(
            "a raw file changed while it was being read.",
            hint="Nothing is published; build again when the extract is complete.",
        )
    build.identity = before


def _at_once(builder: Builder) -> int:
    """Return how many models are built at a time: a large desk's one by one."""
    engine = builder.engine
    if engine.threads == 1:
        return 1
    if builder.renewal:
        # Renewed models take turns: while two wait, the cores have others.
        return engine.threads + 2
    (rows,) = engine.rows(f"select sum(row_count) from {INVENTORY}")[0]
    return engine.threads if rows <= _LARGE else 1


def _landed(
    build: Build, contract: Contract, before: Mapping[str, str]
) -> Mapping[str, str]:
    """Land, and load the seeds; return a fingerprint of each seed."""
    request, engine = build.request, build.engine
    if request.is_full_refresh and engine.columns(STATE):
        engine.execute(f"update {STATE} set fingerprint = null")
    build.watch(Step("land", "running"))
    raw = [Path(path) for path in build.kept.inputs.raw]
    inventory = land(engine, raw, contract, now=request.now)
    remarks = build.former.remarks
    if request.is_full_refresh or not states.has_same_seeds(build.former, before):
        build.watch(Step("seeds", "running"))
        remarks = load_seeds(engine, build.project, request.seeds)
    for note in (*inventory.notes, *remarks):
        build.watch(note)
    build.kept = replace(build.kept, landed=landings(inventory), remarks=remarks)
    return _seeds(engine, build.project)


def _planned(build: Build, engine: Engine, seeds: Mapping[str, str]) -> Builder:
    """Plan the models in the engine that they are built in."""
    request = build.request
    is_kept = engine is build.engine and not request.is_full_refresh
    origins = {**_sources(build.kept.landed), **seeds}
    plan = make_plan(build.project, engine, origins, request.target / "compiled")
    write_compiled(plan)
    write_manifest(plan, request)
    held = build.former.fingerprints if is_kept else {}
    renewal = _renewal(build, plan, seeds) if is_kept else None
    return Builder(plan, engine, held, build.watch, renewal)


def _renewal(build: Build, plan: Plan, seeds: Mapping[str, str]) -> Renewal | None:
    """Return how to renew models, if rows of raw files are all that changed."""
    project, former = build.project, build.former.landed
    is_whole = (
        build.request.select
        or project.variables.get("as_of")
        or project.variables.get("helpdesks") != ["contract"]
    )
    changes = {} if is_whole else changes_since(former, build.kept.landed)
    if not changes:
        return None
    origins = {**_sources(former), **seeds}
    before = fingerprints(project, plan.compiled, origins, build.engine)
    return Renewal(project, build.engine, before, changes)


def land_only(request: Request, path: Path, watch: Watch) -> None:
    """Land into a database of the user's and write the merged seeds for dbt."""
    project = read_project(
        request.root, seeds=request.seeds, variables=request.variables
    )
    contract = contract_of(project)
    raw = raw_paths(request, project.variables)
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(request.target), closed_after(open_database(path, request)) as engine:
        inventory = land(engine, raw, contract, now=request.now)
        notes = load_seeds(engine, project, request.seeds)
        write_merged_seeds(engine, project, request.target / "seeds")
    for note in (*inventory.notes, *notes):
        watch(note)


def offenders(build: Build) -> None:
    """Run the checks; raises ContractError that lists what they found."""
    found = [
        f"{check.name}: {subject}: {message}"
        for check in models_in(build.project, "checks")
        for subject, message in build.engine.rows(
            f"select subject, message from {build.engine.quote(f'main.{check.name}')}"
            " order by subject, message"
        )
    ]
    if found:
        more = [f"... and {len(found) - _SHOWN} more"] if found[_SHOWN:] else []
        listed = "\n  ".join([*found[:_SHOWN], *more])
        raise ContractError(
            f"the data cannot be trusted: {len(found)} "
            f"{'finding' if len(found) == 1 else 'findings'} of the build checks.\n"
            f"  {listed}",
            hint="Nothing is published; the former marts stay.",
        )


def contract_of(project: Project) -> Contract:
    """Return the raw contract, with the tables that the project says must be there."""
    return read_contract(
        project.sources,
        required_tables=_listed(project, "required_tables", "[tickets, surveys]"),
        helpdesks=_listed(project, "helpdesks", "[zendesk, contract]") or ["contract"],
    )


def _listed(project: Project, name: str, example: str) -> list[str]:
    """Return a variable of the project that is a list of names."""
    found = project.variables.get(name) or ()
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise KpiError(
            f"the variable {name} is '{found}', not a list.",
            hint=f"Write it as {example}.",
        )
    return [str(each) for each in found]


def inputs_of(request: Request, variables: Settings) -> Inputs:
    """Return where everything lies that a build reads."""
    settings = read_settings(request.root, request.variables, os.environ)
    code = ("dbt_project.yml", *settings.model_paths, *settings.macro_paths)
    seeds = [str(request.root / folder) for folder in settings.seed_paths]
    overlay = [str(request.seeds)] if request.seeds else []
    return Inputs(
        code=tuple(str(request.root / folder) for folder in code),
        seeds=(*seeds, *overlay),
        raw=tuple(str(path) for path in raw_paths(request, variables)),
    )


def raw_paths(request: Request, variables: Settings) -> list[Path]:
    """Return the raw paths asked for, else those of the project's raw_paths."""
    named = variables.get("raw_paths") or ()
    paths = [named] if isinstance(named, str) else named
    listed = [str(path) for path in paths] if isinstance(paths, Sequence) else []
    found = list(request.raw) or [request.root / raw_path(path) for path in listed]
    if not found:
        raise KpiError(
            "there is no raw data to build from.",
            hint="Name a folder with --raw, or raw_paths under vars in "
            "dbt_project.yml.",
        )
    return found


def _sources(landed: Mapping[str, Landing]) -> dict[str, str]:
    """Return a fingerprint per raw table; the tables about the landing have all."""
    found = {name: table.fingerprint for name, table in landed.items()}
    moments = [table.landed_at for table in landed.values()]
    landing = states.digest([sorted(found.items()), moments])
    return {**found, INVENTORY: landing, MALFORMED: landing}


def _seeds(engine: Engine, project: Project) -> Mapping[str, str]:
    """Return a fingerprint per seed, of the rows that were loaded."""
    return {
        name: states.digest(
            [
                list(engine.columns(f"main.{name}").items()),
                repr(engine.rows(f"select * from {engine.quote(f'main.{name}')}")),
            ]
        )
        for name in project.seeds
    }


def _first_of(faults: Sequence[EngineError]) -> EngineError:
    """Return the first fault, which says how many more there are."""
    first = faults[0]
    if len(faults) == 1:
        return first
    others = "; ".join(str(fault.at or fault.message) for fault in faults[1:])
    return EngineError(
        first.message, at=first.at, hint=f"{first.hint}\nThese fail too: {others}"
    )


def _keep(target: Path, kept: State) -> None:
    work = states.signature(target / states.WORK)
    states.write_state(target, replace(kept, work=work))
