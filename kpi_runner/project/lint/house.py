"""The house's rules for a model that a machine can check."""

from collections.abc import Iterator

from sqlglot import exp

from kpi_runner.errors import Place
from kpi_runner.project.lint.rule import Finding, Rule
from kpi_runner.project.nodes import Model

_MARTS = "marts"
_MOST_LINES = 120

HOUSE = (
    Rule(
        "group_by_number",
        (exp.Group,),
        lambda node: any(isinstance(found, exp.Literal) for found in node.expressions),
        "the group by counts columns instead of naming them",
        "name the columns: the group by is the grain",
    ),
    Rule(
        "join_words",
        (exp.Join,),
        lambda node: bool(node.args.get("using")) or node.text("side") == "RIGHT",
        "the join hides its condition or reads backwards",
        "write inner join or left join, and its conditions after on",
    ),
)


def house_findings(model: Model, tree: exp.Expr) -> Iterator[Finding]:
    """Yield what a reader would miss in a model: its grain, its yml, its size."""
    top = Place(model.path, 1)
    if not model.raw_sql.startswith("-- One row per "):
        yield Finding(
            "first_line",
            top,
            "the first line does not say what one row is",
            "Begin with '-- One row per ...'. If that takes two sentences, it is "
            "two models.",
        )
    if model.yml != model.path.with_suffix(".yml"):
        yield Finding(
            "yml_beside",
            top,
            f"'{model.name}' is not described beside its file",
            f"Write {model.path.with_suffix('.yml')}.",
        )
    if len(model.raw_sql.splitlines()) > _MOST_LINES:
        yield Finding(
            "size",
            top,
            f"the model has more than {_MOST_LINES} lines",
            "Move a step into an int_ model.",
        )
    yield from _column_findings(model, tree)


def _column_findings(model: Model, tree: exp.Expr) -> Iterator[Finding]:
    """Yield where the yml and the select named ``final`` disagree.

    A mart's yml has every column; elsewhere the measures, which a loop writes
    from one list, need no line each.
    """
    selected = final_columns(tree)
    described = [column.name for column in model.columns]
    if model.yml is None or not selected:
        return
    extra = [name for name in described if name not in selected]
    missing = [name for name in selected if name not in described]
    if extra:
        fault = f"the yml describes {', '.join(extra)}, which final does not select"
        yield Finding("columns", Place(model.yml), fault, "Describe what there is.")
    if missing and _MARTS in model.path.parts:
        fault = f"the yml says nothing of {', '.join(missing)}"
        yield Finding("columns", Place(model.yml), fault, "Describe every column.")


def final_columns(tree: exp.Expr) -> list[str]:
    """Return the names that ``final`` selects, or nothing when a star hides them."""
    for step in tree.find_all(exp.CTE):
        if step.alias == "final":
            names = step.this.named_selects
            return [] if "*" in names else list(names)
    return []
