"""Parts that a query reads often: Spark would compute each reading anew."""

from collections import Counter
from collections.abc import Sequence

from sqlglot import exp

# So many readings cost more than to keep the rows of a part.
_OFTEN = 4


def parts_of(tree: exp.Expr, relation: str) -> list[tuple[str, exp.Expr]]:
    """Take the parts that are read often out of the query of a relation.

    Return a relation and the query of each; later ones, and ``tree``, read the former.
    """
    if not isinstance(tree, exp.Query) or not tree.ctes:
        return []
    found = []
    schema, _, name = relation.rpartition(".")
    often = _read_often(tree)
    for number, part in enumerate(tree.ctes):
        if part.alias not in often:
            continue
        query = _without_names(part.this.copy(), tree.ctes[:number])
        kept = exp.table_(f"{name}__{part.alias}", db=schema)
        found.append((f"{schema}.{kept.name}", query))
        part.set("this", exp.select("*").from_(kept))
    return found


def _without_names(query: exp.Expr, before: Sequence[exp.CTE]) -> exp.Expr:
    """Write the parts before a query into it.

    Spark does not know kept rows again when their query names its own parts.
    """
    for part in reversed(before):
        for table in list(query.find_all(exp.Table)):
            if not table.db and table.name == part.alias:
                inner = exp.Subquery(this=part.this.copy())
                table.replace(exp.alias_(inner, table.alias_or_name, table=True))
    return query


def _read_often(tree: exp.Query) -> set[str]:
    """Return the parts that would be computed often if each reading computed one."""
    often = set()
    times = _readings(tree)
    for part in tree.ctes:
        times -= _readings(part.this)
    for part in reversed(tree.ctes):
        count = times[part.alias]
        if count >= _OFTEN and not _is_whole_relation(part.this):
            often.add(part.alias)
            count = 1
        for name, readings in _readings(part.this).items():
            times[name] += readings * count
    return often


def _readings(query: exp.Expr) -> Counter[str]:
    return Counter(table.name for table in query.find_all(exp.Table) if not table.db)


def _is_whole_relation(query: exp.Expr) -> bool:
    """Tell whether a query is only ``select * from`` a relation."""
    said = {name for name, value in query.args.items() if value}
    return said <= {"expressions", "from_"} and query.is_star
