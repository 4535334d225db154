import pytest

from kpi_runner.errors import (
    GraphError,
    ProjectError,
    SeedError,
    SelectionError,
    TemplateError,
)
from kpi_runner.project.project import read_project
from tests.support.projects import PROJECT, project_of

MODEL = {"models/a.sql": "-- One row per a\nselect 1 as one"}


def error(kind, root, files, **options):
    with pytest.raises(kind) as caught:
        project_of(root, files, **options)
    return str(caught.value)


def test_a_folder_without_a_project_says_how_to_start_one(tmp_path):
    with pytest.raises(ProjectError, match=r"there is no dbt_project\.yml") as caught:
        read_project(tmp_path)
    assert "kpi init" in str(caught.value)


def test_the_yml_beside_a_model_describes_it_and_its_columns(tmp_path):
    yml = (
        "models:\n- name: a\n  description: One row per a.\n  config:\n"
        "    tags: [weekly]\n    meta: {grain: [one]}\n  columns:\n"
        "  - {name: one, data_type: integer, description: '{{ doc(\"one\") }}'}\n"
    )
    docs = "{% docs one %}\nThe only number.\n{% enddocs %}"
    files = {**MODEL, "models/a.yml": yml, "models/docs.md": docs}
    model = project_of(tmp_path, files).models["a"]
    assert (model.tags, model.meta) == (("weekly",), {"grain": ["one"]})
    assert model.columns[0].description == "The only number."
    assert str(model.yml) == "models/a.yml"


def test_a_yml_for_a_missing_model_names_its_line_and_the_likely_model(tmp_path):
    files = {**MODEL, "models/b.yml": "version: 2\nmodels:\n  - name: aa\n"}
    assert error(ProjectError, tmp_path, files) == (
        "models/b.yml:3: 'aa' is described here, but there is no model 'aa'.\n"
        "Did you mean 'a'?"
    )


def test_a_model_described_twice_names_both_places(tmp_path):
    yml = "models:\n- name: a\n"
    files = {**MODEL, "models/a.yml": yml, "models/b.yml": yml}
    message = error(ProjectError, tmp_path, files)
    assert message.startswith("models/b.yml:2: 'a' is also described in models/a.yml.")


def test_broken_yaml_names_its_line(tmp_path):
    files = {**MODEL, "models/a.yml": "models:\n  - name: [a\n"}
    assert error(ProjectError, tmp_path, files).startswith(
        "models/a.yml:3: this is not"
    )


@pytest.mark.parametrize("other", ["models/sub/a.sql", "models/sub/A.sql"])
def test_two_models_of_one_name_name_each_other(tmp_path, other):
    message = error(GraphError, tmp_path, {**MODEL, other: "select 1"})
    assert "is also defined in models/" in message
    assert "Rename one of them" in message


def test_a_model_and_a_seed_may_not_share_a_name(tmp_path):
    message = error(GraphError, tmp_path, {**MODEL, "seeds/a.csv": "x\n1\n"})
    assert message.startswith("models/a.sql: 'a' is also defined in seeds/a.csv.")


def test_an_unknown_source_names_the_line_and_the_likely_source(tmp_path):
    files = {
        "models/a.sql": "select 1\nfrom {{ source('raw', 'tikets') }}",
        "models/_sources.yml": "sources:\n- {name: raw, tables: [{name: tickets}]}\n",
    }
    assert error(GraphError, tmp_path, files) == (
        "models/a.sql:2: 'a' reads source 'raw.tikets', which does not exist.\n"
        "Did you mean 'raw.tickets'?"
    )


def test_a_ref_into_another_package_is_refused(tmp_path):
    files = {**MODEL, "models/b.sql": "select * from {{ ref('other', 'a') }}"}
    message = error(GraphError, tmp_path, files)
    assert message.startswith("models/b.sql:1: 'b' refers to package 'other'")


def test_a_file_that_is_no_utf8_is_named(tmp_path):
    project_of(tmp_path, MODEL)
    (tmp_path / "models/latin.sql").write_bytes(b"select 'caf\xe9'")
    with pytest.raises(ProjectError, match=r"models/latin\.sql: this is not UTF-8"):
        read_project(tmp_path)


def test_a_var_that_nothing_declares_names_its_line(tmp_path):
    files = {"models/a.sql": "select\n{{ var('as_off') }}"}
    project = PROJECT + "vars:\n  as_of: null\n"
    assert error(ProjectError, tmp_path, files, project=project) == (
        "models/a.sql:2: var 'as_off' is not declared in dbt_project.yml.\n"
        "Did you mean 'as_of'?"
    )


def test_a_var_override_must_name_a_declared_var(tmp_path):
    project = PROJECT + "vars:\n  as_of: null\n"
    options = {"project": project, "variables": {"as_off": 1}}
    assert error(SelectionError, tmp_path, MODEL, **options) == (
        "there is no variable 'as_off' in dbt_project.yml.\nDid you mean 'as_of'?"
    )


def test_the_command_line_wins_over_the_package_over_the_globals(tmp_path):
    files = {"models/a.sql": "{{ var('a') }} {{ var('b') }} {{ var('c') }}"}
    variables = "vars:\n  a: global\n  b: global\n  c: global\n  shop:\n"
    project = f"{PROJECT}{variables}    b: package\n    c: package\n"
    found = project_of(tmp_path, files, project=project, variables={"c": "mine"})
    assert found.compile("a", database="w") == "global package mine"
    assert found.variables == {"a": "global", "b": "package", "c": "mine"}


