from datetime import datetime, timedelta

import pytest

from kpi_runner.errors import KpiError, SelectionError, SuiteError
from kpi_runner.gate.docket import docket
from kpi_runner.gate.suite_files import read_suites
from kpi_runner.gate.verdict import Outcome, Request, judge
from tests.gate.marts import AS_OF, ROOT, WEEK, cell, panel_row, publish, slip

SUITES = read_suites(ROOT, ROOT / "expectations")
CONTRACT = [each for each in SUITES if each.suite == "contract"]
# What these cells are judged by; all suites together take a second.
RULES = [each for each in SUITES if each.rule in ("csat_slip_resolution", "policy_p0")]


def verdict(target, cells, suites=RULES, **asked):
    """Publish these cells and judge them."""
    publish(target, cells)
    return judged(target, suites, **asked)


def judged(target, suites=RULES, **asked):
    request = Request(**asked)
    with docket(target, request.mode, request.deployment) as cells:
        return judge(cells, suites, request)


def told(found):
    return [(each.level, each.cell.archetype, each.outcome) for each in found.breaches]


def test_a_desk_that_holds_passes(tmp_path):
    found = verdict(tmp_path, [cell(), cell("protected", archetype="gifts")])

    assert (found.exit_code, found.breaches, found.held_count) == (0, (), 2)


def test_all_suites_together_pass_what_holds(tmp_path):
    assert verdict(tmp_path, [cell()], SUITES).exit_code == 0


def test_the_worst_breach_comes_first_and_fails(tmp_path):
    cells = [
        slip(2, "watch", archetype="one"),
        slip(3, "review", archetype="two"),
        slip(5, "rollback", archetype="three"),
        slip(3, "review", archetype="four", is_waived=True),
    ]

    found = verdict(tmp_path, cells)

    assert found.exit_code == 1
    assert told(found) == [
        ("rollback", "three", Outcome.FAILS),
        ("review", "two", Outcome.FAILS),
        ("review", "four", Outcome.WAIVED),
        ("watch", "one", Outcome.TOLERATED),
    ]


@pytest.mark.parametrize(
    ("excuse", "outcome"),
    [
        ({"is_waived": True}, Outcome.WAIVED),
        ({"is_answered": True}, Outcome.ANSWERED),
        ({"fails_ci": False}, Outcome.LISTED),
    ],
)
def test_a_breach_that_is_excused_is_listed_and_passes(tmp_path, excuse, outcome):
    found = verdict(tmp_path, [slip(5, **excuse)])

    assert (found.exit_code, [each.outcome for each in found.breaches]) == (
        0,
        [outcome],
    )


@pytest.mark.parametrize(
    ("status", "fails_from"),
    [("watch", "watch"), ("review", "review"), ("rollback", "rollback")],
)
def test_fail_on_takes_the_levels_in_their_order(tmp_path, status, fails_from):
    publish(tmp_path, [slip({"watch": 2, "review": 3, "rollback": 5}[status], status)])
    levels = ("watch", "review", "rollback", "incident", "never")

    codes = [judged(tmp_path, fail_on=level).exit_code for level in levels]

    failing = levels.index(fails_from) + 1
    assert codes == [1] * failing + [0] * (len(levels) - failing)


def test_an_incident_fails_whatever_the_week_and_never_fails_nothing(tmp_path):
    incident = {
        "rule": "policy_p0",
        "measure": "policy_incidents_1",
        "value": 1,
        "review_at": 0,
    }
    publish(tmp_path, [cell("incident", **incident)])

    assert judged(tmp_path, fail_on="incident").exit_code == 1
    assert judged(tmp_path, fail_on="never").exit_code == 0


def test_the_mode_decides_about_a_drop_that_is_not_confirmed(tmp_path):
    publish(tmp_path, [slip(3, "watch", literal="review")])

    assert judged(tmp_path).exit_code == 0
    literal = judged(tmp_path, mode="literal")
    assert (literal.exit_code, literal.mode) == (1, "literal")
    assert told(literal) == [("review", "returns", Outcome.FAILS)]


