"""`kpi simulate` from the command line."""

import json

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from kpi_runner.simulate.desk import TABLES

SMALL = ("--tickets", "300", "--weeks", "2", "--baseline-weeks", "2")


def kpi(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_text_formats_hold_every_table_and_a_line_that_does_not_parse(tmp_path, kind):
    done = kpi("simulate", "--output", tmp_path / "desk", "--format", kind, *SMALL)

    assert done.exit_code == 0, done.output
    truth = json.loads((tmp_path / "desk" / "truth.json").read_text())
    assert truth["quarantined"]["messages.malformed_line"] == 3
    assert {path.name for path in (tmp_path / "desk").iterdir()} == {
        *(f"{table}.{kind}" for table in TABLES),
        "seeds",
        "truth.json",
    }


def test_several_files_lie_in_a_folder_a_table(tmp_path):
    done = kpi("simulate", "--output", tmp_path / "desk", "--files", "3", *SMALL)

    assert done.exit_code == 0, done.output
    for table in TABLES:
        assert len(list((tmp_path / "desk" / table).glob("*.parquet"))) == 3


def test_what_to_run_next_is_said(tmp_path):
    done = kpi("simulate", "--output", tmp_path / "desk", *SMALL)

    assert f"kpi build --raw {tmp_path / 'desk'} --seeds" in done.output


def test_an_older_simulation_is_replaced(tmp_path):
    for files in ("2", "1"):
        done = kpi("simulate", "--output", tmp_path, "--files", files, *SMALL)
        assert done.exit_code == 0, done.output

    assert (tmp_path / "tickets.parquet").exists()
    assert not (tmp_path / "tickets").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "tickets.csv").write_text("mine")

    refused = kpi("simulate", "--output", tmp_path, *SMALL)

    assert refused.exit_code == 2
    assert "holds no simulation" in refused.output
    assert (tmp_path / "tickets.csv").read_text() == "mine"


def test_a_misspelt_scenario_leaves_the_older_simulation(tmp_path):
    kpi("simulate", "--output", tmp_path, *SMALL)

    refused = kpi("simulate", "--output", tmp_path, "--scenario", "dom_loop", *SMALL)

    assert refused.exit_code == 2
    assert "Did you mean 'doom_loop'?" in refused.output
    assert (tmp_path / "tickets.parquet").exists()


def test_the_help_lists_every_scenario():
    shown = kpi("simulate", "--help").output

    assert "doom_loop" in shown
    assert "staggered_launch" in shown
