"""What a template may say, and how what it may not say is refused."""

import pytest

from kpi_runner.errors import TemplateError
from tests.support.projects import project_of

MACROS = """
{% macro percent(n, d) %}{{ n }} / {{ d }}{% endmacro %}
{% macro engine() %}{{ return(adapter.dispatch('engine')()) }}{% endmacro %}
{% macro default__engine() %}any{% endmacro %}
{% macro spark__engine() %}spark{% endmacro %}
"""

REFUSED = {
    "select {{ run_query('select 1') }}": "'run_query' is no macro",
    "{% call statement('x') %}{% endcall %}": "'statement' is no macro",
    "{{ log('hello') }}": "'log' is no macro",
    "{{ modules.datetime }}": "'modules' is no macro",
    "{{ graph.nodes }}": "'graph' is no macro",
    "{{ dbt_utils.star() }}": "'dbt_utils' is no macro",
    "{{ percnt(1, 2) }}": "Did you mean 'percent'?",
    "{% include 'other.sql' %}": "'{% include %}' is not in",
    "{% import 'other.sql' as other %}": "'{% import %}' is not in",
    "{% from 'other.sql' import thing %}": "'{% from %}' is not in",
    "{% extends 'base.sql' %}": "'{% extends %}' is not in",
    "{% block body %}{% endblock %}": "'{% block %}' is not in",
    "{% materialization x, default %}{% endmaterialization %}": "unknown tag",
    "{% macro own() %}{% endmacro %}": "macro 'own' is defined where",
    "{{ ref('a' ~ 'b') }}": "ref() needs plain text",
    "{{ ref(var('which')) }}": "ref() needs plain text",
    "{{ ref('a', v=2) }}": "ref() needs plain text",
    "{{ ref() }}": "ref() needs plain text",
    "{{ source('raw') }}": "source() needs plain text",
    "{% set read = ref %}": "'ref' is used without calling it",
    "{% set ref = 1 %}": "'ref' is taken",
    "{% for source in [1] %}{% endfor %}": "'source' is taken",
    "{{ config(materialized=var('how')) }}": "config() needs plain values",
    "{% if true %}{{ config(tags='x') }}{% endif %}": "config() stands inside a block",
    "{{ config.set('a', 1) }}": "'config.set' is not in",
    "{{ adapter.get_relation() }}": "'adapter.get_relation' is not in",
    "{{ 'a' | no_such_filter }}": "No filter named 'no_such_filter'",
    "{{ unclosed": "Jinja cannot read this",
    "{% if true %}": "Jinja cannot read this",
}
FAULTY = {
    "{{ adapter.dispatch('nowhere')() }}": "no macro 'duckdb__nowhere'",
    "{{ percent(1, 2, 3) }}": "macro 'percent' takes not more than 2",
    "{{ {}.missing }}": "no attribute 'missing'",
    "{{ 1 / 0 }}": "division by zero",
    "{{ return(1) }}": "return() stands outside of a macro",
    "{{ env_var('KPI_NOT_SET_ANYWHERE') }}": "'KPI_NOT_SET_ANYWHERE' is not set",
    "{{ var('not' ~ 'there') }}": "var 'notthere' is not declared",
    "{{ config.require('owner') }}": "owner",
    "{{ ''.__class__.__mro__ }}": "unsafe",
    "{{ range(10 ** 9) }}": "Range too big",
}


def read(root, template):
    files = {"macros/m.sql": MACROS, "models/x.sql": f"-- One row per x\n\n{template}"}
    return project_of(root, files)


@pytest.mark.parametrize("template", REFUSED)
def test_what_dbt_and_kpi_do_not_share_is_refused_with_its_line(tmp_path, template):
    with pytest.raises(TemplateError) as caught:
        read(tmp_path, template).compile("x", database="work")
    assert REFUSED[template] in str(caught.value)
    assert str(caught.value.at) == "models/x.sql:3"


