"""`kpi init --raw` proposes from the data, and leaves what a person must say."""

import csv
import re
from datetime import datetime, timedelta

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.publish.published import published
from tests.adapters.helpdesk import write
from tests.cli.test_commands import kpi

MONDAY = datetime(2025, 1, 6, 9)


def week(number, intent, *, count=20, **columns):
    """Return tickets of a week, one an hour from Monday at nine on."""
    opened = [MONDAY + timedelta(weeks=number, hours=place) for place in range(count)]
    return [
        {
            "ticket_id": f"{columns} {moment} {intent[:9]}",
            "deployment_id": "desk",
            "intent": intent,
            "opened_at": moment.isoformat(),
            "resolved_at": (moment + timedelta(hours=1)).isoformat(),
            "bot_attempted": "false",
            **columns,
        }
        for moment in opened
    ]


def written(folder, tickets):
    """Write tickets as the CSV of an export."""
    folder.mkdir()
    with (folder / "tickets.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(tickets[0]))
        writer.writeheader()
        writer.writerows(tickets)
    return folder


def seed(root, name):
    with (root / f"seeds/{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def proposed(tmp_path, tickets):
    """Return the project that these tickets propose, and what was said."""
    raw = written(tmp_path / "raw", tickets)
    told = kpi("init", tmp_path / "ours", "--raw", raw)
    assert told.exit_code == 0, told.output
    return tmp_path / "ours", told


def desk(weeks=30, **columns):
    return [
        t for number in range(weeks) for t in week(number, "order.status", **columns)
    ]


def test_the_longest_run_of_whole_weeks_before_the_bot_is_the_baseline(tmp_path):
    tickets = [
        # A stray week long before, a bot that greets one in a hundred and twenty,
        # then a launch.
        *week(-20, "order.status"),
        *desk(weeks=31),
        *week(31, "order.status", count=119),
        *week(31, "upgrade", count=1, bot_attempted="true"),
        *week(32, "order.status", bot_attempted="true"),
        *week(0, "returns.x", deployment_id="quiet", count=5),
        *week(1, "returns.x", deployment_id="quiet", count=5),
        *week(0, "returns.x", deployment_id="bots", bot_attempted="true"),
        # One ticket in twenty, and nothing for the three weeks after it: no launch.
        *week(0, "returns.x", deployment_id="slip", count=50),
        *week(1, "returns.x", deployment_id="slip", count=19),
        *week(1, "returns.y", deployment_id="slip", count=1, bot_attempted="true"),
        *week(2, "returns.x", deployment_id="slip", count=50),
        *week(4, "returns.x", deployment_id="slip", count=31),
    ]

    root, _ = proposed(tmp_path, tickets)

    launches = {r["deployment_id"]: r["launched_on"] for r in seed(root, "deployments")}
    assert launches == {
        "desk": "2025-08-18", "quiet": "", "bots": "2025-01-06", "slip": "",
    }  # fmt: skip
    windows = {
        row["deployment_id"]: (row["window_start"], row["window_end"])
        for row in seed(root, "baselines")
    }
    # desk's first Monday is whole; of quiet, the last week may be cut.
    assert windows == {
        "desk": ("2025-01-06", "2025-08-18"), "quiet": ("2025-01-06", "2025-01-13"),
        "slip": ("2025-01-06", "2025-01-27"),
    }  # fmt: skip
    assert "32 weeks |" in (root / "PROPOSAL.md").read_text()


def test_nothing_is_built_before_an_owner_is_named(tmp_path):
    root, _ = proposed(tmp_path, [*desk(weeks=5), *desk(weeks=6, bot_attempted="true")])

    refused = kpi("build", "--project", root)

    assert refused.exit_code == 2
    assert "seeds/deployments.csv:2: rollback_owner is empty." in refused.stderr
    assert not (root / "target/marts.duckdb").exists()


@pytest.mark.slow
def test_with_an_owner_the_raw_data_are_found_and_built(tmp_path):
    later = [
        row | {"ticket_id": f"bot {row['ticket_id']}", "bot_attempted": "true"}
        for row in week(6, "plans.change", count=40)
    ]
    root, _ = proposed(tmp_path, [*desk(weeks=6), *later])
    path = root / "seeds/deployments.csv"
    path.write_text(path.read_text().replace("false,,,7", "false,Ada,,7"))

    built = kpi("build", "--project", root, "--quiet")

    assert built.exit_code == 0, built.output
    with published(root / "target") as marts:
        assert marts.rows("select owner from desk_deployments") == [("Ada",)]
        counted = "select archetype, count(*) from fct_tickets group by 1 order by 1"
        assert marts.rows(counted) == [("order_status", 120), ("plan_changes", 40)]
    shown = kpi("ready", "--project", root).output
    assert "Owner     Ada" in shown
    assert "6 Jan 2025 to 17 Feb 2025, 6 weeks" in shown


def test_intents_come_by_volume_with_an_archetype_each(tmp_path):
    tickets = [
        *week(0, "OrderStatus", count=40),
        *week(1, "warranty_policy", count=30),
        *week(2, "I want a refund!", count=20),
        *week(3, "seat_map", count=10),
        *week(4, "rare", count=1, bot_attempted="true"),
    ]

    root, told = proposed(tmp_path, tickets)

    assert [tuple(row.values()) for row in seed(root, "intents")] == [
        ("OrderStatus", "order_status"),
        ("warranty_policy", "warranty_policy"),
        ("I want a refund!", "billing_disputes"),
        ("seat_map", "seat_map"),
    ]
    tiers = {r["archetype"]: r for r in seed(root, "archetypes")}
    found = tiers["warranty_policy"], tiers["seat_map"]
    assert [(row["tier"], row["band_low"], row["band_high"]) for row in found] == [
        ("2", "15", "30"), ("3", "3", "10"),
    ]  # fmt: skip
    assert {row["in_deflection_list"] for row in found} == {"false"}
    assert "| rare | 1 | unmapped |" in (root / "PROPOSAL.md").read_text()
    assert "warning" not in told.stderr


@pytest.mark.parametrize(("unmapped", "is_warned"), [(20, False), (21, True)])
def test_more_than_a_fifth_unmapped_is_warned_of(tmp_path, unmapped, is_warned):
    tickets = week(0, "order.status", count=100 - unmapped) + week(
        1, "", count=unmapped
    )

    _, told = proposed(tmp_path, tickets)

    assert ("stay unmapped; seeds/intents.csv wants more" in told.stderr) == is_warned


HOSTILE = {
    '=HYPERLINK("http://x","y")': '*HYPERLINK("http://x","y")',
    "@SUM(A1) order": "*SUM(A1) order",
    "-refund": "*refund",
    "two\r\nlines of refund": "two*lines of refund",
    "../../etc/passwd": "../../etc/passwd",
    "refund " * 100: ("refund " * 100)[:100] + "*",
    "refund \u202etxet": "refund *txet",
    "a|b`<script>refund": "a|b`<script>refund",
    "=": None,
    "配送状況": "配送状況",
    "all": None,
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Give the project that hostile names propose, and what was said."""
    tickets = [t for i, name in enumerate(HOSTILE) for t in week(i, name, count=10)]
    tickets += week(0, "-refund", deployment_id="=1+1", count=1)
    return proposed(tmp_path_factory.mktemp("hostile"), tickets)


def test_a_hostile_intent_becomes_a_pattern_that_no_spreadsheet_runs(hostile):
    root, _ = hostile
    rows = seed(root, "intents")

    kept = {*filter(None, HOSTILE.values())}
    assert {row["intent"] for row in rows} == kept
    assert all(re.fullmatch(r"\w+", row["archetype"]) for row in rows)


def test_a_deployment_whose_name_is_a_formula_is_left_out(hostile):
    root, _ = hostile

    assert [row["deployment_id"] for row in seed(root, "deployments")] == ["desk"]


def test_hostile_names_act_neither_on_the_page_nor_on_the_terminal(hostile):
    root, told = hostile

    for text in ((root / "PROPOSAL.md").read_text(), told.stdout, told.stderr):
        assert all(line.isprintable() for line in text.split("\n"))
        assert not re.search(r"(?<!\\)<script", text)


def test_the_patterns_of_hostile_intents_map_them(hostile):
    root, _ = hostile
    path = root / "seeds/deployments.csv"
    path.write_text(path.read_text().replace("false,,,7", "false,Ada,,7"))

    built = kpi("build", "--project", root, "--quiet", "-s", "+int_intents_mapped")

    assert built.exit_code == 0, built.output
    work = DuckDBEngine(root / "target/work.duckdb")
    mapped = {
        intent for (intent,) in work.rows("select intent from int_intents_mapped")
    }
    work.close()
    assert mapped == {name for name, kept in HOSTILE.items() if kept}


@pytest.mark.parametrize(
    ("content", "exit_code", "says"),
    [
        (None, 4, "The required raw table 'tickets' is not there"),
        ("ticket_id\nt1\n", 4, "deployment_id"),
        ("ticket_id,deployment_id,opened_at,bot_attempted\n", 4, "no ticket has"),
        ("\x00\x01PAR1", 4, "tickets"),
    ],
)
def test_raw_data_that_cannot_be_read_leave_no_project(
    tmp_path, content, exit_code, says
):
    (tmp_path / "raw").mkdir()
    if content is not None:
        (tmp_path / "raw/tickets.csv").write_text(content)

    refused = kpi("init", tmp_path / "ours", "--raw", tmp_path / "raw")

    assert (refused.exit_code, says in refused.stderr) == (exit_code, True)
    assert [path.name for path in tmp_path.iterdir()] == ["raw"]


def test_a_helpdesks_own_tables_are_known_and_proposed_from(tmp_path):
    opened = [MONDAY + timedelta(weeks=number) for number in range(8)]
    tables = {
        "zendesk.ticket": [
            {"id": number, "created_at": moment.isoformat(), "custom_intent": "refund"}
            for number, moment in enumerate(opened)
        ]
    }
    raw = write(tmp_path / "raw", tables)

    told = kpi("init", tmp_path / "ours", "--raw", raw)

    assert told.exit_code == 0, told.output
    assert "zendesk_desk: 8 tickets, launched never, baseline 7 weeks" in told.stdout
    assert "say who the bot is in" in told.stdout
    assert (
        '  helpdesks: ["zendesk"]\n' in (tmp_path / "ours/dbt_project.yml").read_text()
    )
    (identity,) = seed(tmp_path / "ours", "bot_identities")
    assert tuple(identity.values()) == ("zendesk", "channel", "*", "", "zendesk_desk")
    (intent,) = seed(tmp_path / "ours", "intents")
    assert intent["archetype"] == "billing_disputes"
    page = (tmp_path / "ours/PROPOSAL.md").read_text()
    assert "docs/helpdesk-zendesk.md" in page


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ticket.csv", "put its tables into a folder 'zendesk'"),
        ("conversation_history.parquet", "put its tables into a folder 'intercom'"),
        ("tickets.zip", "'tickets.zip' is not read: unpack it"),
        ("Tickets.XLSX", "save it as CSV or Parquet"),
        ("export.csv", "There is: export.csv."),
    ],
)
def test_what_lies_there_instead_of_tickets_is_named(tmp_path, name, says):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_text("id\n1\n")

    refused = kpi("init", tmp_path / "ours", "--raw", tmp_path / "raw")

    assert refused.exit_code == 4
    assert says in refused.stderr
