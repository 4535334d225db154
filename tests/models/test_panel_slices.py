"""Slices of the panel: five cuts of the same tickets, and who stands alone."""

import pytest

from tests.models.panel_cells import opened, panel
from tests.support.warehouse import ticket

INTENTS = [{"intent": name, "archetype": name} for name in "abcdefghijk"]
ARCHETYPES = [
    {"archetype": name, "tier": "1", "band_low": "40", "band_high": "60",
     "in_deflection_list": "true"}
    for name in "abcdefghijk"
]  # fmt: skip
SEEDS = {"intents": INTENTS, "archetypes": ARCHETYPES}


def tickets(day, **volumes):
    """Return as many tickets of each archetype as asked for, opened on a day."""
    return [
        opened(f"{day} {name}{number}", day, intent=name)
        for name, volume in volumes.items()
        for number in range(volume)
    ]


def lines(rows, top, as_of="2026-04-13"):
    """Return each archetype's line of the panel."""
    built = panel(
        rows,
        as_of=as_of,
        seeds=SEEDS,
        variables={"top_archetypes": top},
        upto="int_panel_archetypes",
    )
    return dict(
        built.rows("select archetype, panel_archetype from int_panel_archetypes")
    )


def test_the_busiest_stand_alone_and_ties_go_by_name():
    rows = tickets("2026-04-06", c=2, b=1, a=1, d=1)

    assert lines(rows, top=2) == {
        "c": "c",
        "a": "a",
        "b": "long_tail",
        "d": "long_tail",
    }


def test_unmapped_takes_no_place_and_stands_in_the_long_tail():
    rows = [*tickets("2026-04-06", a=1), ticket("x", intent="no such intent")]

    assert lines(rows, top=8) == {"a": "a", "unmapped": "long_tail"}


@pytest.mark.parametrize(
    ("day", "alone"),
    [
        ("2026-01-11", "b"),  # the Sunday before the thirteen weeks
        ("2026-01-12", "a"),  # their first Monday
        ("2026-04-12", "a"),  # their last Sunday
        ("2026-04-13", "b"),  # the week of as_of is not full yet
    ],
)
def test_volume_is_that_of_thirteen_full_weeks(day, alone):
    rows = [*tickets(day, a=2), *tickets("2026-02-02", b=1)]

    found = lines(rows, top=1, as_of="2026-04-19 23:00:00")

    assert [name for name, line in found.items() if line == name] == [alone]


def test_a_week_is_full_at_its_last_midnight():
    rows = [*tickets("2026-04-13", a=2), *tickets("2026-04-06", b=1)]

    assert lines(rows, top=1, as_of="2026-04-20 00:00:00")["a"] == "a"


def test_only_counted_tickets_rank():
    rows = [
        *tickets("2026-04-06", b=1),
        opened("spam", "2026-04-06", intent="a", exclusion="spam"),
        opened("kept", "2026-04-06", intent="c", arm="holdout"),
    ]

    assert lines(rows, top=3) == {"a": "long_tail", "b": "b", "c": "long_tail"}


def test_an_archetype_that_went_quiet_still_takes_a_free_place():
    rows = [*tickets("2025-10-06", a=9), *tickets("2026-04-06", b=1)]

    assert lines(rows, top=2) == {"a": "a", "b": "b"}
    assert lines(rows, top=1) == {"a": "long_tail", "b": "b"}


def test_each_deployment_ranks_its_own():
    desks = [
        {"deployment_id": desk, "name": desk, "launched_on": "2026-01-05",
         "regulated": "false", "rollback_owner": "Owner",
         "rollback_contact": "owner@example.com", "follow_up_days": "7"}
        for desk in ("east", "west")
    ]  # fmt: skip
    rows = [
        ticket("e1", deployment_id="east", intent="a"),
        ticket("w1", deployment_id="west", intent="b"),
    ]

    built = panel(
        rows,
        seeds=SEEDS | {"deployments": desks, "baselines": []},
        variables={"top_archetypes": 1},
    )

    assert built.rows(
        "select distinct deployment_id, archetype from int_measures_compared"
        " where slice = 'archetype' order by all"
    ) == [("east", "a"), ("west", "b")]


def test_five_slices_cut_the_same_tickets():
    rows = [
        ticket("1", segment="consumer", channel="chat", bot_attempted=True),
        ticket("2", segment="business", channel="chat"),
        ticket("3", segment=None, channel=None, intent="returns"),
    ]

    built = panel(rows)

    assert built.rows(
        "select slice, archetype, segment, channel, numerator, denominator"
        " from int_measures_compared"
        " where measure = 'attempt_rate' and week = '2026-01-12' order by all"
    ) == [
        ("all", "all", "all", "all", 1, 3),
        ("archetype", "order_status", "all", "all", 1, 2),
        ("archetype", "returns", "all", "all", 0, 1),
        ("archetype_channel", "order_status", "all", "chat", 1, 2),
        ("archetype_channel", "returns", "all", "unknown", 0, 1),
        ("archetype_segment", "order_status", "business", "all", 0, 1),
        ("archetype_segment", "order_status", "consumer", "all", 1, 1),
        ("archetype_segment", "returns", "unknown", "all", 0, 1),
        ("segment", "all", "business", "all", 0, 1),
        ("segment", "all", "consumer", "all", 1, 1),
        ("segment", "all", "unknown", "all", 0, 1),
    ]


def test_a_segment_or_channel_named_all_reads_as_unknown():
    built = panel([ticket("t", segment="all", channel="all")])

    assert built.rows(
        "select slice, segment, channel from int_measures_compared"
        " where measure = 'attempt_rate' and week = '2026-01-12' order by all"
    ) == [
        ("all", "all", "all"),
        ("archetype", "all", "all"),
        ("archetype_channel", "all", "unknown"),
        ("archetype_segment", "unknown", "all"),
        ("segment", "unknown", "all"),
    ]


def test_the_band_stands_on_the_deflection_of_archetypes_alone():
    built = panel([ticket("t")])

    assert built.rows(
        "select measure, slice, target_low, target_high from int_measures_compared"
        " where target_low is not null or target_high is not null group by all"
    ) == [("deflection_rate", "archetype", 40.0, 60.0)]


def test_a_revised_band_does_not_rewrite_history():
    band = {"archetype": "order_status", "tier": "1", "in_deflection_list": "true"}
    archetypes = [
        {**band, "band_low": "40", "band_high": "60", "valid_from": ""},
        {**band, "band_low": "30", "band_high": "50", "valid_from": "2026-01-19"},
        {**band, "band_low": "20", "band_high": "30", "valid_from": "2026-01-27"},
    ]

    built = panel(
        [ticket("t")],
        as_of="2026-02-02",
        seeds={
            "archetypes": archetypes,
            "intents": [{"intent": "order_status", "archetype": "order_status"}],
        },
    )

    assert built.rows("select band_low from int_archetypes_in_force order by week") == [
        (40.0,),
        (30.0,),
        (30.0,),
        (20.0,),
    ]
