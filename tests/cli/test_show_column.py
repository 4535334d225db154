from click.testing import CliRunner

from kpi_runner.cli import main
from tests.support.projects import write_project

FILES = {
    "models/a.sql": "select 1 as one",
    "models/a.yml": "models:\n- {name: a, columns: [{name: one, description: I.}]}\n",
    "models/_sources.yml": (
        "sources:\n- name: raw\n  tables: "
        "[{name: t, columns: [{name: v}, {name: w}]}]\n"
    ),
    "models/long.sql": (
        "select 'x' as kind, v + w as value, count(*) as n "
        "from {{ source('raw', 't') }} group by v, w union all select 'y', 1, 2"
    ),
    "models/wide.sql": ("select kind, value, n, value as copy from {{ ref('long') }}"),
    "models/mart.sql": (
        "select value * n as made from {{ ref('wide') }} where kind = 'x'"
    ),
}


def shown(root, name, *options):
    root = str(write_project(root, FILES))
    words = ["show", name, "--project", root, *options]
    return CliRunner().invoke(main, words).output


def test_show_says_what_a_column_means(tmp_path):
    assert shown(tmp_path, "a.one") == "I.\n\na.one\n\nComes from:\n  no column\n"


def test_show_draws_where_a_column_comes_from(tmp_path):
    assert shown(tmp_path, "mart.made") == (
        "mart.made\n"
        "  wide.n < long.n < raw.t.(its rows)\n"
        "  wide.value < long.value  [kind = x]\n"
        "    raw.t.v\n"
        "    raw.t.w\n"
        "\n"
        "Comes from:\n"
        "  raw.t  (its rows), v, w\n"
    )


def test_below_the_depth_asked_for_columns_are_counted(tmp_path):
    drawn, _, _ = shown(tmp_path, "mart.made", "--depth", "1").partition("\n\n")
    assert drawn.splitlines()[-1] == "  wide.value < long.value  [kind = x] < 2 columns"
