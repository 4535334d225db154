"""The shipped seeds of the demo desk, and how another desk's may fail."""

import csv

import pytest

from kpi_runner.errors import KpiError
from tests.models.staging_rows import good
from tests.support.warehouse import ROOT, SEEDS, warehouse

DESK = SEEDS["deployments"][0]


def shipped(seed: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "seed", ["launches", "baseline_values", "decisions", "waivers"]
)
def test_what_belongs_to_one_desk_is_shipped_empty(seed):
    assert shipped(seed) == []


def test_the_nine_archetypes_have_the_bands_of_the_framework():
    bands = {
        row["archetype"]: (row["tier"], row["band_low"], row["band_high"])
        for row in shipped("archetypes")
        if row["in_deflection_list"] == "true"
    }
    assert bands == {
        **dict.fromkeys(
            ("order_status", "password_reset", "basic_billing"), ("1", "40", "60")
        ),
        **dict.fromkeys(
            ("shipping_policy", "returns", "plan_comparison"), ("2", "15", "30")
        ),
        **dict.fromkeys(
            ("billing_disputes", "plan_changes", "cancellations"), ("3", "3", "10")
        ),
    }


def test_every_shipped_intent_leads_to_a_shipped_archetype():
    known = {row["archetype"] for row in shipped("archetypes")}
    assert {row["archetype"] for row in shipped("intents")} == known


def row_of(seed: str, **columns: str) -> dict[str, str]:
    """Return a row of a seed that is right for the desk, with columns replaced."""
    right = {
        "deployments": DESK,
        "launches": {"deployment_id": "desk", "archetype": "returns"},
        "baselines": SEEDS["baselines"][0],
        "baseline_values": {
            "deployment_id": "desk",
            "measure": "resolution_csat",
            "numerator": "80",
            "denominator": "100",
        },
        "decisions": {
            "deployment_id": "desk",
            "decided_on": "2026-02-01",
            "decision": "acknowledge",
            "decided_by": "Owner",
        },
        "waivers": {
            "rule": "context_loss",
            "deployment_id": "desk",
            "created_on": "2026-02-01",
            "expires_on": "2026-03-01",
            "approved_by": "Owner",
            "reason": "known",
        },
        "exchange_rates": {"currency": "USD", "rate": "1"},
        "archetypes": {
            "archetype": "returns",
            "tier": "2",
            "band_low": "15",
            "band_high": "30",
            "in_deflection_list": "true",
        },
    }
    return {**right[seed], **columns}


WRONG = [
    ("deployments", {"rollback_owner": ""}, "rollback_owner is empty"),
    ("deployments", {"regulated": ""}, "regulated is empty"),
    ("launches", {"deployment_id": "dest"}, "deployment_id 'dest'"),
    ("baselines", {"deployment_id": "dest"}, "deployment_id 'dest'"),
    ("baselines", {"archetype": "retuns"}, "archetype 'retuns'"),
    ("baselines", {"measure": "handoff_csat"}, "measure 'handoff_csat'"),
    ("baselines", {"measure": "bot_csat"}, "measure 'bot_csat'"),
    ("baselines", {"measure": "bot_delayed_csat"}, "measure 'bot_delayed_csat'"),
    ("baselines", {"measure": "csat"}, "measure 'csat'"),
    ("baseline_values", {"archetype": "retuns"}, "archetype 'retuns'"),
    ("baseline_values", {"denominator": ""}, "denominator is empty"),
    ("decisions", {"rule": "context_lost"}, "rule 'context_lost'"),
    ("decisions", {"decision": "ignore"}, "decision 'ignore'"),
    ("decisions", {"archetype": "retuns"}, "archetype 'retuns'"),
    ("waivers", {"rule": "context_lost"}, "rule 'context_lost'"),
    ("waivers", {"reason": ""}, "reason is empty"),
    ("exchange_rates", {"currency": "EUR", "rate": ""}, "rate is empty"),
    ("archetypes", {"tier": "4"}, "tier '4'"),
]


@pytest.mark.parametrize(("seed", "columns", "fault"), WRONG)
def test_a_wrong_seed_is_an_error_with_file_and_line(seed, columns, fault):
    rows = [row_of(seed), row_of(seed, **columns)]
    if seed == "deployments":
        rows[1]["deployment_id"] = "desk_2"
    with pytest.raises(KpiError) as caught:
        warehouse(tickets=[], seeds={seed: rows})
    assert f"{seed}.csv:3: {fault}" in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("seed", ["launches", "baselines", "exchange_rates"])
def test_two_rows_of_one_key_are_an_error(seed):
    with pytest.raises(KpiError, match=rf"{seed}\.csv:3"):
        warehouse(tickets=[], seeds={seed: [row_of(seed), row_of(seed)]})


def test_a_baseline_may_name_the_long_tail_and_a_measure():
    row = row_of("baselines", archetype="long_tail", measure="delayed_csat")
    built = warehouse(
        tickets=[good("tickets")],
        seeds={"baselines": [row, row_of("baselines")]},
        upto=["stg_tickets"],
    )
    assert built.value("select count(*) from baselines") == 2
