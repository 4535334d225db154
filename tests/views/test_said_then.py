"""What earlier runs said, held against what is said now: by the ledger itself."""

import re

from kpi_runner.publish.ledger import append_to_ledger
from kpi_runner.publish.published import published
from kpi_runner.views.ledger import intents_changed
from kpi_runner.views.marts import Marts
from kpi_runner.views.report import report
from tests.views import desks

FIRST = (("where is it", "order_status"), ("refund", "returns"))
OTHER = (("where is it", "order_status"), ("refund", "password_reset"))


def runs(target, *published_desks):
    """Publish desks one after another, each entered in the ledger."""
    for number, changes in enumerate(published_desks):
        desks.published(target, desks.Desk(run=number, **changes))
        append_to_ledger(target)
    return target


def seen(target, read):
    with published(target) as engine:
        return read(Marts(engine), target / "ledger")


def test_a_past_that_changed_is_shown_as_said_then_and_says_now(tmp_path):
    runs(tmp_path, {"said": "protected"}, {"said": "held"}, {"said": "vetoed"})

    page = seen(tmp_path, report)

    table = page[page.index("Said then, says now") :].split("</table>")[0]
    rows = re.findall(r"<tr><th scope=.row.>(.*?)</tr>", table, re.S)
    words = [re.findall(r"tone-\w+\">(\w+)<", row) for row in rows]
    # Of two earlier words the later one is what was said.
    assert words == [["held", "vetoed"]] * 3
    assert "29 Jun 2026" in rows[0]
    assert "on 6 Jul 2026" in rows[0]


def test_a_past_that_stands_is_not_told_again(tmp_path):
    assert "Said then" not in seen(runs(tmp_path, {}, {}), report)


def test_a_run_that_maps_intents_otherwise_is_a_change(tmp_path):
    target = runs(tmp_path, {"mapped": FIRST}, {"mapped": FIRST}, {"mapped": OTHER})

    (found,) = seen(target, intents_changed)

    assert found == {
        "week": desks.LAST_WEEK,
        "archetype": "all",
        "kind": "intents",
        "what": "mapped otherwise: 1",
    }


def test_an_intent_more_is_a_change_and_the_first_run_is_none(tmp_path):
    target = runs(tmp_path, {"mapped": FIRST[:1]}, {"mapped": FIRST})

    (found,) = seen(target, intents_changed)

    assert found["what"] == "mapped otherwise: 1"
    assert seen(runs(tmp_path / "new", {}), intents_changed) == []