def test_the_mode_is_that_of_the_build_unless_it_is_named(tmp_path):
    publish(tmp_path, [slip(3, "watch", literal="review")], mode="literal")

    assert judged(tmp_path).exit_code == 1
    assert judged(tmp_path, mode="evidence").exit_code == 0


def test_one_deployment_is_judged_alone(tmp_path):
    publish(tmp_path, [cell(), slip(5, deployment_id="wallet_app")])

    assert judged(tmp_path, deployment="web_chat").exit_code == 0
    assert judged(tmp_path, deployment="wallet_app").exit_code == 1


def test_a_misspelt_deployment_is_told_the_likely_word(tmp_path):
    publish(tmp_path, [cell()])

    with pytest.raises(SelectionError, match="Did you mean 'web_chat'"):
        judged(tmp_path, deployment="web_chatt")


def test_nothing_judged_is_no_pass(tmp_path):
    assert verdict(tmp_path, [cell("insufficient")]).exit_code == 5
    assert verdict(tmp_path, []).exit_code == 5


def test_strict_wants_every_cell_proven(tmp_path):
    publish(tmp_path, [cell(), cell("insufficient", archetype="gifts")])

    assert judged(tmp_path).exit_code == 0
    assert judged(tmp_path, is_strict=True).exit_code == 5


def test_a_breach_goes_before_what_is_not_proven(tmp_path):
    cells = [slip(5), cell("insufficient", archetype="gifts")]

    assert verdict(tmp_path, cells, is_strict=True).exit_code == 1


@pytest.mark.parametrize(
    ("age", "code"), [(timedelta(hours=36), 0), (timedelta(hours=35), 4)]
)
def test_old_data_cannot_be_trusted(tmp_path, age, code):
    publish(tmp_path, [slip(5, is_waived=True)])

    found = judged(tmp_path, max_age=age, now=AS_OF + timedelta(hours=36))

    assert found.exit_code == code
    assert len(found.problems) == (code == 4)


def test_a_clock_far_ahead_is_told_the_age_and_the_limit(tmp_path):
    publish(tmp_path, [cell()])

    found = judged(tmp_path, max_age=timedelta(days=7), now=datetime(2031, 1, 1))

    assert "at most 168 are allowed" in found.problems[0]


@pytest.mark.parametrize(
    ("status", "numbers"),
    [
        ("rollback", {"s1": 924, "delta_high": -0.1}),
        ("review", {"s1": 960, "delta_high": -0.1}),
        ("watch", {"s1": 960, "delta_high": 0.1}),
    ],
)
def test_a_rule_reads_the_counts_and_not_only_the_label(tmp_path, status, numbers):
    found = verdict(tmp_path, [cell("held", **numbers)])

    assert [each.level for each in found.breaches] == [status]


def test_a_two_point_drop_is_exact(tmp_path):
    just = {"s0": 82, "n0": 100, "n1": 100, "delta_high": -0.1}

    assert verdict(tmp_path, [cell(s1=80, **just)]).count("review") == 1
    assert verdict(tmp_path, [cell(s1=81, **just)]).breaches == ()


BAD = {
    "two rows for one key": {"cells": [cell(), cell()]},
    "an unknown status": {"cells": [cell("fine")]},
    "a status of another mode": {"cells": [slip(5) | {"status": "held"}]},
    "more hits than cases": {"cells": [cell(s1=1300)]},
    "CSAT over 100": {"cells": [cell(rolling=101)]},
    "protected by few answers": {"cells": [cell("protected", n1=29, s1=25)]},
    "held without a limit": {"cells": [cell(review_at=None)]},
    "a breach that nobody owns": {"cells": [slip(5, owner=None)]},
    "an unknown rule": {"cells": [cell(rule="csat_slip_everything")]},
    "an empty panel": {"cells": []},
    "an empty gate": {"cells": [], "panel": [panel_row(cell())]},
    "an archetype that is missing": {
        "cells": [cell()],
        "panel": [panel_row(cell(archetype="gifts"))],
    },
    "lost rows": {
        "cells": [cell()],
        "data_quality": [
            {
                "table_name": "tickets",
                "rows_read": 9,
                "rows_staged": 7,
                "rows_quarantined": 1,
            }
        ],
    },
    "a panel with two rows for one key": {
        "cells": [cell()],
        "panel": [panel_row(cell()), panel_row(cell()) | {"value": 3}],
    },
}


