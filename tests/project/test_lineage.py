import pytest

from kpi_runner.errors import SelectionError
from kpi_runner.project.lineage import made_of
from tests.support.projects import project_of

FILES = {
    "seeds/names.csv": "id,name\n1,x\n",
    "seeds/names.yml": "seeds:\n- {name: names, columns: [{name: id}, {name: name}]}\n",
    "models/_sources.yml": (
        "sources:\n- name: raw\n  tables:\n"
        "  - {name: tickets, columns: [{name: id}, {name: opened_at}]}\n"
    ),
    "models/stg.sql": (
        "with tickets as (select * from {{ source('raw', 'tickets') }}), "
        "final as (select id, opened_at from tickets) select * from final"
    ),
    "models/mart.sql": (
        "with tickets as (select * from {{ ref('stg') }}), "
        "names as (select * from {{ ref('names') }}), "
        "named as (select tickets.*, names.name from tickets "
        "inner join names on tickets.id = names.id), "
        "final as (select id, upper(name) || opened_at as title from named) "
        "select * from final"
    ),
}


def test_a_column_is_traced_through_stars_and_joins_to_what_the_model_reads(tmp_path):
    project = project_of(tmp_path, FILES)
    assert made_of(project, "mart", "title") == ["names.name", "stg.opened_at"]
    assert made_of(project, "mart", "id") == ["stg.id"]


def test_a_column_of_staging_is_traced_to_the_raw_table(tmp_path):
    project = project_of(tmp_path, FILES)
    assert made_of(project, "stg", "opened_at") == ["raw.tickets.opened_at"]


def test_an_unknown_column_is_answered_with_the_likely_one(tmp_path):
    with pytest.raises(SelectionError, match="Did you mean 'title'"):
        made_of(project_of(tmp_path, FILES), "mart", "titel")
