"""A generated project of many models, and the program that reads and compiles it.

    python -m benchmarks.generated FOLDER

Every model is as long as the house's median (40 lines), reads two others, calls a
macro and a variable, and has a yml beside it with its columns described.
"""

import sys
from pathlib import Path

from kpi_runner.project.project import read_project

PROJECT = """\
name: generated
config-version: 2
vars:
  first_week: "2026-01-05"
models:
  generated:
    +materialized: table
"""
MACRO = """\
{% macro percent(numerator, denominator) -%}
    cast(100 * {{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}
"""
FIRST = "select 1 as ticket_id, date '2026-01-05' as week, 1 as n, 2 as d\n"
MODEL = """\
-- One row per ticket: generated model number NUMBER.

with

tickets as (

    select * from {{ ref('model_LEFT') }}

),

answers as (

    select * from {{ ref('model_RIGHT') }}

),

answers_by_ticket as (

    select
        ticket_id,
        sum(n) as n,
        sum(d) as d
    from answers
    group by ticket_id

),

final as (

    select
        tickets.ticket_id,
        tickets.week,
        answers_by_ticket.n,
        answers_by_ticket.d,
        {{ percent('answers_by_ticket.n', 'answers_by_ticket.d') }} as answer_rate
    from tickets
    left join answers_by_ticket
        on tickets.ticket_id = answers_by_ticket.ticket_id
    where tickets.week >= cast('{{ var('first_week') }}' as date)

)

select * from final
"""
YML = """\
version: 2
models:
  - name: model_NUMBER
    description: One row per ticket.
    columns:
      - {name: ticket_id, description: The ticket., data_type: bigint}
      - {name: week, description: Its week., data_type: date}
      - {name: n, description: Satisfied answers., data_type: bigint}
      - {name: d, description: Answers., data_type: bigint}
      - {name: answer_rate, description: Percent satisfied., data_type: double}
"""


def write_models(folder: Path, count: int) -> None:
    """Write the project; model N reads its predecessor and one further back."""
    models, macros = folder / "models", folder / "macros"
    models.mkdir(parents=True)
    macros.mkdir()
    (folder / "dbt_project.yml").write_text(PROJECT)
    (macros / "percent.sql").write_text(MACRO)
    for number in range(count):
        left, right = str(number - 1), str(number // 2)
        text = MODEL.replace("LEFT", left).replace("RIGHT", right) if number else FIRST
        (models / f"model_{number}.sql").write_text(text.replace("NUMBER", str(number)))
        (models / f"model_{number}.yml").write_text(YML.replace("NUMBER", str(number)))


def compile_all(folder: Path) -> int:
    """Read the project and compile every model; return how many there are."""
    project = read_project(folder)
    for model in project.graph.order():
        project.compile(model.name, database="work")
    return len(project.models)


if __name__ == "__main__":
    sys.stdout.write(f"{compile_all(Path(sys.argv[1]))} models\n")
