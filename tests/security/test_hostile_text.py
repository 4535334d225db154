"""Names and values that mean harm: to SQL, to Jinja, to a terminal, to a path."""

import json

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from kpi_runner.errors import ContractError, TemplateError
from kpi_runner.project.project import read_project
from tests.support.landing import Landed, as_csv, write, write_parquet
from tests.support.projects import PROJECT, write_project
from tests.support.shop import build, raw, rows, shop
from tests.support.warehouse import ticket, warehouse
from tests.views import desks

HARM = (
    "'; drop table raw.tickets; --",
    "\"; attach '/tmp/x.db'; --",
    "{{ 7 * 7 }}{% for x in y %}",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "\x1b]0;owned\x07\x1b[2J",
    "$(reboot) `reboot` %s {0} {x!r}",
    "a\x00b",
)
SECRET = "canary-4f1d9c"


@pytest.mark.parametrize("harm", HARM)
def test_a_value_is_a_value_in_every_column(harm):
    columns = ("customer_id", "segment", "channel", "intent", "bot_version")
    built = warehouse(
        tickets=[ticket("t1"), ticket(f"t{harm}", **dict.fromkeys(columns, harm))],
        messages=[
            {
                "message_id": harm,
                "ticket_id": f"t{harm}",
                "sent_at": "2026-01-12 10:00:00",
                "author": "bot",
                "body": harm,
            }
        ],
        upto=["stg_tickets", "stg_messages", "quarantine"],
    )

    found = built.rows(f"select {', '.join(columns)} from stg_tickets order by 1")
    assert (harm,) * 5 in found
    assert built.rows("select message_id, body from stg_messages") == [(harm, harm)]
    assert built.rows("from quarantine") == []


@pytest.mark.parametrize("harm", HARM)
def test_a_column_or_key_of_any_name_is_left_aside(tmp_path, harm):
    named = harm.replace("\x00", "")
    quoted = named.replace('"', '""')
    write(tmp_path, {"notes/a.csv": as_csv([["note_id", named], ["1", "x"]])})
    write(tmp_path, {"notes/b.jsonl": json.dumps({"note_id": "2", harm: {harm: 1}})})
    write_parquet(
        tmp_path / "notes/c.parquet", f"select '3' note_id, 1 as \"{quoted}\""
    )
    database = Landed()

    database.land(tmp_path)

    found = database.rows("select note_id from raw.notes order by note_id")
    assert found == [("1",), ("2",), ("3",)]


@pytest.mark.parametrize("harm", [each.replace("\x00", "") for each in HARM])
def test_a_file_of_any_name_is_read_and_its_name_is_only_text(tmp_path, harm):
    name = f"n{harm.replace('/', '_')}"
    files = {
        f"notes/{name}.csv": "note_id\n1\n",
        f"notes/{name}.jsonl": '{"note_id":2}',
    }
    write(tmp_path, files)
    write_parquet(tmp_path / "notes" / f"{name}.parquet", "select '3' as note_id")
    database = Landed()

    database.land(tmp_path)

    found = database.rows("select note_id, raw_file from raw.notes order by note_id")
    assert [note for note, _ in found] == ["1", "2", "3"]
    assert all(file.isprintable() for _, file in found)


def test_no_name_in_a_message_can_act_on_a_terminal(tmp_path):
    name = "\x1b[2J\n::error::owned\u202e"
    write(shop(tmp_path), {f"raw/tickets/{name}.csv": f"price,\x1b[31m{name}\n1,2\n"})

    told = CliRunner().invoke(
        main, ["build", "--project", str(tmp_path), "--raw", str(tmp_path / "raw")]
    )

    assert told.exit_code == ContractError.exit_code
    assert "the column 'ticket_id' (varchar) is not there" in told.output
    assert all(line.isprintable() for line in told.output.splitlines())
    assert not any(line.startswith("::") for line in told.output.splitlines())


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ref.__globals__ }}",
        "{{ var.__self__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ namespace.__init__ }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ ('{0.__cla' ~ 'ss__}').format(1) }}",
        "{{ ''|attr('__class__') }}",
        "{% set x = ''['__class__'] %}{{ x.mro() }}",
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{{ range(10 ** 9) }}",
        "{{ env_var('DBT_ENV_SECRET_TOKEN') }}",
        "{{ env_var('DBT_ENV_' ~ 'SECRET_TOKEN', 'default') }}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(tmp_path, monkeypatch, attack):
    monkeypatch.setenv("DBT_ENV_SECRET_TOKEN", SECRET)
    model = {"models/x.sql": f"-- One row.\nselect '{attack}' as x\n"}

    with pytest.raises(TemplateError) as caught:
        read_project(write_project(tmp_path, model)).compile("x", database="work")

    assert "models/x.sql" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "project",
    [
        PROJECT + "seed-paths: [\"{{ env_var('DBT_ENV_SECRET_TOKEN') }}\"]\n",
        PROJECT + "vars: {token: \"{{ env_var('DBT_ENV_SECRET_TOKEN') }}\"}\n",
    ],
    ids=["a setting", "a variable"],
)
def test_a_secret_cannot_come_in_by_the_project_file(tmp_path, monkeypatch, project):
    monkeypatch.setenv("DBT_ENV_SECRET_TOKEN", SECRET)
    model = {"models/x.sql": '-- One row.\nselect \'{{ var("token", "") }}\' as x\n'}

    with pytest.raises(TemplateError, match="is a secret") as caught:
        found = read_project(write_project(tmp_path, model, project=project))
        found.compile("x", database="work")

    assert SECRET not in str(caught.value)


def test_an_environment_is_in_no_artifact_unless_a_model_asks(tmp_path, monkeypatch):
    for name in ("KPI_TOKEN", "DBT_ENV_SECRET_TOKEN", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, SECRET)

    build(shop(tmp_path))

    held = [path for path in (tmp_path / "target").rglob("*") if path.is_file()]
    assert len(held) > 5
    assert not [path for path in held if SECRET.encode() in path.read_bytes()]


def test_a_mart_of_hostile_keys_is_published_as_it_is(tmp_path):
    keys = [harm.replace("\x00", "") for harm in HARM]
    lines = as_csv([[key, number] for number, key in enumerate(keys)])

    build(raw(shop(tmp_path), lines))

    found = rows(tmp_path / "target/marts.duckdb", "select ticket_id from totals")
    assert {key for (key,) in found} == set(keys)


@pytest.mark.parametrize("place", ["file/report.html", "file/below/report.html"])
def test_a_place_that_cannot_be_written_is_no_traceback(tmp_path, place):
    desks.published(tmp_path / "target", desks.Desk())
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    options = ["--target", str(tmp_path / "target"), "--output", str(tmp_path / place)]

    told = CliRunner().invoke(main, ["report", *options])

    assert told.exit_code == 2
    assert told.output.startswith("Error: the disk refuses: ")
