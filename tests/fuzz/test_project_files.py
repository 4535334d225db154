"""Spoilt seeds, suites and project files: one of our errors, or what they say holds.

390 files; 3,650 with KPI_LONG=1 (a project file counts twice: a small one and ours).
"""

import csv
import faulthandler
import json
from random import Random
from shutil import copytree

import pytest

from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import KpiError
from kpi_runner.gate.suite_files import read_suites
from kpi_runner.project.project import read_project
from kpi_runner.project.settings import read_settings
from tests.fuzz.mutations import VALUES, spoilt_bytes
from tests.support.landing import as_csv, write
from tests.support.long import cases
from tests.support.projects import write_project
from tests.support.shop import FILES, PROJECT
from tests.support.warehouse import ROOT, _project, _with_overlay

BATCHES = cases(usual=3, long=25)
BATCH = 60
# A seed takes longer: all of them are loaded with it.
SEEDS = cases(usual=10, long=26)
HANGS = 120


@pytest.fixture(autouse=True)
def _never_hangs():
    faulthandler.dump_traceback_later(HANGS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def numbers(batch):
    return range(batch * BATCH, (batch + 1) * BATCH)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_suite_is_refused_or_every_rule_in_it_is_whole(tmp_path, batch):
    copytree(ROOT / "expectations", tmp_path, dirs_exist_ok=True)
    suites = sorted(tmp_path.glob("**/*.json"))
    for number in numbers(batch):
        random = Random(number)
        suite = random.choice(suites)
        sound = suite.read_bytes()
        suite.write_bytes(spoilt_suite(random, sound))
        try:
            for rule in read_suites(tmp_path, tmp_path):
                assert rule.type
                assert rule.table
                assert rule.severity
        except KpiError as error:
            assert suite.name in str(error) or "contract" in str(error)
        suite.write_bytes(sound)


def spoilt_suite(random, content):
    """Return a suite with its bytes, or one value anywhere in it, gone wrong."""
    if random.random() < 0.5:
        return spoilt_bytes(random, content)
    suite = json.loads(content)
    place = suite
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key, parent = random.choice(keys), place
        place = parent[key]
        if random.random() < 0.2:
            break
    parent[key] = random.choice(VALUES)
    return json.dumps(suite).encode()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_project_file_is_refused_or_read(tmp_path, batch):
    texts = {"dbt_project.yml": PROJECT, **FILES, **MACROS}
    sound = {name: text.encode() for name, text in texts.items()}
    for number in numbers(batch):
        random = Random(number)
        root = tmp_path / str(number)
        name = random.choice(sorted(sound))
        write_project(root, FILES | MACROS, project=PROJECT)
        (root / name).write_bytes(spoilt_bytes(random, sound[name]))
        try:
            project = read_project(root)
            for model in project.models:
                project.compile(model, database="work")
        except KpiError as error:
            assert str(error)
        spoil_settings(random, root)


MACROS = {
    "macros/percent.sql": (
        "{% macro percent(part, whole) -%}\n"
        "    {%- set factor = 100 -%}\n"
        "    cast({{ factor }} * {{ part }} as double) / nullif({{ whole }}, 0)\n"
        "{%- endmacro %}\n"
    ),
    "models/shares.sql": (
        "-- One row.\n{{ config(materialized='view', tags=['a']) }}\n"
        "{% for name in ['a', 'b'] %}\n"
        "select {{ percent('1', '2') }} as {{ name }} from {{ ref('orders') }}\n"
        "{% if not loop.last %}union all{% endif %}\n{% endfor %}\n"
    ),
}


def spoil_settings(random, root):
    """Spoil the project's real configuration and read it."""
    sound = (ROOT / "dbt_project.yml").read_bytes()
    (root / "dbt_project.yml").write_bytes(spoilt_bytes(random, sound))
    try:
        assert read_settings(root, {}, {}).name
    except KpiError as error:
        assert "dbt_project.yml" in str(error)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_spoilt_seed_is_refused_by_its_place_or_keeps_its_promises(tmp_path, batch):
    seeds = sorted((ROOT / "seeds").glob("*.csv"))
    shared, engine = _project("{}"), DuckDBEngine(threads=1)
    for number in list(numbers(batch))[:SEEDS]:
        random = Random(number)
        overlay = tmp_path / str(number)
        spoilt = overlay / random.choice(seeds).name
        write(overlay, {spoilt.name: spoilt_seed(random, ROOT / "seeds" / spoilt.name)})
        try:
            load_seeds(engine, _with_overlay(shared, overlay), overlay)
        except KpiError as error:
            assert ".csv" in str(error)
            assert error.exit_code == 2


def spoilt_seed(random, path):
    """Return a seed with its bytes, or one value of a row, gone wrong."""
    if random.random() < 0.5:
        return spoilt_bytes(random, path.read_bytes())
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = rows or [[""] * len(header)]
    random.choice(rows)[random.randrange(len(header))] = random.choice(VALUES)
    return as_csv([header, *rows])
