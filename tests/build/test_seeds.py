"""Seeds of a small project: typed as declared, every promise kept, overlaid by name."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from kpi_runner.build.seeds import load_seeds, write_merged_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import SeedError
from kpi_runner.project.project import read_project
from tests.support.landing import write

TYPES = {
    "deployments": {
        "deployment_id": "varchar",
        "rollback_owner": "varchar",
        "regulated": "boolean",
    },
    "archetypes": {
        "archetype": "varchar",
        "tier": "bigint",
        "band_low": "double",
        "band_high": "double",
    },
    "waivers": {
        "rule": "varchar",
        "deployment_id": "varchar",
        "archetype": "varchar",
        "created_on": "date",
        "expires_on": "date",
    },
    "exchange_rates": {"currency": "varchar", "rate": "decimal(18,4)"},
}
IN_DEPLOYMENTS = {
    "relationships": {
        "arguments": {"to": "ref('deployments')", "field": "deployment_id"}
    }
}
IN_ARCHETYPES = {
    "relationships": {
        "arguments": {"to": "ref('archetypes')", "field": "archetype"},
        "config": {"where": "archetype <> 'long_tail'"},
    }
}
TIERS = {"accepted_values": {"arguments": {"values": [1, 2, 3], "quote": False}}}
TESTS = {
    ("deployments", "deployment_id"): ["not_null", "unique"],
    ("deployments", "rollback_owner"): ["not_null"],
    ("archetypes", "archetype"): ["not_null"],
    ("archetypes", "tier"): ["not_null", TIERS],
    ("waivers", "deployment_id"): [IN_DEPLOYMENTS],
    ("waivers", "archetype"): [IN_ARCHETYPES],
}
GRAIN = {"archetypes": ["archetype", "tier"]}
SHIPPED = {
    "deployments": "deployment_id,rollback_owner,regulated\nchat,Owner,true\n",
    "archetypes": "archetype,tier,band_low,band_high\n"
    "refunds,1,40,60\nplan_changes,3,3,10\n",
    "waivers": "rule,deployment_id,archetype,created_on,expires_on\n"
    "context_loss,chat,refunds,2026-01-01,2026-02-01\n",
    "exchange_rates": "currency,rate\nUSD,1\nEUR,1.1\n",
}


def properties(name):
    columns = [
        {"name": column, "data_tests": TESTS.get((name, column), [])}
        for column in TYPES[name]
    ]
    config = {"column_types": TYPES[name], "meta": {"grain": GRAIN.get(name, [])}}
    return {"name": name, "config": config, "columns": columns}


@pytest.fixture
def root(tmp_path):
    """Write a project of four seeds."""
    project = {"name": "small", "version": "1.0", "seed-paths": ["seeds"]}
    files = {f"seeds/{name}.csv": text for name, text in SHIPPED.items()}
    seeds = {"version": 2, "seeds": [properties(name) for name in SHIPPED]}
    write(
        tmp_path, {"dbt_project.yml": yaml.safe_dump(project, sort_keys=False), **files}
    )
    write(tmp_path, {"seeds/seeds.yml": yaml.safe_dump(seeds, sort_keys=False)})
    return tmp_path


def load(root, overlay=None):
    engine = DuckDBEngine()
    notes = load_seeds(engine, read_project(root, seeds=overlay), overlay)
    return engine, notes


def refusal(root, name, text, overlay=None):
    write((overlay or root / "seeds"), {f"{name}.csv": text})
    with pytest.raises(SeedError) as caught:
        load(root, overlay)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_values_are_of_the_declared_types(root):
    engine, notes = load(root)
    assert engine.rows("select * from deployments") == [("chat", "Owner", True)]
    assert engine.rows("select * from exchange_rates") == [
        ("USD", Decimal("1.0000")),
        ("EUR", Decimal("1.1000")),
    ]
    assert engine.rows("select created_on from waivers") == [(date(2026, 1, 1),)]
    assert notes == []


def test_text_stays_as_it_is_and_empty_text_is_null(root):
    text = 'deployment_id,rollback_owner,regulated\n001,# O"k,\n#2,"a,\nb",false\n'
    write(root, {"seeds/deployments.csv": text, "seeds/waivers.csv": WAIVER_HEADER})
    engine, _ = load(root)
    assert engine.rows("select * from deployments") == [
        ("001", '# O"k', None),
        ("#2", "a,\nb", False),
    ]


WAIVER_HEADER = "rule,deployment_id,archetype,created_on,expires_on\n"


def waiver(row):
    return f"{WAIVER_HEADER}context_loss,chat,,2026-01-01,2026-01-31\n{row}\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "waivers",
            waiver("context_loss,chat,plan_chnages,2026-01-01,2026-02-01"),
            "seeds/waivers.csv:3: archetype 'plan_chnages' is not in "
            "seeds/archetypes.csv.\nDid you mean 'plan_changes'?",
        ),
        (
            "waivers",
            waiver("context_loss,,,2026-13-01,2026-02-01"),
            "seeds/waivers.csv:3: created_on '2026-13-01' is not a date "
            "such as 2026-01-05.",
        ),
        (
            "waivers",
            waiver("context_loss,,,2026-01-01,2026-04-02"),
            "seeds/waivers.csv:3: the waiver runs for 91 days; at most 90 are "
            "allowed.\nSet expires_on to 2026-04-01 or before.",
        ),
        (
            "waivers",
            waiver("context_loss,,,2026-01-01,2025-12-31"),
            "seeds/waivers.csv:3: the waiver ends before it begins.\nSet expires_on.",
        ),
        (
            "waivers",
            waiver("policy_p0,chat,,2026-01-01,2026-01-02"),
            "seeds/waivers.csv:3: a waiver of policy_p0 must name its archetype.\n"
            "A P0 incident is accepted where it happened, never everywhere.",
        ),
        (
            "archetypes",
            "archetype,tier,band_low,band_high\n\nrefunds,1.5,40,60\n",
            "seeds/archetypes.csv:3: tier '1.5' is not a whole number.",
        ),
        (
            "archetypes",
            "archetype,tier,band_low,band_high\nrefunds,4,40,60\n",
            "seeds/archetypes.csv:2: tier '4' is none of its values.\n"
            "There are: 1, 2, 3.",
        ),
        (
            "archetypes",
            "archetype,tier,band_low,band_high\nlong_tail,1,40,60\n",
            "seeds/archetypes.csv:2: archetype 'long_tail' is a reserved name.\n"
            "Choose another than all, long_tail, unmapped.",
        ),
        (
            "archetypes",
            "archetype,tier,band_low,band_high\nx,1,60,40\n",
            "seeds/archetypes.csv:2: the band 60.0 .. 40.0 is no range of percent.\n"
            "Set 0 <= band_low <= band_high <= 100.",
        ),
        (
            "archetypes",
            "archetype,tier,band_low,band_high\nx,1,1,2\ny,1,1,2\nx,1,3,4\n",
            "seeds/archetypes.csv:4: the row has the same archetype, tier as line 2.\n"
            "Keep one of the rows.",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner,regulated\nchat,,true\n",
            "seeds/deployments.csv:2: rollback_owner is empty.\n"
            "Every row needs a rollback_owner.",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner,regulated\nchat,A,true\nchat,B,true\n",
            "seeds/deployments.csv:3: deployment_id 'chat' stands twice.\n"
            "Keep one of the rows.",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner,regulated\nchat,A,maybe\n",
            "seeds/deployments.csv:2: regulated 'maybe' is not true or false.",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner,regulatd\nchat,A,true\n",
            "seeds/deployments.csv:1: 'regulatd' is no column of this seed.\n"
            "Did you mean 'regulated'?",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner\nchat,A\n",
            "seeds/deployments.csv:1: the column 'regulated' is missing.\n"
            "The columns are: deployment_id, rollback_owner, regulated.",
        ),
        (
            "deployments",
            "deployment_id,regulated,regulated\nchat,A,true\n",
            "seeds/deployments.csv:1: the column 'regulated' stands twice.\nKeep one.",
        ),
        (
            "deployments",
            "deployment_id,rollback_owner,regulated\nchat,Owner, of chat,true\n",
            "seeds/deployments.csv:2: the row has 4 values, the header 3.\n"
            "Text with a comma needs quotes around it.",
        ),
        (
            "deployments",
            'deployment_id,rollback_owner,regulated\n"a\nb",A,true\nchat,"A,true\n',
            "seeds/deployments.csv:4: the line does not parse: unexpected end of "
            "data.\nA quote that opens a text must close it; a quote inside it is "
            "doubled.",
        ),
        (
            "deployments",
            b"deployment_id,rollback_owner,regulated\nchat,Andr\xe9,true\n",
            "seeds/deployments.csv: this is not UTF-8 text.\nSave the file as UTF-8.",
        ),
        (
            "exchange_rates",
            "currency,rate\nEUR,0\n",
            "seeds/exchange_rates.csv:2: rate 0.0000 is not above 0.\nSet the rate.",
        ),
    ],
)
def test_a_wrong_seed_names_the_place_and_the_remedy(root, name, text, message):
    assert refusal(root, name, text) == message


def test_a_refused_seed_changes_nothing(root):
    engine, _ = load(root)
    write(root, {"seeds/exchange_rates.csv": "currency,rate\nUSD,2\n"})
    write(root, {"seeds/deployments.csv": "deployment_id\nchat\n"})
    with pytest.raises(SeedError):
        load_seeds(engine, read_project(root), None)
    assert engine.rows("select rate from exchange_rates limit 1") == [(Decimal(1),)]


def test_an_overlay_replaces_a_file_and_may_leave_out_optional_columns(root):
    overlay = root / "mine"
    write(overlay, {"deployments.csv": "rollback_owner,deployment_id\nMe,chat\n"})
    engine, notes = load(root, overlay)
    assert engine.rows("select * from deployments") == [("chat", "Me", None)]
    assert engine.rows("select count(*) from waivers") == [(1,)]
    assert notes == []


def test_an_overlay_may_not_leave_out_a_column_that_is_never_null(root):
    message = refusal(root, "deployments", "deployment_id\nchat\n", root / "mine")
    assert message.startswith(f"{root}/mine/deployments.csv:1: the column 'rollback_ow")


def test_shipped_rows_of_what_the_overlay_no_longer_has_are_left_out(root):
    overlay = root / "mine"
    text = "deployment_id,rollback_owner,regulated\nphone,Me,false\n"
    write(overlay, {"deployments.csv": text})
    engine, notes = load(root, overlay)
    assert engine.rows("select * from waivers") == []
    assert notes == [
        "seeds/waivers.csv: 1 left out, whose deployment_id is not in "
        f"{overlay}/deployments.csv."
    ]


def test_rows_of_the_overlay_itself_are_never_left_out(root):
    overlay = root / "mine"
    text = "deployment_id,rollback_owner,regulated\nphone,Me,false\n"
    write(overlay, {"deployments.csv": text})
    message = refusal(root, "waivers", SHIPPED["waivers"], overlay)
    assert message == (
        f"{overlay}/waivers.csv:2: deployment_id 'chat' is not in "
        f"{overlay}/deployments.csv.\nThere are: phone."
    )


def test_an_overlay_file_of_no_seed_is_refused_with_the_likely_name(root):
    write(root / "mine", {"waiver.csv": WAIVER_HEADER})
    with pytest.raises(SeedError, match="Did you mean 'waivers'"):
        load(root, root / "mine")


def test_a_data_test_that_is_not_kept_is_an_error_not_a_pass(root):
    path = root / "seeds" / "seeds.yml"
    path.write_text(path.read_text().replace("- unique", "- uniqe"))
    with pytest.raises(SeedError, match="'uniqe' is not one that is checked here"):
        load(root)


def test_a_column_without_a_declared_type_is_an_error(root):
    path = root / "seeds" / "seeds.yml"
    path.write_text(path.read_text().replace("      regulated: boolean\n", ""))
    with pytest.raises(SeedError, match="declares no type for regulated"):
        load(root)


def test_merged_seeds_read_back_as_they_were_loaded(root):
    overlay = root / "mine"
    write(overlay, {"deployments.csv": 'deployment_id,rollback_owner\n001,"a, b"\n'})
    engine, _ = load(root, overlay)
    write_merged_seeds(engine, read_project(root, seeds=overlay), root / "merged")
    again, _ = load(root, root / "merged")
    for name in SHIPPED:
        assert again.rows(f"from {name}") == engine.rows(f"from {name}")
    assert (root / "merged" / "seeds.yml").is_file()


def write_intents(root, rows):
    """Write a seed of intents with its yml."""
    columns = {"intent": "varchar", "archetype": "varchar"}
    seed = {
        "name": "intents",
        "columns": [{"name": name} for name in columns],
        "config": {"column_types": columns},
    }
    yml = yaml.safe_dump({"version": 2, "seeds": [seed]})
    text = f"intent,archetype\n{rows}"
    write(root, {"seeds/intents.yml": yml, "seeds/intents.csv": text})


def test_an_intent_of_an_archetype_without_tier_is_remarked(root):
    write_intents(root, "a,refunds\nb,plan_chnages\nc,plan_chnages\nd,unmapped\n")

    _, notes = load(root)

    assert notes == [
        "seeds/intents.csv:3: archetype 'plan_chnages' is not in seeds/archetypes.csv:"
        " it has no tier and no band. Did you mean 'plan_changes'?"
    ]


@pytest.mark.parametrize("name", ["all", "long_tail"])
def test_an_intent_may_not_be_of_a_reserved_archetype(root, name):
    write_intents(root, f"a,refunds\nb,{name}\n")

    with pytest.raises(SeedError) as caught:
        load(root)

    assert str(caught.value) == (
        f"seeds/intents.csv:3: archetype '{name}' is a reserved name.\n"
        "Name an archetype; rare ones are folded into the long tail by themselves."
    )


def test_a_seed_with_semicolons_is_told_to_be_saved_with_commas(root):
    text = "currency;rate\nUSD;1\n"
    assert refusal(root, "exchange_rates", text).endswith(
        "Save the file with commas between its columns, not semicolons."
    )