@pytest.mark.parametrize("what", BAD)
def test_data_that_cannot_be_trusted_is_neither_a_pass_nor_a_breach(tmp_path, what):
    publish(tmp_path, **BAD[what])

    found = judged(tmp_path, CONTRACT + RULES)

    assert (found.exit_code, found.breaches) == (4, ())
    assert found.problems


def waiver(**changes):
    usual = {
        "rule": "csat_slip_resolution",
        "created_on": AS_OF.date(),
        "expires_on": AS_OF.date(),
        "is_expired": False,
    }
    return {**usual, **changes}


def test_a_waiver_that_nothing_needs_is_warned_of(tmp_path):
    waivers = [
        waiver(),
        waiver(deployment_id="web_chat", archetype="returns"),
        waiver(deployment_id="web_chat", archetype="gifts"),
        waiver(rule="context_loss"),
        waiver(rule="context_loss", is_expired=True),
        waiver(rule="context_loss", created_on=AS_OF.date() + timedelta(days=1)),
    ]
    publish(tmp_path, [slip(5)], waivers_granted=waivers)

    until = "until 2026-07-05 is unused: nothing that it names is in breach."
    assert judged(tmp_path).warnings == (
        f"the waiver of context_loss {until}",
        f"the waiver of csat_slip_resolution for web_chat / gifts {until}",
    )
    assert len(judged(tmp_path, deployment="web_chat").warnings) == 1


def test_a_breach_comes_with_its_date_its_tickets_and_its_deflection(tmp_path):
    key = {"deployment_id": "web_chat", "archetype": "returns", "segment": "all"}
    tickets = [
        {**key, "rule": "csat_slip_resolution", "ticket_id": f"T{n}", "rank": n}
        for n in range(1, 6)
    ]
    rate = {**panel_row(slip(5)), "measure": "deflection_rate", "rolling": 40.5}
    publish(
        tmp_path,
        [slip(5, due_on=WEEK)],
        panel=[panel_row(slip(5)), rate],
        breach_tickets=tickets,
    )

    (breach,) = judged(tmp_path).breaches

    told = breach.cell
    assert (told.follow_up_on, told.deflection) == (WEEK, 40.5)
    assert (told.ticket_count, told.tickets) == (5, "T1, T2, T3")


def test_a_breach_that_no_suite_covers_is_an_error(tmp_path):
    suites = [each for each in RULES if each.level != "rollback"]

    with pytest.raises(SuiteError, match=r"no expectation covers .* at 'rollback'"):
        verdict(tmp_path, [slip(5, s1=984)], suites)


def test_more_offenders_than_great_expectations_keeps_are_all_found(tmp_path):
    cells = [slip(5, archetype=f"archetype_{number:03}") for number in range(250)]

    assert verdict(tmp_path, cells).count("rollback") == 250


def test_marts_of_an_older_schema_are_told_to_be_built_again(tmp_path):
    import duckdb

    publish(tmp_path, [cell()])
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute("alter table gate_by_mode drop column is_answered")

    with pytest.raises(KpiError, match="no column 'is_answered'") as caught:
        judged(tmp_path)
    assert caught.value.exit_code == 2


def test_marts_of_another_version_are_refused(tmp_path):
    import duckdb

    publish(tmp_path, [cell()])
    with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
        connection.execute("update publish_info set schema_version = 0")

    with pytest.raises(KpiError, match="of version 0"):
        judged(tmp_path)


def test_the_published_file_is_only_read(tmp_path):
    publish(tmp_path, [slip(5)])
    before = (tmp_path / "marts.duckdb").read_bytes()

    judged(tmp_path, mode="literal")

    assert (tmp_path / "marts.duckdb").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["marts.duckdb"]
