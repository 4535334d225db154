import json
from collections import Counter

import duckdb
import pytest

from kpi_runner.build.lock import locked
from kpi_runner.build.state import signature
from kpi_runner.engines.duckdb import literal
from kpi_runner.errors import KpiError, LockedError, ProjectError
from kpi_runner.publish.publish import SCHEMA_VERSION
from tests.cli.test_commands import kpi
from tests.gate.marts import ROOT, cell, publish, slip
from tests.publish.exports import (
    FACTS,
    NEXT_RUN,
    RUN,
    TYPES,
    bytes_in,
    current,
    exported,
    marts,
    parquet,
)

EMPTY = f"select * from ({TYPES}) where false"


@pytest.fixture
def target(tmp_path):
    """Give a target folder with three marts: facts, every type, no rows."""
    tables = {"fct_tickets": FACTS.format(180), "types": TYPES, "empty": EMPTY}
    return marts(tmp_path / "target", tables)


def test_an_export_is_one_file_a_mart_and_a_month_of_tickets(target, tmp_path):
    found = exported(target, tmp_path / "out")

    assert found.path == tmp_path / f"out/{RUN}-zstd"
    assert list(bytes_in(found.path)) == [
        "_SUCCESS",
        "empty.parquet",
        "fct_tickets/2026-01.parquet",
        "fct_tickets/2026-02.parquet",
        "fct_tickets/2026-03.parquet",
        "load/bigquery.sql",
        "load/postgresql.sql",
        "load/redshift.sql",
        "load/snowflake.sql",
        "manifest.json",
        "publish_info.parquet",
        "types.parquet",
    ]


def test_the_manifest_says_what_a_loader_must_know(target, tmp_path):
    exported(target, tmp_path / "out")

    manifest = current(tmp_path / "out")

    assert (manifest["run_id"], manifest["schema_version"]) == (RUN, SCHEMA_VERSION)
    assert (manifest["as_of"], manifest["codec"]) == ("2026-03-02T12:00:00Z", "zstd")
    assert manifest["gate"] is None
    assert manifest["weeks"] is None
    assert [(f["mart"], f["path"], f["rows"]) for f in manifest["files"]] == [
        ("empty", "empty.parquet", 0),
        ("fct_tickets", "fct_tickets/2026-01.parquet", 80),
        ("fct_tickets", "fct_tickets/2026-02.parquet", 80),
        ("fct_tickets", "fct_tickets/2026-03.parquet", 20),
        ("publish_info", "publish_info.parquet", 1),
        ("types", "types.parquet", 2),
    ]
    assert manifest["files"][1]["weeks"] == {
        "first": "2026-01-05",
        "last": "2026-01-26",
    }
    assert manifest["files"][0]["weeks"] is None


def test_every_column_may_be_null_and_has_its_type_with_rows_or_without(
    target, tmp_path
):
    path = exported(target, tmp_path / "out").path
    schemas = []
    for name in ("types", "empty"):
        with parquet(path / f"{name}.parquet") as file:
            schemas.append(
                [(f.name, str(f.type), f.nullable) for f in file.schema_arrow]
            )

    assert schemas[0] == schemas[1]
    assert schemas[0] == [
        ("name", "string", True),
        ("amount", "int64", True),
        ("rate", "double", True),
        ("price", "decimal128(18, 2)", True),
        ("is_open", "bool", True),
        ("week", "date32[day]", True),
        ("opened_at", "timestamp[us, tz=UTC]", True),
    ]
    with parquet(path / "fct_tickets/2026-01.parquet") as file:
        assert all(field.nullable for field in file.schema_arrow)


def test_an_empty_mart_is_a_file_without_a_row(target, tmp_path):
    path = exported(target, tmp_path / "out").path

    with parquet(path / "empty.parquet") as file:
        assert file.read().num_rows == 0


def test_no_tickets_at_all_are_still_a_file_with_their_columns(tmp_path):
    target = marts(tmp_path / "target", {"fct_tickets": FACTS.format(0)})

    path = exported(target, tmp_path / "out").path

    with parquet(path / "fct_tickets/no_week.parquet") as file:
        assert file.schema_arrow.names == ["ticket_id", "week", "opened_at"]
        assert file.read().num_rows == 0


