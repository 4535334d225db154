import pytest

from kpi_runner.errors import SelectionError
from kpi_runner.project.selection import select
from tests.support.projects import project_of

FILES = {
    "seeds/names.csv": "name\nx\n",
    "models/staging/stg_a.sql": "select * from {{ ref('names') }}",
    "models/staging/stg_b.sql": "select 1",
    "models/marts/int_c.sql": "select * from {{ ref('stg_a') }}",
    "models/marts/panel.sql": "{{ config(tags='weekly') }}from {{ ref('int_c') }}",
    "models/marts/other.sql": "{{ config(tags='weekly') }}from {{ ref('stg_b') }}",
}


@pytest.mark.parametrize(
    ("expressions", "selected"),
    [
        ([], "stg_a stg_b int_c other panel"),
        (["int_c"], "int_c"),
        (["+int_c"], "stg_a int_c"),
        (["int_c+"], "int_c panel"),
        (["+int_c+"], "stg_a int_c panel"),
        (["names+"], "stg_a int_c panel"),
        (["tag:weekly"], "other panel"),
        (["+tag:weekly"], "stg_a stg_b int_c other panel"),
        (["models/staging/"], "stg_a stg_b"),
        (["models/staging"], "stg_a stg_b"),
        (["path:models/marts/int_c.sql"], "int_c"),
        (["stg_*"], "stg_a stg_b"),
        (["panel", "stg_b"], "stg_b panel"),
        (["panel stg_b"], "stg_b panel"),
        (["tag:weekly,panel"], "panel"),
    ],
)
def test_a_selection_reads_as_in_dbt_and_comes_in_build_order(
    tmp_path, expressions, selected
):
    project = project_of(tmp_path, FILES)
    assert select(project, expressions) == selected.split()


@pytest.mark.parametrize(
    ("expression", "likely"),
    [
        ("+panl", "panel"),
        ("tag:wekly", "tag:weekly"),
        ("models/mart/", "models/marts/"),
    ],
)
def test_a_selection_that_matches_nothing_suggests_the_likely_word(
    tmp_path, expression, likely
):
    with pytest.raises(SelectionError, match=f"Did you mean '{likely}'"):
        select(project_of(tmp_path, FILES), [expression])
