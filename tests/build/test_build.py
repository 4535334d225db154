import json
import os

import pytest

from kpi_runner.build.progress import Step
from kpi_runner.errors import ContractError, EngineError, KpiError, SelectionError
from tests.support.shop import build, built_models, raw, rows, shop
from tests.support.warehouse import ROOT


def test_raw_files_become_published_marts(tmp_path):
    release, told = build(shop(tmp_path))

    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]
    assert built_models(told) == ["check_prices", "orders", "totals"]
    assert (release.is_new, release.mart_count) == (True, 1)


def test_nothing_is_built_or_published_twice(tmp_path):
    first, _ = build(shop(tmp_path))
    before = (tmp_path / "target/marts.duckdb").stat()

    second, told = build(tmp_path)

    assert built_models(told) == []
    assert (second.is_new, second.run_id) == (False, first.run_id)
    assert (tmp_path / "target/marts.duckdb").stat() == before


def test_an_edit_rebuilds_the_model_and_what_reads_it(tmp_path):
    build(shop(tmp_path))
    check = tmp_path / "models/checks/check_prices.sql"
    check.write_text(check.read_text().replace("< 0", "< 1"))

    assert built_models(build(tmp_path)[1]) == ["check_prices"]
    assert built_models(build(tmp_path, variables={"bonus": 1})[1]) == [
        "check_prices",
        "orders",
        "totals",
    ]


def test_a_raw_file_that_changed_is_read_again(tmp_path):
    build(shop(tmp_path))

    build(raw(tmp_path, "t3,9\n"))

    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]


FEES = {
    "seeds/fees.csv": "fee\n1\n",
    "seeds/fees.yml": "version: 2\nseeds:\n  - name: fees\n"
    "    config: {column_types: {fee: bigint}}\n",
    "models/marts/sums.sql": "-- One row.\nselect fee from {{ ref('fees') }}\n",
}


def test_a_seed_that_changed_rebuilds_what_reads_it(tmp_path):
    build(shop(tmp_path, FEES))
    (tmp_path / "seeds/fees.csv").write_text("fee\n2\n")

    assert built_models(build(tmp_path)[1]) == ["sums"]
    assert rows(tmp_path / "target/marts.duckdb", "from sums") == [(2,)]


@pytest.mark.parametrize(
    ("happening", "is_loaded"),
    [
        (lambda root: raw(root, "t3,9\n"), False),
        (lambda root: (root / "seeds/fees.csv").write_text("fee\n2\n"), True),
        (lambda root: (root / "models/marts/totals.yml").unlink(), True),
        (lambda root: os.utime(root / "target/work.duckdb"), True),
        (lambda root: (root / "target/state.json").unlink(), True),
    ],
    ids=["raw", "seed", "code", "others wrote", "state lost"],
)
def test_seeds_are_loaded_when_they_or_their_promises_may_be_others(
    tmp_path, happening, is_loaded
):
    build(shop(tmp_path, FEES))

    happening(tmp_path)
    _, told = build(tmp_path)

    assert (Step("seeds", "running") in told) == is_loaded
    assert rows(tmp_path / "target/marts.duckdb", "from sums")


def test_remarks_on_seeds_are_told_at_each_build(tmp_path):
    intents = {
        "seeds/intents.csv": "intent,archetype\na,refnds\n",
        "seeds/intents.yml": "version: 2\nseeds:\n  - name: intents\n"
        "    config: {column_types: {intent: varchar, archetype: varchar}}\n",
        **{
            f"seeds/archetypes.{kind}": (ROOT / f"seeds/archetypes.{kind}").read_text()
            for kind in ("csv", "yml")
        },
    }
    _, first = build(shop(tmp_path, intents))
    _, second = build(raw(tmp_path, "t3,9\n"))

    remark = "seeds/intents.csv:2: archetype 'refnds' is not in seeds/archetypes.csv:"
    for told in (first, second):
        assert [text for text in told if str(text).startswith(remark)]


def test_full_refresh_builds_everything_and_keeps_landed_at(tmp_path):
    build(shop(tmp_path))

    release, told = build(tmp_path, is_full_refresh=True)

    assert built_models(told) == ["check_prices", "orders", "totals"]
    assert release.is_new is False


