"""Which columns a column is made of, one model back."""

import sqlglot
from sqlglot import exp
from sqlglot.lineage import lineage

from kpi_runner.errors import SelectionError, did_you_mean
from kpi_runner.project.lint.house import final_columns
from kpi_runner.project.project import SCHEMA, Project


def made_of(project: Project, model: str, column: str) -> list[str]:
    """Return the columns that a model's column reads, such as ``stg_tickets.intent``.

    Sources are named as ``raw.tickets.intent``. Raises SelectionError for a model
    or a column that is not there.
    """
    tree = _tree(project, model)
    known = final_columns(tree) or tree.named_selects
    if column not in known:
        raise SelectionError(
            f"'{model}' has no column '{column}'.",
            hint=did_you_mean(column, known) or f"It has: {', '.join(known)}.",
        )
    behind = lineage(column, tree, _schema(project, model), dialect="duckdb").walk()
    return sorted(
        {
            f"{_relation(node.expression)}.{node.name.rpartition('.')[2]}"
            for node in behind
            if isinstance(node.expression, exp.Table)
        }
    )


def _tree(project: Project, model: str) -> exp.Select:
    sql = project.compile(model, database=project.name)
    return sqlglot.parse_one(sql, read="duckdb", into=exp.Select)


def _relation(table: exp.Table) -> str:
    return table.name if table.db == SCHEMA else f"{table.db}.{table.name}"


def _schema(project: Project, model: str) -> dict[str, object]:
    """Return the columns of what a model reads, so that its stars can be resolved."""
    schemas: dict[str, dict[str, dict[str, str]]] = {}
    for name in project.graph.parents(model):
        schemas.setdefault(SCHEMA, {})[name] = _columns(project, name)
    for use in project.model(model).sources:
        source = project.sources[use.name]
        names = {column.name: "text" for column in source.columns}
        schemas.setdefault(source.schema, {})[source.identifier] = names
    return {project.name: schemas} if schemas else {}


def _columns(project: Project, name: str) -> dict[str, str]:
    """Return column names; sqlglot wants types beside them, which do not matter."""
    if name in project.models:
        found = final_columns(_tree(project, name))
        return dict.fromkeys(found or _described(project, name), "text")
    return {column.name: "text" for column in project.seeds[name].columns}


def _described(project: Project, name: str) -> list[str]:
    return [column.name for column in project.models[name].columns]
