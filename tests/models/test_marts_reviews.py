"""Marts that the review packets show, from rows whose counts are easy to check."""

from datetime import date

import pytest

from tests.support.warehouse import ticket, warehouse

MARTS = (
    *("confidence_tuning", "version_compare", "knowledge_base", "archetype_audit"),
    *("changes", "ceilings", "limits_in_force", "waivers_granted"),
    *("desk_deployments", "measure_catalogue"),
)


@pytest.fixture(scope="module")
def built():
    """Return 100 tickets before the launch at 80 % CSAT and 80 with the bot after."""
    before = [ticket(f"b{n}", **times("2025-12-01")) for n in range(100)]
    after = [
        ticket(
            f"a{n}",
            **times("2026-03-09" if n < 40 else "2026-03-16"),
            bot_attempted=True,
            bot_outcome="abandoned" if n < 4 else "confirmed",
            bot_confidence=0.9 if n >= 40 else 0.52,
            bot_version="v1" if n < 40 else "v2",
        )
        for n in range(80)
    ]
    surveys = [answer(f"b{n}", n < 80) for n in range(100)]
    surveys += [answer(f"a{n}", n >= 20) for n in range(80)]
    citations = [
        {
            "citation_id": f"c{n}",
            "ticket_id": f"a{n}",
            "cited_at": "2026-03-09 10:00:00",
            "document_id": "stale" if n < 20 else "fresh",
            "document_updated_at": "2025-12-09 00:00:00",
        }
        for n in range(40)
    ]
    return warehouse(
        tickets=[*before, *after],
        surveys=surveys,
        citations=citations,
        seeds={"decisions": [decision()]},
        variables={"as_of": "2026-03-25"},
        upto=MARTS,
    )


def times(day):
    return {"opened_at": f"{day} 10:00:00", "resolved_at": f"{day} 11:00:00"}


def answer(ticket_id, is_satisfied):
    """Return an answered resolution survey on a five-point scale."""
    return {
        "survey_id": f"s {ticket_id}",
        "ticket_id": ticket_id,
        "sent_at": "2025-12-01 11:30:00",
        "responded_at": "2026-03-17 12:00:00",
        "score": 5 if is_satisfied else 1,
        "scale_min": 1,
        "scale_max": 5,
    }


def decision():
    return {
        "deployment_id": "desk",
        "archetype": "order_status",
        "decided_on": "2026-03-18",
        "decision": "tighten",
        "decided_by": "Owner",
        "reason": "to be sure",
    }


def test_the_lowest_threshold_that_keeps_the_satisfaction_is_proposed(built):
    found = built.rows(
        "select threshold, attempted_count, answered_count, csat from confidence_tuning"
        " where is_proposed"
    )
    # All 80 are satisfied in 75 % of answers, the 40 confident ones in all.
    assert found == [(0.55, 40, 40, 100.0)]


def test_tickets_from_before_the_launch_do_not_thin_out_the_curve():
    launched = {"bot_attempted": True, "bot_outcome": "confirmed"}
    tickets = [
        *(ticket(f"b{n}", **times("2025-12-29")) for n in range(3)),
        ticket("a", **times("2026-01-12"), **launched, bot_confidence=0.9),
    ]

    built = warehouse(
        tickets=tickets, variables={"as_of": "2026-01-20"}, upto=["confidence_tuning"]
    )

    assert built.rows(
        "select ticket_count, deflection_rate from confidence_tuning"
        " where threshold = 0"
    ) == [(1, 100.0)]


def test_a_threshold_never_keeps_more_than_a_lower_one(built):
    counts = built.rows(
        "select attempted_count from confidence_tuning order by threshold"
    )
    assert counts == sorted(counts, reverse=True)


def test_versions_stand_with_their_satisfaction(built):
    found = built.rows(
        "select bot_version, ticket_count, deflection_rate, csat from version_compare"
    )
    assert found == [("v1", 40, 100.0, 50.0), ("v2", 40, 100.0, 100.0)]


def test_documents_rot_by_what_ended_badly_beyond_the_average(built):
    found = built.rows(
        "select document_id, contact_count, bad_count, rot_score, age_days"
        " from knowledge_base"
    )
    # 4 of 40 citing conversations ended badly: two were to be expected of each.
    assert found == [("fresh", 20, 0, -2.0, 106), ("stale", 20, 4, 2.0, 106)]


def test_shares_of_archetypes_compare_with_before_the_launch(built):
    found = built.rows(
        "select archetype, ticket_count, share, baseline_ticket_count, baseline_share"
        " from archetype_audit"
    )
    assert found == [("order_status", 80, 100.0, 100, 100.0)]


def test_what_changed_is_marked_at_its_week(built):
    found = built.rows("select week, kind, what from changes where kind <> 'policy'")
    assert (date(2026, 3, 9), "bot_version", "v1") in found
    assert (date(2026, 3, 16), "bot_version", "v2") in found
    assert (date(2026, 3, 16), "decision", "tighten") in found
    assert (date(2025, 12, 8), "document", "stale") in found
    assert (date(2026, 1, 5), "launch", "order_status") in found


def test_no_ceiling_is_confirmed_without_held_satisfaction(built):
    found = built.rows("select ceiling, verdict, proposed_band_high from ceilings")
    assert found == [(None, "unproven", None)]


def test_every_rule_has_its_limits_in_force_once(built):
    found = built.rows("select rule, measure, scope_type, scope from limits_in_force")
    assert ("context_loss", "context_loss_rate", "all", "all") in found
    assert len(found) == len(set(found))
