"""Seeds: CSV files become typed tables, and every promise of their yml is kept."""

import csv
from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile

from kpi_runner.build.seed_file import TEXT, SeedFile, load_rows, seed_file
from kpi_runner.build.seed_rules import check_rules
from kpi_runner.build.seed_tests import check_promises, in_order, leave_out_dangling
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import Place, did_you_mean
from kpi_runner.project.project import Project


def load_seeds(engine: Engine, project: Project, overlay: Path | None) -> list[str]:
    """Load every seed into the schema main; return remarks for people.

    ``overlay`` is the folder the project was read with. Raises SeedError, with file
    and line, for the first thing that is wrong; then no seed has changed.
    """
    files = {
        name: seed_file(project, seed, overlay) for name, seed in project.seeds.items()
    }
    engine.execute("create schema if not exists landing")
    for file in files.values():
        load_rows(engine, file)
    engine.drop(TEXT)
    notes = leave_out_dangling(engine, files)
    for file in in_order(files):
        check_promises(engine, file, files)
        check_rules(engine, file)
    for file in files.values():
        engine.create_table(
            f"main.{file.seed.name}",
            f"select * exclude (line) from {engine.quote(file.relation)} order by line",
        )
    return [*notes, *archetypes_without_tier(engine, files)]


def archetypes_without_tier(engine: Engine, files: Mapping[str, SeedFile]) -> list[str]:
    """Return a remark for each archetype that intents name and archetypes does not.

    It may be meant so, and then stands in the panel without a tier; more often it is
    misspelt, and its tickets are missed elsewhere.
    """
    if not {"intents", "archetypes"} <= files.keys():
        return []
    intents, archetypes = files["intents"], files["archetypes"]
    known = [
        name for (name,) in engine.rows(f"select archetype from {archetypes.relation}")
    ]
    rows = engine.rows(
        f"select archetype, min(line) from {intents.relation}"
        " where archetype <> 'unmapped' group by archetype order by 2"
    )
    return [
        f"{Place(intents.seed.path, line)}: archetype '{name}' is not in"
        f" {archetypes.seed.path}: it has no tier and no band."
        f" {did_you_mean(name, known) or ''}".rstrip()
        for name, line in rows
        if name not in known
    ]


def write_merged_seeds(engine: Engine, project: Project, folder: Path) -> None:
    """Write the loaded seeds as one folder that dbt can read, each with its yml."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in project.seeds.values():
        rows = engine.rows(
            f"select columns(*)::varchar from {engine.quote(f'main.{seed.name}')}"
        )
        path = folder / f"{seed.name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(seed.column_types)
            writer.writerows(rows)
        if seed.yml:
            copyfile(project.root / seed.yml, folder / seed.yml.name)
