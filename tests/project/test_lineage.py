from pathlib import Path

import pytest

from kpi_runner.errors import ProjectError, SelectionError
from kpi_runner.project.lineage import Lineage
from kpi_runner.project.project import read_project
from tests.support.projects import project_of

ROOT = Path(__file__).parents[2]
SOURCES = {
    "models/_sources.yml": (
        "sources:\n- name: raw\n  tables:\n"
        "  - {name: t, columns: [{name: a}, {name: b}, {name: c}, {name: kind}]}\n"
        "  - {name: u, columns: [{name: a}, {name: d}]}\n"
    ),
}
T, U = "{{ source('raw', 't') }}", "{{ source('raw', 'u') }}"
# Two measures in one long table, as macros write them in a loop.
LONG = (
    "with t as (select * from {{ source('raw', 't') }}), "
    "{% set parts = {'first': 'a', 'second': 'b'} %}"
    "final as ({% for kind, column in parts.items() %}"
    "select '{{ kind }}' as kind, c as week, {{ column }} as value from t"
    "{% if not loop.last %} union all {% endif %}{% endfor %}) "
    "select * from final"
)


@pytest.fixture
def roots(tmp_path):
    """Write a model, and others that it reads, and trace one of its columns."""

    def trace(sql, column="x", **models):
        written = {f"models/{name}.sql": text for name, text in models.items()}
        project = project_of(tmp_path, {**SOURCES, **written, "models/m.sql": sql})
        lineage = Lineage(project)
        return lineage.roots(lineage.column("m", column))

    return trace


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"select a + b as x from {T} as t", ["raw.t.a", "raw.t.b"]),
        (f"select t.*, u.d as x from {T} as t inner join {U} as u on t.a = u.a",
         ["raw.u.d"]),
        (f"select * exclude (a) replace (a + b as x) from (select *, 1 as x from {T})",
         ["a", "b"]),
        (f"with s as (select {{'f': a, 'g': b}} as s from {T}) select s.f as x from s",
         ["a", "b"]),
        (f"select a as y, y + b as x from {T}", ["a", "b"]),
        (f"with s (x) as (select a from {T}) select x from s", ["a"]),
        (f"select b, (select max(d) from {U} as u where u.a = t.a) as x from {T} as t",
         ["raw.u.d"]),
        (f"select list_transform([a], v -> v + b) as x from {T}", ["a", "b"]),
        (f"select k.v as x from {T}, unnest([a, b]) as k(v)", ["a", "b"]),
        (f"select a as x, b from {T} union all select b, a from {T}", ["a", "b"]),
    ],
)  # fmt: skip
def test_a_column_is_followed_through_any_shape_of_query(roots, sql, found):
    assert roots(sql) == [name if "." in name else f"raw.t.{name}" for name in found]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("sum(a) over (partition by b order by c)", ["raw.t.a"]),
        ("row_number() over (partition by b order by c)", ["raw.t.b", "raw.t.c"]),
        ("row_number() over w", ["raw.t.c"]),
        ("count(*)", ["raw.t.*"]),
        ("count_if(true)", ["raw.t.*"]),
        ("count(*) filter (where a > 1)", ["raw.t.a"]),
        ("sum(b) filter (where a > 1)", ["raw.t.b"]),
        ("case when a > 1 then b else c end", ["raw.t.b", "raw.t.c"]),
        ("case when a > 1 then 1 else 0 end", ["raw.t.a"]),
        ("count(case when a > 1 then 1 end)", ["raw.t.a"]),
        ("case a when b then c end", ["raw.t.a", "raw.t.b", "raw.t.c"]),
        ("'a text'", []),
    ],
)
def test_values_are_followed_and_the_choice_of_rows_is_not(roots, expression, found):
    sql = f"select {expression} as x from {T} where kind = 'k' window w as (order by c)"
    assert roots(sql) == found


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("select max(case when kind = 'first' then value end) as x from {long}", ["a"]),
        ("select max(value) filter (where kind = 'second') as x from {long}", ["b"]),
        ("select value as x from {long} where kind in ('first')", ["a"]),
        ("select value as x from {long} where kind in ('first', 'second')", ["a", "b"]),
        ("select value as x from {long} where kind <> 'first'", ["a", "b"]),
        ("with s as (select * from {long}) select value as x from s"
         " where 'second' = s.kind and value > 0", ["b"]),
        ("select l.value as x from (select 'first' as kind) as k"
         " inner join {long} as l on k.kind = l.kind", ["a", "b"]),
        ("select l.value as x from {pairs} as p"
         " inner join {long} as l on p.of = l.kind where p.kind = 'mine'", ["b"]),
        ("select l.value as x from {long} as l"
         " left join {pairs} as p on l.kind = p.of and p.kind = 'mine'", ["a", "b"]),
        ("select l.value as x from {long} as l"
         " anti join {pairs} as p on l.kind = p.kind and l.kind = 'first'", ["a", "b"]),
        ("select x from (select kind, sum(value) over (partition by kind) as x"
         " from {long}) where kind = 'first'", ["a"]),
        ("select x from (select kind, sum(value) over (partition by week) as x"
         " from {long}) where kind = 'first'", ["a", "b"]),
    ],
)  # fmt: skip
def test_one_measure_of_a_long_table_is_told_from_the_others(roots, sql, found):
    pairs = "select 'mine' as kind, 'second' as of union all select 'other', 'first'"
    refs = {"long": "{{ ref('long') }}", "pairs": "{{ ref('pairs') }}"}

    traced = roots(sql.format(**refs), long=LONG, pairs=pairs)

    assert traced == [f"raw.t.{name}" for name in found]


