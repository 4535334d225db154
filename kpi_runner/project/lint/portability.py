"""What DuckDB takes and Spark refuses or, worse, answers differently.

Each rule names a construct in the syntax tree and its portable spelling. They
are what remained of 222 constructs transpiled and run on both engines.
"""

from collections.abc import Callable

from sqlglot import exp

from kpi_runner.project.lint.rule import Rule

_INTEGERS = frozenset({exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT})
_DOUBLES = frozenset({exp.DType.DOUBLE, exp.DType.FLOAT})
_JSON = frozenset({"to_json", "row_to_json", "json_array", "json_merge_patch"})
_CLOCKS = frozenset({"now", "today", "get_current_timestamp", "transaction_timestamp"})


def _always(_node: exp.Expr) -> bool:
    return True


def _named(*names: str) -> Callable[[exp.Expr], bool]:
    return lambda node: str(node.this).lower() in names


def _unit_is_not_day(node: exp.Expr) -> bool:
    return node.text("unit").upper() != "DAY"


def _has_flag(node: exp.Expr) -> bool:
    flags = node.text("flag") + node.text("parameters") + node.text("modifiers")
    return flags.replace("g", "") != ""


def _replaces_once(node: exp.Expr) -> bool:
    return "g" not in node.text("modifiers")


def _cuts_a_fraction(node: exp.Expr) -> bool:
    """Return whether a quotient or a double becomes an integer without rounding."""
    value = node.this.unnest()
    return node.args["to"].this in _INTEGERS and (
        isinstance(value, exp.Div) or _is_double(value)
    )


