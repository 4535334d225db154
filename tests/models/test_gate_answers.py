"""Decisions, waivers, incidents, action items and tickets of a breach."""

import pytest
from gate_cells import cell, csat, judged, rate, weeks

from tests.support.warehouse import SEEDS, ticket

SLIP = (700, 1000, 8200, 10000)
HINT = (790, 1000, 8200, 10000)
HELD = csat(82000, 100000, 82000, 100000, measure="delayed_csat")


def decision(**columns):
    return {
        "deployment_id": "desk",
        "archetype": "order_status",
        "rule": "csat_slip_resolution",
        "decided_on": "2026-03-10",
        "decision": "tighten",
        "decided_by": "Owner",
        "follow_up_on": "2026-05-10",
        **columns,
    }


def answered(cells, *decisions, **options):
    found = judged(cells, seeds={"decisions": decisions}, **options).rows(
        "select decision, is_answered from gate"
    )
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, ("tighten", True)),
        ({"archetype": ""}, ("tighten", True)),  # the whole deployment
        ({"follow_up_on": "2026-05-01"}, ("tighten", True)),  # today
        ({"follow_up_on": "2026-04-30"}, ("tighten", False)),
        ({"follow_up_on": "", "decided_on": "2026-04-24"}, ("tighten", True)),
        ({"decided_on": "2026-03-02"}, ("tighten", True)),
        ({"decided_on": "2026-03-01"}, (None, False)),  # before it began
        ({"decided_on": "2026-05-02"}, (None, False)),  # not yet
        ({"decided_by": "Somebody"}, (None, False)),
        ({"rule": "csat_slip_delayed"}, (None, False)),
        ({"archetype": "returns"}, (None, False)),
    ],
)
def test_a_breach_is_answered_by_its_owner_until_the_follow_up(columns, found):
    assert answered([csat(*SLIP)], decision(**columns)) == found


def test_an_answer_ends_when_the_breach_worsens_by_a_level():
    worsened = weeks(csat(*HINT), csat(*SLIP))

    # The week of February 23 is mature on March 2, that of March 2 on March 9.
    early = answered(worsened, decision(decided_on="2026-03-02"))
    later = answered(worsened, decision(decided_on="2026-03-09"))

    assert early == ("tighten", False)
    assert later == ("tighten", True)


def waiver(**columns):
    return {
        "rule": "csat_slip_resolution",
        "deployment_id": "desk",
        "created_on": "2026-04-01",
        "expires_on": "2026-05-01",
        "approved_by": "Board",
        "reason": "known",
        **columns,
    }


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, ("2026-05-01", None)),  # its last day
        ({"archetype": "order_status", "segment": "all"}, ("2026-05-01", None)),
        ({"deployment_id": ""}, ("2026-05-01", None)),
        ({"expires_on": "2026-04-30"}, (None, "2026-04-30")),
        ({"expires_on": "2026-06-30"}, ("2026-06-30", None)),
        ({"created_on": "2026-05-02", "expires_on": "2026-06-01"}, (None, None)),
        ({"archetype": "returns"}, (None, None)),
        ({"segment": "enterprise"}, (None, None)),
        ({"rule": "context_loss"}, (None, None)),
    ],
)
def test_a_waiver_accepts_a_breach_from_its_first_to_its_last_day(columns, found):
    built = judged([csat(*SLIP)], seeds={"waivers": [waiver(**columns)]})

    rows = built.rows(
        "select cast(waived_until as varchar), cast(waiver_expired_on as varchar),"
        " is_waived, status from gate"
    )

    until, expired = found
    assert rows == [(until, expired, until is not None, "rollback")]


def finding(finding_class, **columns):
    return {
        "review_id": f"review {finding_class}",
        "ticket_id": "t1",
        "reviewed_at": "2026-04-20 10:00:00",
        "finding_class": finding_class,
        **columns,
    }


POLICY = [
    cell(f"policy_incidents_{finding_class}", value=0, numerator=0)
    for finding_class in (1, 2, 3, 4)
]


def policies(*findings, regulated="false", decisions=(), waivers=(), **options):
    (desk,) = SEEDS["deployments"]
    seeds = {
        "deployments": [desk | {"regulated": regulated}],
        "decisions": list(decisions),
        "waivers": list(waivers),
    }
    return judged(POLICY, seeds=seeds, qa_reviews=list(findings), **options)


@pytest.mark.parametrize(
    ("finding_class", "regulated", "p0", "other", "fails_ci"),
    [
        (1, "false", "incident", "held", True),
        (2, "false", "held", "review", True),
        (2, "true", "incident", "held", True),
        (3, "false", "held", "review", False),
        (4, "false", "held", "review", True),
        (None, "false", "held", "held", True),
    ],
)
def test_one_incident_breaches_by_its_class_however_old_its_ticket(
    finding_class, regulated, p0, other, fails_ci
):
    found = policies(finding(finding_class), regulated=regulated).rows(
        "select rule, status, fails_ci from gate order by rule"
    )

    assert found == [("policy_other", other, fails_ci), ("policy_p0", p0, True)]