def test_a_week_belongs_to_the_month_of_its_thursday_as_in_panel_monthly(tmp_path):
    weeks = [f"select date '2026-{day}' as week" for day in ("03-23", "03-30", "04-06")]
    target = marts(tmp_path / "target", {"fct_tickets": " union all ".join(weeks)})

    exported(target, tmp_path / "out")

    files = current(tmp_path / "out")["files"]
    assert [(f["path"], f["rows"]) for f in files if f["mart"] == "fct_tickets"] == [
        ("fct_tickets/2026-03.parquet", 1),
        ("fct_tickets/2026-04.parquet", 2),
    ]


def test_a_ticket_without_a_week_is_not_lost(tmp_path):
    facts = f"{FACTS.format(3)} union all select 'lost', null, null"
    target = marts(tmp_path / "target", {"fct_tickets": facts})

    path = exported(target, tmp_path / "out").path

    with parquet(path / "fct_tickets/no_week.parquet") as file:
        assert file.read()["ticket_id"].to_pylist() == ["lost"]


def test_the_same_marts_give_the_same_bytes_however_they_lie(tmp_path):
    # More rows than a row group has, so that the threads have something to share.
    facts = FACTS.format(150_000)
    tables = [
        {"tickets": f"{facts} order by {order}"}
        for order in ("ticket_id", "hash(ticket_id)")
    ]
    one, other = (
        exported(marts(tmp_path / str(n), each), tmp_path / f"out{n}", threads=n).path
        for n, each in enumerate(tables, 1)
    )

    assert bytes_in(one) == bytes_in(other)
    with parquet(one / "tickets.parquet") as file:
        found = file.read()["ticket_id"].to_pylist()
        assert found == sorted(found)


def test_nothing_is_written_when_nothing_changed(target, tmp_path):
    out = tmp_path / "out"
    first = exported(target, out)
    before = {
        path: signature(path) for path in out.rglob("*") if path.name != "export.lock"
    }

    second = exported(target, out)

    assert (first.is_new, second.is_new) == (True, False)
    assert {path: signature(path) for path in before} == before


def test_another_codec_is_another_export_of_the_same_rows(target, tmp_path):
    zipped, plain = (
        exported(target, tmp_path / "out", codec=codec).path
        for codec in ("zstd", "uncompressed")
    )

    with (
        parquet(zipped / "types.parquet") as one,
        parquet(plain / "types.parquet") as two,
    ):
        assert one.metadata.row_group(0).column(0).compression == "ZSTD"
        assert two.metadata.row_group(0).column(0).compression == "UNCOMPRESSED"
        assert one.read() == two.read()
    assert current(tmp_path / "out")["codec"] == "uncompressed"


@pytest.mark.parametrize("damage", ["types.parquet", "manifest.json", "_SUCCESS"])
def test_a_damaged_export_is_written_anew(damage, target, tmp_path):
    whole = bytes_in(exported(target, tmp_path / "out").path)
    path = tmp_path / f"out/{RUN}-zstd"
    if damage == "_SUCCESS":
        (path / damage).unlink()
    else:
        (path / damage).write_bytes(b"cut")

    assert exported(target, tmp_path / "out").is_new
    assert bytes_in(path) == whole


@pytest.mark.parametrize("damage", [b"", b"\xff", b'{"export": "gone"}'])
def test_a_damaged_current_json_is_written_anew(damage, target, tmp_path):
    exported(target, tmp_path / "out")
    (tmp_path / "out/current.json").write_bytes(damage)

    assert not exported(target, tmp_path / "out").is_new
    assert current(tmp_path / "out")["run_id"] == RUN


def test_the_newest_exports_stay_and_nothing_else_is_touched(tmp_path):
    out, target = tmp_path / "out", tmp_path / "target"
    mine = out / "20250101T000000Z-mine"
    mine.mkdir(parents=True)
    runs = [f"2026030{day}T120000Z-0000000{day}" for day in range(1, 6)]

    for run in runs:
        exported(marts(target, {"types": TYPES}, run), out, keep=2)

    assert sorted(path.name for path in out.iterdir()) == sorted(
        [mine.name, f"{runs[3]}-zstd", f"{runs[4]}-zstd", "current.json", "export.lock"]
    )


def test_an_older_run_that_is_published_again_becomes_current_and_stays(tmp_path):
    out, target = tmp_path / "out", tmp_path / "target"
    exported(marts(target, {"types": TYPES}, NEXT_RUN), out)

    exported(marts(target, {"types": TYPES}, RUN), out, keep=1)

    assert current(out)["run_id"] == RUN
    assert not (out / f"{NEXT_RUN}-zstd").exists()


