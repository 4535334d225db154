"""A thousand models: read in order and compiled; the time is shown, not judged."""

from time import perf_counter

from kpi_runner.project.project import read_project
from tests.support.projects import write_project

MODELS = 1000
MACRO = "{% macro percent(n, d) %}100 * {{ n }} / nullif({{ d }}, 0){% endmacro %}"
SQL = """-- One row per ticket.

with

tickets as (

    select * from {{ ref('FORMER') }}

),

final as (

    select
        ticket_id,
        {{ percent('a', 'b') }} as rate
    from tickets

)

select * from final
"""
YML = """models:
  - name: NAME
    description: One row per ticket.
    config: {meta: {grain: [ticket_id]}}
    columns:
      - {name: ticket_id, data_type: varchar, description: The ticket.}
      - {name: rate, data_type: double, description: The rate.}
"""


def test_a_thousand_models_are_read_in_order_and_compiled(tmp_path):
    files = {"macros/percent.sql": MACRO, "models/m0000.sql": "select 1"}
    for number in range(1, MODELS):
        name, former = f"m{number:04}", f"m{number // 2:04}"
        files[f"models/{name}.sql"] = SQL.replace("FORMER", former)
        files[f"models/{name}.yml"] = YML.replace("NAME", name)
    root = write_project(tmp_path, files)
    start = perf_counter()
    project = read_project(root)
    read = perf_counter()
    compiled = {name: project.compile(name, database="w") for name in project.models}
    done = perf_counter()
    # Shown by `pytest -rP`.
    print(f"read {read - start:.2f} s, compiled {done - read:.2f} s")  # noqa: T201
    order = [model.name for model in project.graph.order()]
    assert len(order) == MODELS
    assert order.index("m0499") < order.index("m0998")
    assert '"w"."main"."m0499"' in compiled["m0999"]
    assert "100 * a / nullif(b, 0) as rate" in compiled["m0999"]