def test_class_1_is_an_incident_however_mild_its_clause():
    clause = {
        "policy_key": "goodwill",
        "class": "1",
        "severity": "P2",
        "topic": "discount",
        "value": "10",
        "unit": "percent",
        "source": "kb/pricing",
    }

    found = judged(
        POLICY,
        seeds={"policies": [clause]},
        qa_reviews=[finding(1, policy_key="goodwill")],
    ).rows("select rule, status, value from gate order by rule")

    assert found == [("policy_other", "held", 0.0), ("policy_p0", "incident", 1.0)]


def test_only_a_close_decision_ends_an_incident():
    close = decision(
        rule="policy_p0", decision="close", incident_id="qa:review 1:1:", archetype=""
    )

    still_open = policies(finding(1)).value(
        "select cast(first_seen_week as varchar) from gate where status = 'incident'"
    )
    closed = policies(finding(1), decisions=[close]).rows("select status from gate")

    assert still_open == "2026-04-20"
    assert closed == [("held",), ("held",)]


def test_a_close_decision_counts_from_its_day_on():
    closes = {
        day: decision(
            decision="close", incident_id="qa:review 1:1:", decided_on=day, rule=""
        )
        for day in ("2026-05-01", "2026-05-02")
    }

    found = [
        policies(finding(1), decisions=[close]).value(
            "select status from gate where rule = 'policy_p0'"
        )
        for close in closes.values()
    ]

    assert found == ["held", "incident"]


def test_an_answer_does_not_cover_an_incident_found_later():
    later = finding(1, review_id="later", reviewed_at="2026-04-25 10:00:00")
    acknowledged = decision(
        rule="policy_p0", decision="acknowledge", decided_on="2026-04-21"
    )
    query = "select is_answered from gate where rule = 'policy_p0'"

    first = policies(finding(1), decisions=[acknowledged]).value(query)
    second = policies(finding(1), later, decisions=[acknowledged]).value(query)

    assert (first, second) == (True, False)


def test_a_p0_is_waived_where_it_happened():
    named = waiver(rule="policy_p0", archetype="order_status")

    built = policies(finding(1), waivers=[named])

    assert built.rows("select rule, is_waived from gate order by rule") == [
        ("policy_other", False),
        ("policy_p0", True),
    ]


def test_a_p0_is_due_the_same_day_a_rollback_the_next_a_review_by_the_meeting():
    cells = [csat(*SLIP), rate("context_loss_rate", 500, 1000), *POLICY]

    found = judged(cells, upto="action_items", qa_reviews=[finding(1)]).rows(
        "select severity, status, cast(follow_up_on as varchar), owner, owner_contact,"
        " assignee from action_items order by follow_up_on"
    )

    owner = ("Owner", "owner@example.com", "Owner")
    assert found == [
        ("critical", "incident", "2026-05-01", *owner),
        ("critical", "rollback", "2026-05-02", *owner),
        ("warning", "review", "2026-05-08", *owner),
    ]


@pytest.mark.parametrize("built", ["evidence", "literal"])
def test_every_mode_says_by_when_whichever_was_built(built):
    found = judged([csat(*SLIP), HELD], upto="gate_by_mode", gate_mode=built).rows(
        "select gate_mode, status, cast(due_on as varchar) from gate_by_mode"
        " order by gate_mode, status"
    )

    assert found == [
        ("evidence", "protected", None),
        ("evidence", "rollback", "2026-05-02"),
        ("literal", "protected", None),
        ("literal", "rollback", "2026-05-02"),
    ]


def test_the_evidence_is_one_sentence_with_value_baseline_interval_and_n():
    slip = csat(*SLIP, baseline=82.0, delta_low=-15.71, delta_high=-8.49)

    (evidence,) = judged([slip], upto="action_items").rows(
        "select evidence from action_items"
    )[0]

    assert evidence == (
        "Resolution CSAT 70.0 points over four weeks against 82.0 points in the"
        " baseline, delta -12.0 (interval -15.7 to -8.5), n 1000 against 10000;"
        " limit -4.0; confirmed"
    )


def test_a_decision_s_assignee_and_date_hold():
    decided = decision(assignee="Ann", follow_up_on="2026-05-20")
    seeds = {"decisions": [decided]}

    found = judged([csat(*SLIP)], upto="action_items", seeds=seeds).rows(
        "select assignee, cast(follow_up_on as varchar), decision from action_items"
    )

    assert found == [("Ann", "2026-05-20", "tighten")]


def unhappy(name, score, day="2026-03-03"):
    survey = {
        "survey_id": name,
        "ticket_id": name,
        "sent_at": f"{day} 12:00:00",
        "responded_at": f"{day} 12:00:00",
        "score": score,
        "scale_min": 1,
        "scale_max": 5,
    }
    opened = {"opened_at": f"{day} 10:00:00", "resolved_at": f"{day} 11:00:00"}
    return ticket(name, **opened), survey