def _is_double(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.args["to"].this in _DOUBLES


def _divides_undeclared(node: exp.Expr) -> bool:
    """Return whether nothing in the quotient says that it is a double."""
    return not any(_is_double(found) for found in node.find_all(exp.Cast))


def _orders(node: exp.Expr) -> bool:
    return node.find(exp.Order) is not None


def _writes_json(node: exp.Expr) -> bool:
    """Return whether anything but a text becomes JSON."""
    return node.name.lower() in _JSON and not all(map(_is_text, node.expressions))


def _is_text(value: exp.Expr) -> bool:
    """Tell whether this is a text, or a struct of named texts as Spark wants it."""
    if isinstance(value, exp.Anonymous) and value.name.lower() == "named_struct":
        return all(map(_is_text, value.expressions))
    if isinstance(value, exp.Cast):
        return value.args["to"].this in exp.DataType.TEXT_TYPES
    return isinstance(value, exp.Literal) and value.is_string


def _reads_the_clock(node: exp.Expr) -> bool:
    return not isinstance(node, exp.Anonymous) or node.name.lower() in _CLOCKS


def _is_all(node: exp.Expr) -> bool:
    expressions = node.expressions
    return bool(node.args.get("all")) or any(
        isinstance(found.this, exp.Var) and found.name.upper() == "ALL"
        for found in expressions
        if isinstance(found, exp.Ordered)
    )


def _stands_in_from(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Table)


def _unnests_twice(node: exp.Expr) -> bool:
    return sum(_unnests(found) for found in node.expressions) > 1


def _unnests(node: exp.Expr) -> bool:
    return isinstance(node.unalias(), exp.Explode)


def _has_no_order(node: exp.Expr) -> bool:
    ranks = (exp.RowNumber, exp.FirstValue, exp.LastValue, exp.Lag, exp.Lead)
    return isinstance(node.this, ranks) and not (
        node.args.get("order") or node.args.get("alias")
    )


PORTABILITY = (
    Rule(
        "hours_between",
        (exp.DateDiff, exp.TimestampDiff),
        _unit_is_not_day,
        "date_diff() of anything but days counts differently",
        "compare a < b + interval '48' hour, or use elapsed_seconds(a, b)",
    ),
    Rule(
        "epoch",
        (exp.TimeToUnix,),
        _always,
        "epoch() cuts fractions of a second",
        "use elapsed_seconds(a, b)",
    ),
    Rule(
        "epoch_parts",
        (exp.Anonymous,),
        _named("epoch_us", "epoch_ns", "date_sub", "datesub"),
        "this function of time exists in DuckDB alone",
        "use elapsed_seconds(a, b)",
    ),
    Rule(
        "percentile",
        (exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile),
        _always,
        "percentiles become approximate or fail",
        "take the row whose row_number() is the rank, by a dispatch macro",
    ),
    Rule(
        "regexp_flag",
        (exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract, exp.RegexpILike),
        _has_flag,
        "a flag of a regular expression is dropped",
        "put it into the pattern: '(?i)...'",
    ),
    Rule(
        "regexp_replace_once",
        (exp.RegexpReplace,),
        _replaces_once,
        "regexp_replace() without 'g' replaces the first match only in DuckDB",
        "say regexp_replace(text, pattern, replacement, 'g')",
    ),
    Rule(
        "fraction_to_integer",
        (exp.Cast,),
        _cuts_a_fraction,
        "a fraction becomes an integer: one engine rounds, the other cuts",
        "cast(round(x) as bigint) or cast(floor(x) as bigint)",
    ),
    Rule(
        "division",
        (exp.Div,),
        _divides_undeclared,
        "a quotient of decimals is a decimal in one engine, a double in the other",
        "cast(a as double) / nullif(b, 0)",
    ),
    Rule(
        "integer_division",
        (exp.IntDiv,),
        _always,
        "// rounds down in one engine and towards zero in the other",
        "cast(floor(cast(a as double) / b) as bigint)",
    ),
    Rule(
        "hugeint",
        (exp.DataType,),
        lambda node: node.this in {exp.DType.INT128, exp.DType.UINT128},
        "the type HUGEINT exists in DuckDB alone",
        "decimal(38, 0), or bigint where it fits",
    ),
    Rule(
        "tie",
        (exp.ArgMax, exp.ArgMin, exp.First, exp.Last, exp.AnyValue, exp.Mode),
        _always,
        "which of equal rows wins is left to the engine",
        "row_number() over (... order by a, full_key) and keep the first row",
    ),
    Rule(
        "no_order",
        (exp.Window,),
        _has_no_order,
        "a rank without an order is left to the engine",
        "row_number() over (partition by ... order by a, full_key)",
    ),
    Rule(
        "list_order",
        (exp.ArrayAgg,),
        _orders,
        "a list loses its order",
        "list_sort(list(a))",
    ),
    Rule(
        "text_order",
        (exp.GroupConcat,),
        _always,
        "string_agg() loses its order",
        "array_to_string(list_sort(list(a)), ', ')",
    ),
    Rule(
        "join_kind",
        (exp.Join,),
        lambda node: node.text("method").upper() in {"ASOF", "NATURAL", "POSITIONAL"},
        "this kind of join exists in DuckDB alone, or hides its columns",
        "name the join and write its conditions",
    ),
    Rule(
        "all",
        (exp.Group, exp.Order),
        _is_all,
        "group by all and order by all change meaning with the columns",
        "name the columns: the group by is the grain",
    ),
    Rule(
        "distinct_on",
        (exp.Distinct,),
        lambda node: node.args.get("on") is not None,
        "distinct on keeps a row of the engine's choice",
        "row_number() over (... order by a, full_key) and keep the first row",
    ),
    Rule(
        "series_in_from",
        (exp.GenerateSeries,),
        _stands_in_from,
        "generate_series() in from is no table",
        "select unnest(generate_series(a, b)) as n",
    ),
    Rule(
        "two_unnests",
        (exp.Select,),
        _unnests_twice,
        "two unnests in one select multiply in one engine and zip in the other",
        "one unnest per common table expression",
    ),
    Rule(
        "bare_at",
        (exp.Column,),
        lambda node: node.name.lower() == "at",
        "a column named 'at' cannot be parsed everywhere",
        "name what happened: opened_at",
    ),
    Rule(
        "json",
        (exp.Anonymous,),
        _writes_json,
        "to_json() writes nulls and numbers differently",
        "to_json(cast(a as varchar)), by the macro json_text()",
    ),
    Rule(
        "json_object",
        (exp.JSONObject,),
        _always,
        "json_object() writes nulls and numbers differently",
        "concatenate texts that the macro json_text() wrote",
    ),
    Rule(
        "clock",
        (exp.CurrentDate, exp.CurrentTimestamp, exp.Anonymous),
        _reads_the_clock,
        "a model may not read the clock",
        "join int_clock or int_watermark",
    ),
)