@pytest.mark.parametrize(
    ("cells", "verdict", "failing"),
    [
        ([cell(archetype="plan_changes"), slip(5)], "breach", 1),
        ([slip(5, is_waived=True)], "passed", 0),
        ([slip(5, is_answered=True)], "passed", 0),
        ([slip(5, fails_ci=False)], "passed", 0),
        ([slip(3, "watch")], "passed", 0),
        ([cell("insufficient")], "not_judged", 0),
    ],
)
def test_the_verdict_of_the_gate_is_read_from_its_mart(
    cells, verdict, failing, tmp_path
):
    exported(publish(tmp_path / "target", cells), tmp_path / "out")

    assert current(tmp_path / "out")["gate"] == {
        "mode": "evidence",
        "verdict": verdict,
        "failing": failing,
        "statuses": Counter(each["status_evidence"] for each in cells),
    }


@pytest.mark.parametrize(
    ("breach", "verdict", "code"),
    [(slip(5), "breach", 1), (slip(5, is_answered=True), "passed", 0)],
)
def test_the_verdict_is_what_the_gate_exits_with(breach, verdict, code, tmp_path):
    target = publish(tmp_path / "target", [breach])
    exported(target, tmp_path / "out")

    judged = kpi("gate", "--project", ROOT, "--target", target)

    found = current(tmp_path / "out")["gate"]["verdict"]
    assert (found, judged.exit_code) == (verdict, code)


def test_a_type_that_not_every_warehouse_loads_is_refused_by_mart_and_column(tmp_path):
    target = marts(tmp_path / "target", {"sums": "select sum(1) as total"})

    with pytest.raises(ProjectError, match="'sums' has the column 'total'"):
        exported(target, tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["export.lock"]


@pytest.mark.parametrize("name", ["../evil", "a/b", "a b", ""])
def test_the_name_of_a_mart_cannot_lead_out_of_the_folder(name, tmp_path):
    target = marts(tmp_path / "target", {name or ".": TYPES})

    with pytest.raises(ProjectError, match="cannot name a file"):
        exported(target, tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["export.lock"]


def test_the_name_of_a_run_cannot_lead_out_of_the_folder(tmp_path):
    target = marts(tmp_path / "target", {"types": TYPES}, run="../../evil")

    with pytest.raises(KpiError, match="cannot name a folder"):
        exported(target, tmp_path / "out")


def test_hostile_names_in_the_rows_are_rows_and_no_more(tmp_path):
    name = "../../'; drop table gate; --"
    rows = f"select {literal(name)} as deployment_id"
    target = marts(tmp_path / "target", {"gate": rows})

    path = exported(target, tmp_path / "out").path

    with parquet(path / "gate.parquet") as file:
        assert file.read()["deployment_id"].to_pylist() == [name]
    assert name not in "".join(each.read_text() for each in path.rglob("*.sql"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "target"]


def test_two_exports_at_once_do_not_meet(target, tmp_path):
    out = tmp_path / "out"

    with locked(out, work="export"), pytest.raises(LockedError, match="another export"):
        exported(target, out)


def test_the_command_says_what_it_did_and_then_that_nothing_changed(target, tmp_path):
    out = tmp_path / "out"

    first = kpi("export", out, "--target", target)
    second = kpi("export", out, "--target", target)

    assert first.stdout == f"Run {RUN} exported to {out / RUN}-zstd.\n"
    assert "6/6 types.parquet: done" in first.stderr
    assert second.stdout.startswith(f"Nothing changed since run {RUN}")
    assert kpi("export", out, "--target", target, "--quiet").output == ""


def test_without_marts_it_says_how_to_make_them(tmp_path):
    found = kpi("export", tmp_path / "out", "--target", tmp_path)

    assert (found.exit_code, "Run kpi build first" in found.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_marts_that_kpi_did_not_publish_are_refused(target, tmp_path):
    with duckdb.connect(str(target / "marts.duckdb")) as database:
        database.execute("drop table publish_info")

    found = kpi("export", tmp_path / "out", "--target", target)

    assert (found.exit_code, "kpi did not publish them" in found.stderr) == (2, True)


def test_current_json_names_the_export_and_its_manifest(target, tmp_path):
    exported(target, tmp_path / "out")

    assert json.loads((tmp_path / "out/current.json").read_text()) == {
        "export": f"{RUN}-zstd",
        "manifest": f"{RUN}-zstd/manifest.json",
    }