def test_a_breach_names_its_tickets_the_worst_first():
    (desk,) = SEEDS["deployments"]
    desk = desk | {"ticket_url": "https://desk.example.com/{ticket_id}"}
    pairs = [unhappy("a", 2), unhappy("b", 1), unhappy("c", 5)]
    tickets, surveys = (list(rows) for rows in zip(*pairs, strict=True))

    found = judged(
        [csat(*SLIP)],
        upto="breach_tickets",
        seeds={"deployments": [desk]},
        tickets=tickets,
        surveys=surveys,
    ).rows('select ticket_id, "rank", why, ticket_url from breach_tickets order by 2')

    assert found == [
        ("b", 1, "dissatisfied", "https://desk.example.com/b"),
        ("a", 2, "dissatisfied", "https://desk.example.com/a"),
    ]


def test_a_breach_names_no_ticket_from_before_the_launch():
    days = {"before": "2026-02-17", "first": "2026-02-24", "last": "2026-03-03"}
    pairs = [unhappy(name, 1, day) for name, day in days.items()]
    tickets, surveys = (list(rows) for rows in zip(*pairs, strict=True))

    built = judged(
        [csat(*SLIP, rolling_weeks=2)],
        upto="breach_tickets",
        tickets=tickets,
        surveys=surveys,
    )

    assert built.rows("select ticket_id from breach_tickets order by 1") == [
        ("first",),
        ("last",),
    ]


def test_who_came_back_is_named_once_the_days_have_passed():
    days = {
        "passed": ("2026-03-04 11:00:00", "2026-03-05 11:00:00"),
        "running": ("2026-04-28 11:00:00", "2026-04-29 11:00:00"),
        "stayed": ("2026-03-04 11:00:00", None),
    }
    tickets = [
        ticket(
            name,
            customer_id=name,
            opened_at="2026-03-03 10:00:00",
            resolved_at=resolved_at,
            reopened_at=reopened_at,
        )
        for name, (resolved_at, reopened_at) in days.items()
    ]

    built = judged(
        [csat(300, 1000, 76, 1000, measure="repeat_contact_7d")],
        upto="breach_tickets",
        tickets=tickets,
    )

    assert built.rows("select ticket_id from breach_tickets") == [("passed",)]


def test_a_breach_names_200_tickets_at_most():
    pairs = [unhappy(f"{number:03}", 1) for number in range(201)]
    tickets, surveys = (list(rows) for rows in zip(*pairs, strict=True))

    built = judged(
        [csat(*SLIP)], upto="breach_tickets", tickets=tickets, surveys=surveys
    )

    assert built.rows("select count(*), max(ticket_id) from breach_tickets") == [
        (200, "199")
    ]


def test_the_router_reads_the_latest_threshold_and_version():
    decisions = [
        decision(decided_on="2026-03-01", confidence_threshold=0.6),
        decision(decided_on="2026-03-02", confidence_threshold=0.7),
        decision(decided_on="2026-03-03", decision="rollback", bot_version="v1"),
        decision(decided_on="2026-06-01", confidence_threshold=0.9),
        decision(decided_on="2026-03-04", archetype="returns", decision="remove"),
    ]
    seeds = {"decisions": decisions}

    found = judged([csat(*HINT)], upto="deflection_policy", seeds=seeds).rows(
        "select archetype, in_deflection_list, confidence_threshold, bot_version, why"
        " from deflection_policy where archetype in ('order_status', 'returns')"
        " order by archetype"
    )

    assert found == [
        ("order_status", True, 0.7, "v1", "listed in the seed archetypes"),
        ("returns", False, None, None, "removed by decision"),
    ]


def test_a_clean_sample_says_what_it_could_have_missed():
    cells = [*POLICY, rate("qa_sample_rate", 40, 2000)]

    notes = judged(cells).rows("select note from gate where rule = 'policy_p0'")

    assert notes == [("none found in 40 of 2000 conversations: up to 142 could exist",)]


def test_repeats_far_from_context_loss_are_remarked_upon():
    cells = [
        rate("repeat_state_rate", 61, 1000),
        rate("context_loss_rate", 40, 1000),
    ]

    found = judged(cells).rows(
        "select status, note from gate where rule = 'repeat_state'"
    )

    note = "context loss, as agents flag it, is 4.0 %: more than 2.0 points away"
    assert found == [("held", note)]


def test_the_ledger_holds_every_status_verdict_headline_and_intent():
    built = judged([csat(*SLIP)], upto="ledger_entries")

    said = dict(built.rows("select entry, said from ledger_entries"))

    assert said["gate"] == "rollback"
    assert said["verdict"] == "vetoed"
    assert said["headline"].startswith("order_status: ")
    assert built.rows(
        "select rule, said, cast(week as varchar) from ledger_entries"
        " where entry = 'intent' order by rule"
    ) == sorted((*row.values(), "2026-04-27") for row in SEEDS["intents"])
