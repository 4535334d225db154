from click.testing import CliRunner

from kpi_runner.cli import main
from tests.support.projects import write_project

FILES = {
    "models/a.sql": "select 1 as one",
    "models/a.yml": "models:\n- {name: a, columns: [{name: one, description: I.}]}\n",
    "models/b.sql": "select one + 1 as two from {{ ref('a') }}",
}


def shown(root, name):
    root = str(write_project(root, FILES))
    return CliRunner().invoke(main, ["show", name, "--project", root]).output


def test_show_says_what_a_column_is_made_of(tmp_path):
    assert shown(tmp_path, "b.two") == "b.two is made of: a.one\n"


def test_show_says_what_a_column_means(tmp_path):
    assert shown(tmp_path, "a.one") == "I.\na.one is made of: no column\n"
