"""What tools of dbt's world read: run_results.json and manifest.json."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kpi_runner.build import atomic
from kpi_runner.build.models import Builder, Plan, Result
from kpi_runner.build.request import Request
from kpi_runner.build.state import digest
from kpi_runner.project.nodes import Column, Model, Seed, Source
from kpi_runner.project.project import SCHEMA, Project

# A node, as JSON holds it.
Node = dict[str, object]

_SCHEMAS = "https://schemas.getdbt.com/dbt"
# The release whose schemas these are.
_DBT_VERSION = "1.11.0"
# What the schema wants and a project here does not have.
_EMPTY = (
    "macros",
    "docs",
    "exposures",
    "metrics",
    "groups",
    "selectors",
    "disabled",
    "group_map",
    "saved_queries",
    "semantic_models",
    "unit_tests",
)


def write_run_results(project: Project, builder: Builder, request: Request) -> None:
    """Write what became of each model of this run."""
    content = {
        "metadata": _metadata("run-results/v6", request.now),
        "args": {"select": list(request.select), "which": "run"},
        "elapsed_time": builder.seconds,
        "results": [_result(project, builder, each) for each in builder.results],
    }
    _write(request.target / "run_results.json", content)


def write_manifest(plan: Plan, request: Request) -> None:
    """Write what the project consists of and who reads whom."""
    project = plan.project
    seeds = {name: f"seed.{project.name}.{name}" for name in project.seeds}
    parents: dict[str, list[str]] = {key: [] for key in seeds.values()}
    nodes = {seeds[name]: _seed(project, seed) for name, seed in project.seeds.items()}
    for name, model in project.models.items():
        unique_id = f"model.{project.name}.{name}"
        parents[unique_id] = _parents(project, model, seeds)
        nodes[unique_id] = _model(plan, model, parents[unique_id])
    sources = {
        f"source.{project.name}.{name}": _source(project, source)
        for name, source in project.sources.items()
    }
    parents.update({key: [] for key in sources})
    content = {
        "metadata": {
            **_metadata("manifest/v12", request.now),
            "project_name": project.name,
            "adapter_type": request.engine,
        },
        "nodes": nodes,
        "sources": sources,
        "parent_map": parents,
        "child_map": _turned_round(parents),
        **{key: {} for key in _EMPTY},
    }
    _write(request.target / "manifest.json", content)


def _result(project: Project, builder: Builder, result: Result) -> Node:
    started_at = _instant(result.started_at)
    done = result.started_at + timedelta(seconds=result.seconds)
    executed = {
        "name": "execute",
        "started_at": started_at,
        "completed_at": _instant(done),
    }
    return {
        "unique_id": f"model.{project.name}.{result.name}",
        "status": result.status,
        "timing": [executed],
        "thread_id": result.thread_id,
        "execution_time": result.seconds,
        "adapter_response": {},
        "message": result.message,
        "failures": None,
        "compiled": True,
        "compiled_code": builder.plan.compiled[result.name],
        "relation_name": f'"{builder.engine.database}"."{SCHEMA}"."{result.name}"',
    }


def _model(plan: Plan, model: Model, parents: Sequence[str]) -> Node:
    sql = plan.compiled[model.name]
    return {
        **_common(plan.project, "model", model),
        "alias": model.name,
        "checksum": {"name": "sha256", "checksum": digest(model.raw_sql)},
        "config": {
            "materialized": model.materialized,
            "tags": list(model.tags),
            "meta": dict(model.meta),
        },
        "raw_code": model.raw_sql,
        "language": "sql",
        "refs": [{"name": ref.name, "package": ref.package} for ref in model.refs],
        "sources": [[source.source, source.table] for source in model.sources],
        "depends_on": {"macros": [], "nodes": list(parents)},
        "compiled": True,
        "compiled_code": sql,
        "compiled_path": str(plan.folder / f"{model.name}.sql"),
    }


def _seed(project: Project, seed: Seed) -> Node:
    return {
        **_common(project, "seed", seed),
        "alias": seed.name,
        "checksum": {"name": "none", "checksum": ""},
        "config": {
            "materialized": "seed",
            "column_types": dict(seed.column_types),
            "tags": list(seed.tags),
            "meta": dict(seed.meta),
        },
        "raw_code": "",
    }


def _common(project: Project, kind: str, node: Model | Seed) -> Node:
    return {
        "database": "work",
        "schema": SCHEMA,
        "name": node.name,
        "resource_type": kind,
        "package_name": project.name,
        "path": node.path.name,
        "original_file_path": node.path.as_posix(),
        "unique_id": f"{kind}.{project.name}.{node.name}",
        "fqn": [project.name, *node.path.with_suffix("").parts[1:]],
        "description": node.description,
        "columns": _columns(node.columns),
        "tags": list(node.tags),
        "patch_path": f"{project.name}://{node.yml}" if node.yml else None,
    }


def _source(project: Project, source: Source) -> Node:
    return {
        "database": "work",
        "schema": source.schema,
        "name": source.table,
        "resource_type": "source",
        "package_name": project.name,
        "path": str(source.yml),
        "original_file_path": str(source.yml),
        "unique_id": f"source.{project.name}.{source.name}",
        "fqn": [project.name, source.source, source.table],
        "source_name": source.source,
        "source_description": "",
        "loader": "",
        "identifier": source.identifier,
        "description": source.description,
        "columns": _columns(source.columns),
    }


def _columns(columns: Sequence[Column]) -> Node:
    return {
        column.name: {
            "name": column.name,
            "description": column.description,
            "data_type": column.data_type,
            "meta": dict(column.meta),
        }
        for column in columns
    }


def _parents(project: Project, model: Model, seeds: Mapping[str, str]) -> list[str]:
    read = {
        seeds.get(ref.name, f"model.{project.name}.{ref.name}") for ref in model.refs
    }
    read |= {f"source.{project.name}.{source.name}" for source in model.sources}
    return sorted(read)


def _turned_round(parents: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    children: dict[str, list[str]] = {key: [] for key in parents}
    for child, read in parents.items():
        for parent in read:
            children[parent].append(child)
    return {key: sorted(found) for key, found in children.items()}


def _metadata(schema: str, now: datetime) -> Node:
    return {
        "dbt_schema_version": f"{_SCHEMAS}/{schema}.json",
        "dbt_version": _DBT_VERSION,
        "generated_at": _instant(now),
        "env": {},
    }


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _write(path: Path, content: Node) -> None:
    atomic.write_text(path, json.dumps(content, indent=1, default=str) + "\n")