@pytest.mark.parametrize("template", FAULTY)
def test_a_template_that_fails_while_it_runs_names_its_line(tmp_path, template):
    project = read(tmp_path, template)
    with pytest.raises(TemplateError) as caught:
        project.compile("x", database="work")
    assert FAULTY[template] in str(caught.value)
    assert str(caught.value.at) == "models/x.sql:3"


def test_a_macro_that_fails_names_the_line_of_the_macro(tmp_path):
    files = {
        "macros/bad.sql": "{% macro bad(x) %}\n\n{{ x }}\n{% endmacro %}",
        "models/x.sql": "select {{ bad() }}",
    }
    with pytest.raises(TemplateError) as caught:
        project_of(tmp_path, files).compile("x", database="work")
    assert str(caught.value) == (
        "macros/bad.sql:3: 'x' does not render: parameter 'x' was not provided."
    )


def test_lines_count_from_the_top_of_the_file_though_dbt_strips_it(tmp_path):
    with pytest.raises(TemplateError) as caught:
        project_of(tmp_path, {"models/x.sql": "\n\n\nselect\n{{ log('x') }}"})
    assert str(caught.value.at) == "models/x.sql:5"


@pytest.mark.parametrize(
    ("macros", "message"),
    [
        ("{% macro a() %}{{ ref('x') }}{% endmacro %}", "ref() stands in a macro"),
        ("{% macro a() %}{{ source('r', 'x') }}{% endmacro %}", "source() stands in"),
        ("{% set x = 1 %}", "dbt ignores what stands outside of a macro"),
        ("{% macro var() %}{% endmacro %}", "macro 'var' is defined already"),
        ("{% macro a() %}{{ run_query('x') }}{% endmacro %}", "'run_query' is no"),
        (
            "{% macro a() %}{% endmacro %}{% macro a() %}{% endmacro %}",
            "'a' is defined",
        ),
        ("{% macro a() %}{% macro b() %}{% endmacro %}{% endmacro %}", "macro 'b'"),
    ],
)
def test_a_file_of_macros_is_refused_with_its_line(tmp_path, macros, message):
    with pytest.raises(TemplateError) as caught:
        project_of(tmp_path, {"macros/m.sql": f"\n{macros}"})
    assert message in str(caught.value)
    assert str(caught.value.at) == "macros/m.sql:2"


def test_two_files_may_not_define_one_macro(tmp_path):
    text = "{% macro a() %}{% endmacro %}"
    with pytest.raises(TemplateError) as caught:
        project_of(tmp_path, {"macros/a.sql": text, "macros/b.sql": text})
    assert str(caught.value) == (
        "macros/b.sql:1: macro 'a' is also defined in macros/a.sql.\n"
        "Rename one of them."
    )


def test_dispatch_goes_by_engine_and_falls_back_to_default(tmp_path):
    project = read(tmp_path, "select {{ engine() }}")
    assert project.compile("x", database="w").endswith("select any")
    assert project.compile("x", database="w", engine="spark").endswith("select spark")


def test_each_model_sees_its_own_this_also_inside_a_macro(tmp_path):
    files = {
        "macros/m.sql": "{% macro own() %}{{ this }}{% endmacro %}",
        "models/a.sql": "{{ own() }}",
        "models/b.sql": "{% if true %}{{ own() }}{% endif %}",
    }
    project = project_of(tmp_path, files)
    assert project.compile("a", database="w") == '"w"."main"."a"'
    assert project.compile("b", database="w") == '"w"."main"."b"'
    assert project.compile("a", database="w") == '"w"."main"."a"'


def test_a_commented_ref_is_none_and_a_ref_in_a_dead_branch_is_one(tmp_path):
    files = {
        "models/a.sql": "select 1",
        "models/b.sql": "{# {{ ref('no') }} #}\n{% if 0 %}{{ ref('a') }}{% endif %}",
    }
    (ref,) = project_of(tmp_path, files).models["b"].refs
    assert (ref.name, ref.line) == ("a", 2)
