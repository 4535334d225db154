"""Queries made of the constructs that models use, over rows full of edges."""

from random import Random

ROWS = 60
COLUMNS = {
    "whole": ("null", "0", "1", "-7", "30", "4503599627"),
    "share": ("null", "0.0", "0.1", "-2.5", "1e-9", "99.95", "33.333333333333336"),
    "amount": ("null", "0.00", "12.34", "-0.01", "999999.99"),
    "moment": (
        "null",
        "'2026-01-04 23:59:59.999999'",
        "'2026-01-05 00:00:00'",
        "'2024-02-29 12:30:00'",
        "'2025-12-31 23:00:00.5'",
    ),
    "day": ("null", "'2026-01-05'", "'2024-12-30'", "'2026-03-01'"),
    "text": ("null", "''", "'refund 10%'", "'A_b!'", "'caf\u00e9 '", "'10 days'"),
    "flag": ("null", "true", "false"),
}
TYPES = {
    "whole": "bigint",
    "share": "double",
    "amount": "decimal(18, 2)",
    "moment": "timestamp",
    "day": "date",
    "text": "varchar",
    "flag": "boolean",
}
# Each is filled with other expressions of the type that stands in it.
SHAPES = {
    "whole": (
        "whole",
        "coalesce({whole}, 0)",
        "nullif({whole}, 1)",
        "case when {flag} then {whole} when not {flag} then -1 end",
        "length({text})",
        "greatest(whole, 3)",
        "least(whole, 3)",
        "cast(floor({share}) as bigint)",
        "cast(round({share}) as bigint)",
        "cast(ceil({share}) as bigint)",
        "abs(whole)",
        "instr({text}, 'b')",
    ),
    "share": (
        "share",
        "cast(whole as double) / nullif(length({text}), 0)",
        "100 * cast(amount as double) / 7",
        "round({share}, 6)",
        "sqrt(abs({share}))",
        "ln(abs({share}) + 1)",
        "power(share / 100, 2)",
        "coalesce({share}, 0.5)",
    ),
    "amount": (
        "amount",
        "cast(amount * 1.5 as decimal(18, 2))",
        "cast(round(amount * 0.335, 2) as decimal(18, 2))",
        "case when amount > 0 then amount else 0 end",
        "try_cast({text} as decimal(18, 2))",
    ),
    "moment": (
        "moment",
        "moment + interval '48' hour",
        "moment - interval '7' day",
        "coalesce({moment}, cast(day as timestamp))",
        "case when {flag} then {moment} end",
        "greatest(moment, cast('2025-06-01' as timestamp))",
    ),
    "day": (
        "day",
        "cast(date_trunc('week', {moment}) as date)",
        "cast(date_trunc('month', {moment}) as date)",
        "cast(date_trunc('quarter', day) as date)",
        "cast(day + interval '3' day as date)",
        "cast({moment} as date)",
    ),
    "text": (
        "text",
        "lower({text})",
        "replace({text}, 'b', '')",
        "substr({text}, 2)",
        "{text} || ':' || cast(whole as varchar)",
        "concat({text}, '-', cast(day as varchar))",
        "concat_ws('|', {text}, cast(amount as varchar))",
        "coalesce({text}, 'none')",
        "trim({text})",
        "translate({text}, 'ab', 'xy')",
        "regexp_replace({text}, '[0-9]+', '#', 'g')",
        "regexp_extract({text}, '([0-9]+) ', 1)",
        "md5({text})",
        "cast(moment as varchar)",
        "cast(cast(round({share}, 1) as decimal(18, 1)) as varchar)",
    ),
    "flag": (
        "flag",
        "{whole} > 1",
        "{share} between 0 and 50",
        "{text} like '%b!%' escape '!'",
        "{text} in ('', '10 days')",
        "{text} is null",
        "{flag} and {flag}",
        "not {flag}",
        "{moment} <= cast('2026-01-05' as timestamp)",
        "day is not distinct from cast('2026-01-05' as date)",
        "regexp_matches({text}, '(?:^|[^a-z])days?$')",
        "{flag} = regexp_matches({text}, '^[a-z]')",
    ),
}
AGGREGATES = (
    "count(*)",
    "count({whole})",
    "cast(count_if({flag}) as bigint)",
    "cast(sum(length({text})) as bigint)",
    "cast(sum({amount}) as decimal(38, 2))",
    "min({moment})",
    "max({text})",
    "bool_or({flag})",
    "bool_and({flag})",
    "bit_or(case when {flag} then 4 else 1 end)",
    "count(distinct {text})",
)
WINDOWS = (
    "row_number() over (partition by flag order by id)",
    "lag(whole) over (order by id)",
    "cast(sum(length(text)) over (order by id rows between 3 preceding and current row)"
    " as bigint)",
    "max(day) over (partition by text)",
    "count(*) over (partition by flag)",
)


def generated_query(random: Random) -> str:
    """Return a query of expressions, aggregates and windows over generated rows."""
    rows = rows_of(random)
    plain = [filled(random, f"{{{random.choice(list(SHAPES))}}}") for _ in range(24)]
    plain += [filled(random, each) for each in WINDOWS]
    pooled = [filled(random, each) for each in AGGREGATES]
    return (
        f"with generated as ({rows}), widened as (select id, {named(plain)}"
        f" from generated), pooled as (select flag as group_flag, {named(pooled, 'p')}"
        " from generated group by flag)"
        " select * from widened inner join generated on widened.id = generated.id"
        " left join pooled on generated.flag is not distinct from pooled.group_flag"
        " order by widened.id"
    )


def rows_of(random: Random) -> str:
    lines = []
    for number in range(ROWS):
        values = ", ".join(
            f"cast({random.choice(values)} as {TYPES[name]}) as {name}"
            for name, values in COLUMNS.items()
        )
        lines.append(f"select {number} as id, {values}")
    return " union all ".join(lines)


def filled(random: Random, shape: str, depth: int = 3) -> str:
    """Fill the shapes inside a shape, to a depth."""
    for kind, shapes in SHAPES.items():
        while f"{{{kind}}}" in shape:
            inner = random.choice(shapes) if depth else kind
            deeper = filled(random, inner, depth - 1) if depth else kind
            shape = shape.replace(f"{{{kind}}}", f"({deeper})", 1)
    return shape


def named(expressions: list[str], prefix: str = "e") -> str:
    return ", ".join(f"{sql} as {prefix}{n}" for n, sql in enumerate(expressions))
