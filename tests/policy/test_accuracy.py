"""How often the policy checks are right: measured, kept as a seed, shown by a mart."""

import csv

from benchmarks.policy_evidence import SEED, keep
from tests.support.warehouse import ticket, warehouse


def evidence(check, hit, false, missed):
    counts = {"hit_count": hit, "false_count": false, "missed_count": missed}
    named = {"check_name": check, "labelled_set": "held", "measured_on": "2026-01-12"}
    return {**named, "message_count": 9, **counts}


def test_precision_is_of_the_suspected_and_recall_of_what_is_there():
    rows = [evidence("stated_quantity", 3, 1, 2), evidence("claimed_action", 0, 0, 4)]

    found = warehouse(
        tickets=[ticket("t")],
        seeds={"policy_evidence": rows},
        upto=["policy_accuracy"],
    ).rows(
        "select check_name, precision_rate, suspected_count, recall_rate,"
        " labelled_count from policy_accuracy order by 1"
    )

    assert found == [
        ("claimed_action", None, 0, 0.0, 4),
        ("stated_quantity", 75.0, 4, 60.0, 5),
    ]


def test_what_is_measured_again_takes_the_place_of_its_former_figures(tmp_path):
    seed = tmp_path / "policy_evidence.csv"
    seed.write_bytes(SEED.read_bytes())

    keep(seed, [evidence("stated_quantity", 3, 1, 2)])
    keep(seed, [evidence("stated_quantity", 4, 1, 2)])

    with SEED.open(newline="") as before, seed.open(newline="") as after:
        former, kept = list(csv.DictReader(before)), list(csv.DictReader(after))
    assert kept[:-1] == former
    assert kept[-1]["hit_count"] == "4"
