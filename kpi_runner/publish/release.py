"""The whole of a build: lock, land, build, check, publish, remember."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kpi_runner.build import state as states
from kpi_runner.build.build import Build, building, offenders
from kpi_runner.build.lock import locked
from kpi_runner.build.models import models_in
from kpi_runner.build.progress import Step, Watch
from kpi_runner.build.request import Request
from kpi_runner.build.touched import Part
from kpi_runner.build.work import written_beside
from kpi_runner.errors import KpiError
from kpi_runner.project.nodes import Model
from kpi_runner.publish.ledger import ENTRIES, append_to_ledger
from kpi_runner.publish.publish import PublishInfo, publish, remove


@dataclass(frozen=True, slots=True)
class Release:
    """How a build ended; ``run_id`` names what is published now, if anything."""

    run_id: str
    is_new: bool
    built_count: int
    unchanged_count: int
    mart_count: int
    stale: tuple[str, ...] = ()


def release(request: Request, watch: Watch) -> Release:
    """Build what changed and publish, if every mart is fresh and the data is sound.

    Raises LockedError at once when another build is at work, ContractError (the
    former marts stay) when a check finds offenders.
    """
    with locked(request.target):
        remove(request.target / "marts.next.duckdb")
        with building(request, watch) as build:
            return _released(build)


def _released(build: Build) -> Release:
    marts = models_in(build.project, "marts")
    stale = _stale(build, marts)
    if stale:
        return _outcome(build, marts, is_new=False, stale=tuple(stale))
    build.watch(Step("check", "running"))
    offenders(build)
    is_new = not _is_ours(build) or build.former.published != _content(build, marts)
    if is_new:
        _publish(build, marts)
    build.kept = replace(build.kept, identity=build.identity)
    return _outcome(build, marts, is_new=is_new)


def _publish(build: Build, marts: list[Model]) -> None:
    """Publish and enter the run in the ledger, and before it a run cut off there."""
    build.watch(Step("publish", "running"))
    target = build.request.target
    path = target / states.MARTS
    info, content = _info(build, marts), _content(build, marts)
    former = _kept(build, marts)
    stale = [mart for mart in marts if former.get(mart.name) != content[mart.name]]
    if ENTRIES in build.project.models:
        append_to_ledger(target)
    parts = _parts(build, stale) if former else None
    with written_beside(build.engine):
        publish(build.engine, stale, path, info, parts)
    if ENTRIES in build.project.models:
        append_to_ledger(target)
    build.kept = replace(
        build.kept,
        run_id=info.run_id,
        published=content,
        marts=states.signature(path),
    )


def _stale(build: Build, marts: list[Model]) -> list[str]:
    """Return what a selection left stale of the marts, the checks and their parents."""
    needed = {model.name for model in (*marts, *models_in(build.project, "checks"))}
    for name in tuple(needed):
        needed |= build.project.graph.ancestors(name)
    held = build.builder.fingerprints
    return [name for name in build.builder.plan.stale(held) if name in needed]


def _is_ours(build: Build) -> bool:
    path = build.request.target / states.MARTS
    return bool(build.former.marts) and build.former.marts == states.signature(path)


def _content(build: Build, marts: list[Model]) -> dict[str, str]:
    """Return what changes when the published rows of a mart may change."""
    return _digests(marts, build.builder.plan.fresh)


def _digests(marts: list[Model], fingerprints: Mapping[str, str]) -> dict[str, str]:
    return {
        mart.name: states.digest([fingerprints[mart.name], mart.meta.get("grain")])
        for mart in marts
    }


def _kept(build: Build, marts: list[Model]) -> Mapping[str, str]:
    """Return what each mart of the former file was built from, if it is to be kept."""
    former = build.former.published
    is_kept = _is_ours(build) and not build.request.is_full_refresh
    return former if is_kept and former.keys() == {mart.name for mart in marts} else {}


def _parts(build: Build, marts: list[Model]) -> dict[str, Part]:
    """Return the part of each mart in the former file that is all that changed."""
    renewal = build.builder.renewal
    if not renewal:
        return {}
    before = _digests(marts, renewal.former)
    return {
        mart.name: part
        for mart in marts
        if before[mart.name] == build.former.published[mart.name]
        and (part := renewal.part(mart))
    }


def _info(build: Build, marts: list[Model]) -> PublishInfo:
    now = build.request.now
    return PublishInfo(
        run_id=f"{now:%Y%m%dT%H%M%SZ}-{states.digest(_content(build, marts))[:8]}",
        as_of=_moment(build, "int_watermark", "as_of"),
        landed_at=_moment(build, "int_clock", "landed_at"),
        published_at=now,
        engine=f"{build.builder.engine.name} {build.builder.engine.version}",
        project=build.project.name,
        code_hash=build.identity["code"],
        seeds_hash=build.identity["seeds"],
    )


def _moment(build: Build, model: str, column: str) -> datetime | None:
    """Return the one moment of a model that a project need not have."""
    if model not in build.project.models:
        return None
    relation = build.engine.quote(f"main.{model}")
    found = build.engine.rows(f"select {column} from {relation}")
    if len(found) != 1:
        raise KpiError(f"'{model}' has {len(found)} rows; it must have one.")
    moment: datetime | None = found[0][0]
    return moment


def _outcome(
    build: Build, marts: list[Model], *, is_new: bool, stale: tuple[str, ...] = ()
) -> Release:
    statuses = [result.status for result in build.builder.results]
    return Release(
        run_id=build.kept.run_id,
        is_new=is_new,
        built_count=statuses.count("success"),
        unchanged_count=statuses.count("no-op"),
        mart_count=len(marts),
        stale=stale,
    )