def test_folders_of_the_project_then_yml_then_file_configure_a_model(tmp_path):
    project = (
        "name: shop\nmodels:\n  +tags: all\n  shop:\n    +materialized: table\n"
        "    sub:\n      +tags: [sub]\n      +meta: {owner: sub, level: 1}\n"
    )
    files = {
        "models/sub/a.sql": "{{ config(materialized='view', tags='file') }}select 1",
        "models/sub/a.yml": (
            "models:\n- {name: a, config: "
            "{materialized: table, tags: yml, meta: {level: 2}}}\n"
        ),
    }
    model = project_of(tmp_path, files, project=project).models["a"]
    assert model.materialized == "view"
    assert model.tags == ("all", "sub", "yml", "file")
    assert model.meta == {"owner": "sub", "level": 2}


def test_a_disabled_model_is_not_part_of_the_project(tmp_path):
    files = {**MODEL, "models/b.sql": "{{ config(enabled=false) }}select 2"}
    assert list(project_of(tmp_path, files).models) == ["a"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("materialized='ephemeral'", "materialized 'ephemeral' is not supported"),
        ("materialized='tabel'", "Did you mean 'table'?"),
        ("schema='marts'", "the configuration 'schema' is not supported"),
        ("alias='other'", "the configuration 'alias' is not supported"),
        ("post_hook='drop table x'", "the configuration 'post_hook' is not"),
    ],
)
def test_configuration_that_kpi_cannot_honour_is_refused(tmp_path, config, message):
    files = {"models/a.sql": f"{{{{ config({config}) }}}}select 1"}
    assert message in error(ProjectError, tmp_path, files)


SEEDS = {
    "seeds/intents.csv": "intent,archetype\na,b\n",
    "seeds/intents.yml": (
        "seeds:\n- name: intents\n  config:\n    column_types: {intent: varchar}\n"
        "  columns:\n  - name: intent\n    data_tests: [not_null, "
        "{accepted_values: {arguments: {values: [a, b]}}}]\n"
    ),
}


def test_a_seed_has_its_types_and_the_promises_of_its_columns(tmp_path):
    seed = project_of(tmp_path, SEEDS).seeds["intents"]
    assert seed.column_types == {"intent": "varchar"}
    tests = [(test.name, test.arguments) for test in seed.columns[0].tests]
    assert tests == [("not_null", {}), ("accepted_values", {"values": ["a", "b"]})]


def test_a_file_of_the_overlay_replaces_its_namesake(tmp_path):
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "intents.csv").write_text("intent,archetype\nc,d\n")
    seed = project_of(tmp_path, SEEDS, seeds=overlay).seeds["intents"]
    assert seed.path == overlay / "intents.csv"
    assert str(seed.yml) == "seeds/intents.yml"


def test_an_overlay_file_that_replaces_nothing_is_an_error(tmp_path):
    overlay = tmp_path / "mine"
    overlay.mkdir()
    (overlay / "intent.csv").write_text("intent\nc\n")
    message = error(SeedError, tmp_path, SEEDS, seeds=overlay)
    assert "'intent' is no seed of this project." in message
    assert "Did you mean 'intents'?" in message


def test_an_overlay_folder_must_exist(tmp_path):
    message = error(SeedError, tmp_path, SEEDS, seeds=tmp_path / "gone")
    assert "does not exist" in message


def test_paths_of_the_project_file_may_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_SEEDS", "other")
    project = PROJECT + "seed-paths: [\"{{ env_var('SHOP_SEEDS', 'seeds') }}\"]\n"
    files = {**SEEDS, "other/names.csv": "name\nx\n"}
    assert list(project_of(tmp_path, files, project=project).seeds) == ["names"]


def test_an_unknown_doc_block_names_the_yml(tmp_path):
    yml = "models:\n- {name: a, description: '{{ doc(\"gone\") }}'}\n"
    message = error(TemplateError, tmp_path, {**MODEL, "models/a.yml": yml})
    assert message.startswith("models/a.yml: ")
    assert "there is no docs block 'gone'" in message


def test_an_unknown_model_is_answered_with_the_likely_one(tmp_path):
    files = {"models/panel_weekly.sql": "select 1"}
    with pytest.raises(SelectionError, match="Did you mean 'panel_weekly'"):
        project_of(tmp_path, files).compile("panel_wekly", database="w")


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("Berlin", "Did you mean 'Europe/Berlin'?"),
        ("2", "Write one such as Europe/Berlin."),
    ],
)
def test_an_unknown_time_zone_is_told_with_its_line(tmp_path, zone, hint):
    project = f"{PROJECT}vars:\n  week_timezone: {zone}\n"
    said = error(ProjectError, tmp_path, MODEL, project=project)
    fault = f"the week_timezone '{zone}' is no time zone."
    assert said == f"dbt_project.yml:6: {fault}\n{hint}"

    own = {"variables": {"week_timezone": "Europe/Berlin"}}
    assert project_of(tmp_path, MODEL, project=project, **own).name == "shop"


def test_an_unknown_time_zone_of_the_command_line_has_no_line(tmp_path):
    project = f"{PROJECT}vars:\n  week_timezone: UTC\n"
    own = {"variables": {"week_timezone": "Berlin"}}
    said = error(ProjectError, tmp_path, MODEL, project=project, **own)
    assert said.startswith("the week_timezone 'Berlin' is no time zone.")
