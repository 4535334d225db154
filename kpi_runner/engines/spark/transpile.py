"""DuckDB's SQL as Spark says it."""

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from kpi_runner.engines.spark.patterns import java_pattern, java_pattern_of
from kpi_runner.engines.spark.shared import parts_of
from kpi_runner.errors import EngineError

_PATTERNS = (
    exp.RegexpLike,
    exp.RegexpReplace,
    exp.RegexpExtract,
    exp.RegexpExtractAll,
    exp.RegexpSplit,
)


def spark_sql(sql: str) -> str:
    """Return a query in Spark's dialect, its relations as `view_name` calls them."""
    return _spark_sql(_parsed(sql))


def spark_queries(sql: str, relation: str) -> tuple[list[tuple[str, str]], str]:
    """Return a relation's query as `spark_sql` does, apart from what it reads often.

    That comes first: relations to be there while the query runs, and their queries.
    """
    tree = _parsed(sql)
    parts = [(name, _spark_sql(part)) for name, part in parts_of(tree, relation)]
    return parts, _spark_sql(tree)


def _parsed(sql: str) -> exp.Expr:
    try:
        return parse_one(sql, read="duckdb")
    except SqlglotError as error:
        raise EngineError(f"the SQL cannot be transpiled: {error}") from error


def _spark_sql(tree: exp.Expr) -> str:
    for table in tree.find_all(exp.Table):
        if table.db:
            name = view_name(f"{table.db}.{table.name}")
            if not table.alias:
                table.set("alias", exp.TableAlias(this=table.this.copy()))
            table.set("this", exp.to_identifier(name, quoted=True))
            table.set("db", None)
            table.set("catalog", None)
    for search in reversed(list(tree.find_all(*_PATTERNS))):
        _rewrite_pattern(search)
    for count in list(tree.find_all(exp.CountIf)):
        count.replace(_count_if(count.this))
    return tree.sql(dialect="spark", pretty=True)


def spark_type(kind: str) -> str:
    """Return one of DuckDB's types as Spark calls it."""
    return exp.DataType.build(kind, dialect="duckdb").sql(dialect="spark")


def view_name(relation: str) -> str:
    """Return the temporary view of ``schema.table``; of ``table``, that in main."""
    schema, _, name = relation.rpartition(".")
    return f"{schema or 'main'}__{name}"


def _rewrite_pattern(search: exp.Func) -> None:
    """Make the pattern of a search one that Java reads as RE2 would."""
    pattern = search.args.get("expression")
    if isinstance(pattern, exp.Literal):
        pattern.set("this", java_pattern(pattern.name))
    elif pattern:
        written = java_pattern_of(pattern.sql(dialect="duckdb"))
        search.set("expression", parse_one(written, read="duckdb"))
    if isinstance(search, exp.RegexpLike):
        # A function becomes an operator, which may not take what stands before it.
        search.replace(exp.paren(search.copy()))


def _count_if(condition: exp.Expression) -> exp.Expression:
    """Return DuckDB's count_if: null where the condition was never known."""
    known = (
        exp.Case().when(condition, "1").when(exp.Not(this=exp.paren(condition)), "0")
    )
    return exp.Sum(this=known)