def test_each_step_names_the_columns_one_model_back(tmp_path):
    files = {**SOURCES, "models/long.sql": LONG}
    files["models/m.sql"] = "select value as x from {{ ref('long') }}"
    lineage = Lineage(project_of(tmp_path, files))

    (first,) = lineage.parents(lineage.column("m", "x"))

    assert str(first) == "long.value"
    assert [str(each) for each in lineage.parents(first)] == ["raw.t.a", "raw.t.b"]
    assert lineage.parents(lineage.parents(first)[0]) == ()


def test_an_unknown_column_is_answered_with_the_likely_one(tmp_path):
    files = {**SOURCES, "models/m.sql": f"select a as title from {T}"}
    with pytest.raises(SelectionError, match="Did you mean 'title'"):
        Lineage(project_of(tmp_path, files)).column("m", "titel")


def test_a_column_that_nothing_has_names_the_model(roots):
    with pytest.raises(ProjectError, match=r"models/m.sql: .* nothing .* has 'nope'"):
        roots(f"select nope as x from {T}")


# By hand from the definitions, over the raw contract; a helpdesk's tables and links
# feed the same columns and are left out here.
OUTCOME = ["tickets.bot_attempted", "tickets.bot_outcome", "escalations.ticket_id"]
RESOLVED = ["tickets.resolved_at", "tickets.closed_at"]
ANSWER = [
    *("surveys.score", "surveys.scale_min", "surveys.scale_max"),
    *("surveys.satisfied_from", "surveys.sent_at", *RESOLVED),
]
BY_HAND = {
    "stg_tickets.intent": ["tickets.intent"],
    "fct_tickets.next_contact_at": ["tickets.opened_at", "tickets.reopened_at"],
    "fct_tickets.model_quality": ["model_scores.resolution_quality"],
    "fct_tickets.is_packet_complete": [
        *("escalations.intent_passed", "escalations.account_state_passed"),
        "escalations.summary_passed",
    ],
    "deflection_weekly.ticket_count": ["tickets.*"],
    "deflection_weekly.attempted_count": ["tickets.bot_attempted"],
    "deflection_weekly.deflected_count": [*OUTCOME, *RESOLVED],
    "deflection_weekly.contained_count": OUTCOME,
    "deflection_weekly.resolution_csat_delta": [
        *ANSWER,
        *("baseline_values.numerator", "baseline_values.denominator"),
    ],
    "handoff_weekly.context_loss_rate": ["escalations.agent_asked_restate"],
    "policy_weekly.refund_overpaid": [
        *("refunds.amount", "refunds.entitled_amount", "entitlements.amount"),
        "exchange_rates.rate",
    ],
    "refund_ledger.refund_id": ["refunds.refund_id"],
}
SEEDS = ("baseline_values", "exchange_rates")


@pytest.fixture(scope="module")
def house():
    return Lineage(read_project(ROOT))


@pytest.mark.parametrize("column", BY_HAND)
def test_columns_of_the_marts_end_at_the_raw_columns_of_their_definition(house, column):
    found = house.roots(house.column(*column.split(".")))

    known = [name for name in found if name.split(".")[0] in ("raw", *SEEDS)]
    assert known == sorted(
        name if name.startswith(SEEDS) else f"raw.{name}" for name in BY_HAND[column]
    )


@pytest.mark.slow
def test_every_column_of_every_mart_can_be_traced_to_columns_that_exist(house):
    models = read_project(ROOT).models
    marts = [
        model.name
        for model in models.values()
        if model.path.is_relative_to("models/marts")
    ]

    ends = {
        root
        for mart in marts
        for column in house.columns(mart)
        for root in house.roots(house.column(mart, column))
    }

    assert len(ends) > 100
    for end in sorted(ends):
        relation, _, column = end.rpartition(".")
        assert column in ("*", *house.columns(relation)), end