def test_a_selection_that_leaves_marts_stale_publishes_nothing(tmp_path):
    build(shop(tmp_path))
    raw(tmp_path, "t3,9\n")

    release, told = build(tmp_path, select=("orders",))

    assert built_models(told) == ["orders"]
    assert release.stale == ("check_prices", "totals")
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]


def test_a_selection_that_leaves_nothing_stale_publishes(tmp_path):
    build(shop(tmp_path))
    mart = tmp_path / "models/marts/totals.sql"
    mart.write_text(mart.read_text().replace("price from", "price * 2 from"))

    release, told = build(tmp_path, select=("totals",))

    assert (built_models(told), release.is_new) == (["totals"], True)
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 10), ("t2", 14)]


def test_a_model_built_on_a_stale_parent_stays_stale(tmp_path):
    build(shop(tmp_path))
    model = tmp_path / "models/orders.sql"
    model.write_text(model.read_text().replace("+ {{", "+ 1 + {{"))
    mart = tmp_path / "models/marts/totals.sql"
    mart.write_text(mart.read_text().replace("price from", "price * 2 from"))

    release, _ = build(tmp_path, select=("totals",))
    assert release.stale == ("orders", "check_prices", "totals")

    build(tmp_path)
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 12), ("t2", 16)]


def test_a_selected_model_without_its_parent_says_what_to_select(tmp_path):
    with pytest.raises(SelectionError) as caught:
        build(shop(tmp_path), select=("totals",))

    assert str(caught.value) == (
        "'totals' reads 'orders', which has not been built.\n"
        "Select what it stands on too: -s +totals"
    )


def test_a_failing_model_names_its_line_and_stops_what_reads_it(tmp_path):
    build(shop(tmp_path))
    model = tmp_path / "models/orders.sql"
    model.write_text(model.read_text().replace("cast(price", "cast(prise"))

    with pytest.raises(EngineError) as caught:
        build(tmp_path)

    assert str(caught.value).startswith(
        "models/orders.sql:4: 'orders' fails in duckdb: "
        'Referenced column "prise" not found'
    )
    assert "target/compiled/orders.sql" in str(caught.value)
    assert "cast(prise" in (tmp_path / "target/compiled/orders.sql").read_text()
    assert statuses(tmp_path) == {
        "orders": "error",
        "check_prices": "skipped",
        "totals": "skipped",
    }
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]


def test_all_failing_models_are_named_at_once(tmp_path):
    wrong = {"models/marts/wrong.sql": "-- One row.\nselect nothing_there\n"}
    shop(tmp_path, wrong)
    (tmp_path / "models/marts/totals.sql").write_text("-- One row.\nselect no_more\n")

    with pytest.raises(EngineError, match=r"These fail too: models/marts/wrong\.sql:2"):
        build(tmp_path)


def test_the_build_after_a_failure_builds_only_the_rest(tmp_path):
    shop(tmp_path)
    mart = tmp_path / "models/marts/totals.sql"
    right = mart.read_text()
    mart.write_text("-- One row.\nselect no_more\n")
    with pytest.raises(EngineError):
        build(tmp_path)

    mart.write_text(right)

    assert built_models(build(tmp_path)[1]) == ["totals"]


def test_offenders_stop_the_publish_until_they_are_gone(tmp_path):
    build(shop(tmp_path))

    with pytest.raises(ContractError) as caught:
        build(raw(tmp_path, "t1,-5\n"))
    assert caught.value.exit_code == 4
    assert "check_prices: t1: the price is negative" in str(caught.value)
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]

    with pytest.raises(ContractError):
        build(tmp_path)
    build(raw(tmp_path, "t1,6\n"))
    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 6)]


def test_without_raw_data_the_message_says_where_to_name_it(tmp_path):
    with pytest.raises(KpiError, match="no raw data to build from"):
        build(shop(tmp_path), raw=())


def test_the_project_can_name_its_raw_data(tmp_path):
    shop(tmp_path)
    settings = tmp_path / "dbt_project.yml"
    settings.write_text(settings.read_text().replace("raw_paths: []", "raw_paths: raw"))

    release, _ = build(tmp_path, raw=())

    assert release.is_new


def statuses(root):
    results = json.loads((root / "target/run_results.json").read_text())["results"]
    return {each["unique_id"].split(".")[-1]: each["status"] for each in results}
