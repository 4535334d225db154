import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from kpi_runner.cli import COMMANDS, find_command, main
from tests.support.shop import raw, rows, shop


def kpi(*arguments):
    """Run a command in this process; a bug is a traceback here too."""
    found = CliRunner().invoke(main, [str(each) for each in arguments])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def kpi_build(root, *more):
    return kpi("build", "--project", root, "--raw", root / "raw", *more)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    command = find_command(name)

    told = kpi(name, "--help").output

    assert command.get_short_help_str(100) == COMMANDS[name][1]
    assert f"Example: kpi {name}" in " ".join(told.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    options = [
        each for each in find_command(name).params if isinstance(each, click.Option)
    ]

    assert [each.name for each in options if not each.help] == []


def test_help_imports_no_command_and_nothing_heavy():
    asks = (
        "import sys\nfrom kpi_runner.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted(n for n in sys.modules if n.startswith('kpi_runner')))\n"
        "print([n for n in ('duckdb', 'jinja2', 'rich', 'yaml') if n in sys.modules])\n"
    )

    told = subprocess.check_output([sys.executable, "-c", asks], text=True).splitlines()

    assert told[-2:] == ["['kpi_runner', 'kpi_runner.cli', 'kpi_runner.errors']", "[]"]


def test_build_says_what_it_did_and_then_that_nothing_changed(tmp_path):
    first = kpi_build(shop(tmp_path))
    second = kpi_build(tmp_path)

    assert first.exit_code == second.exit_code == 0
    assert "3 models built, 0 unchanged.\n1 marts published as run " in first.stdout
    # Of the two that read the orders, either may be ready first.
    assert "1/3 orders: done" in first.stderr
    assert re.search(r"^[23]/3 check_prices: done", first.stderr, re.MULTILINE)
    assert re.search(r"^[23]/3 totals: done", first.stderr, re.MULTILINE)
    assert second.stdout.startswith("Nothing changed since run ")


def test_quiet_says_nothing_but_errors(tmp_path):
    assert kpi_build(shop(tmp_path), "--quiet").output == ""
    assert kpi_build(tmp_path, "--quiet").output == ""
    assert kpi_build(tmp_path / "nowhere", "--quiet").output.startswith("Error: ")


def test_run_publishes_also_where_there_is_nothing_to_report_or_judge(tmp_path):
    shop(tmp_path)

    found = kpi("run", "--project", tmp_path, "--raw", tmp_path / "raw")

    assert rows(tmp_path / "target/marts.duckdb") == [("t1", 5), ("t2", 7)]
    assert "published as run" in found.stdout


def test_a_selection_that_cannot_be_published_says_why(tmp_path):
    kpi_build(shop(tmp_path))

    found = kpi_build(raw(tmp_path, "t3,9\n"), "-s", "orders")

    assert found.exit_code == 0
    assert "Not published: 2 models" in found.stderr
    assert "(check_prices, totals)" in found.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--as-of", "yesterday"], "'yesterday' is no date"),
        (["--now", "2026-13-01"], "'2026-13-01' is no date"),
        (["--vars", "{a: "], "this is no YAML"),
        (["--vars", "7"], "this is no mapping"),
        (["--vars", "{as_of: soon}"], "as_of is 'soon', which is no date"),
        (["--vars", "{bonsu: 1}"], "Did you mean 'bonus'?"),
        (["--seeds", "nowhere"], "'nowhere' does not exist"),
        (["--raw", "nowhere"], "does not exist"),
        (["--threads", "0"], "0 is not in the range"),
        (["-s", "totls"], "Did you mean 'totals'?"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_options_exit_2_and_say_what_is_wrong(tmp_path, options, says):
    found = kpi_build(shop(tmp_path), *options)

    assert found.exit_code == 2
    assert says in " ".join(found.stderr.split())
    assert not (tmp_path / "target/marts.duckdb").exists()


@pytest.mark.parametrize(
    ("given", "reaches"),
    [
        ("2026-03-02", "2026-03-02 00:00:00"),
        ("2026-03-02T10:30:00", "2026-03-02 10:30:00"),
        ("2026-03-02T10:30:00+02:00", "2026-03-02 08:30:00"),
    ],
)
def test_as_of_reaches_the_models_as_a_moment_in_utc(tmp_path, given, reaches):
    reads = {"models/marts/cuts.sql": "-- One row.\nselect '{{ var('as_of') }}' as cut"}
    shop(tmp_path, reads)

    kpi_build(tmp_path, "--as-of", given)
    assert rows(tmp_path / "target/marts.duckdb", "from cuts") == [(reaches,)]

    kpi_build(tmp_path, "--vars", f"{{as_of: {given}}}")
    assert rows(tmp_path / "target/marts.duckdb", "from cuts") == [(reaches,)]


def test_bad_data_exits_4_and_a_failing_model_3(tmp_path):
    assert kpi_build(raw(shop(tmp_path), "t1,-5\n")).exit_code == 4
    (tmp_path / "models/orders.sql").write_text("-- One row.\nselect nothing\n")
    failed = kpi_build(tmp_path)

    assert failed.exit_code == 3
    assert failed.stderr.splitlines()[-2].startswith("Error: models/orders.sql:2: ")


def test_the_project_is_found_from_a_folder_within(tmp_path, monkeypatch):
    shop(tmp_path)
    monkeypatch.chdir(tmp_path / "models/marts")

    assert kpi("build", "--raw", "../../raw").exit_code == 0
    assert (tmp_path / "target/marts.duckdb").exists()


def test_without_a_project_the_message_says_how_to_name_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    found = kpi("list")

    assert (found.exit_code, "--project" in found.stderr) == (2, True)


def test_list_shows_models_in_build_order(tmp_path):
    shop(tmp_path)

    found = kpi("list", "--project", tmp_path, "-s", "+totals").stdout

    assert found.splitlines() == [
        "orders  (table, models/orders.sql)",
        "totals  (table, models/marts/totals.sql)",
    ]


def test_show_tells_grain_neighbours_columns_and_compiled_sql(tmp_path):
    shop(tmp_path)

    found = kpi("show", "totals", "--project", tmp_path).stdout

    for expected in (
        "Grain: ticket_id",
        "Reads: orders",
        "Read by: nobody",
        "ticket_id  varchar        Key.",
        'from "work"."main"."orders" order by price desc',
    ):
        assert expected in found


def test_land_leaves_raw_tables_and_merged_seeds_for_dbt(tmp_path):
    seeds = {
        "seeds/fees.csv": "fee\n1\n",
        "seeds/fees.yml": "version: 2\nseeds:\n  - name: fees\n"
        "    config: {column_types: {fee: bigint}}\n",
        "other/fees.csv": "fee\n5\n",
    }
    shop(tmp_path, seeds)
    given = ("--project", tmp_path, "--raw", tmp_path / "raw")

    found = kpi("land", *given, "--seeds", tmp_path / "other")

    path = tmp_path / "target/dbt/work.duckdb"
    assert found.exit_code == 0
    assert rows(path, "select ticket_id, price from raw.tickets order by 1") == [
        ("t1", "5"),
        ("t2", "7"),
    ]
    assert (tmp_path / "target/seeds/fees.csv").read_text() == "fee\n5\n"
    assert (tmp_path / "target/seeds/fees.yml").exists()


def test_land_never_removes_a_file_that_is_no_database(tmp_path):
    shop(tmp_path)
    mistaken = tmp_path / "notes.txt"
    mistaken.write_text("no database" * 1_000)
    given = ("--project", tmp_path, "--raw", tmp_path / "raw")

    found = kpi("land", *given, "--database", mistaken)

    assert found.exit_code == 3
    assert mistaken.read_text() == "no database" * 1_000


def test_a_misspelt_command_is_answered_with_the_one_that_is_meant():
    found = kpi("bild")

    assert found.exit_code == 2
    assert "Did you mean 'build'?" in found.stderr
