"""Scenarios are read as they are written, and refused with the next step."""

from datetime import date

import pytest

from kpi_runner.errors import SelectionError
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.scenarios import PLANTS, Scenario, read_scenario

DEPLOYMENTS = ("wallet_app", "web_chat")
ARCHETYPES = ("order_status", "returns")


def read(text):
    return read_scenario(text, deployments=DEPLOYMENTS, archetypes=ARCHETYPES)


def test_a_name_alone_takes_the_defaults_of_its_kind():
    assert read("doom_loop") == Scenario("doom_loop", "all", "order_status", 13, 0.4)


def test_archetype_week_and_size_are_taken_as_written():
    expected = Scenario("csat_slip", "web_chat", "returns", 3, 0.08)

    assert read("csat_slip:web_chat/returns:3:0.08") == expected


def test_empty_parts_are_defaults():
    assert read("csat_slip::4").archetype == PLANTS["csat_slip"].archetype
    assert read("csat_slip:returns::0.5").week == 13


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dom_loop", "Did you mean 'doom_loop'"),
        ("doom_loop:return", "Did you mean 'returns'"),
        ("doom_loop:web/returns", "no deployment 'web'"),
        ("doom_loop:returns:soon", "'soon' is no number"),
        ("doom_loop:returns:0", "Weeks count from 1"),
        ("doom_loop:returns:1:-1", "negative size"),
        ("doom_loop:returns:1:1:1", "too many parts"),
    ],
)
def test_what_cannot_be_planted_is_refused(text, says):
    with pytest.raises(SelectionError, match=says):
        read(text)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": date(2025, 10, 7)}, "Take 2025-10-06"),
        ({"tickets": 0}, "nothing to simulate"),
        ({"dirt": 0.2}, "dirt goes from 0"),
        ({"holdout": 1.0}, "holdout from 0"),
    ],
)
def test_what_cannot_be_simulated_is_refused(asked, says):
    with pytest.raises(SelectionError, match=says):
        Options(**asked)
