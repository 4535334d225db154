"""The simulation: week by week, from plans to raw rows, in SQL."""

from collections.abc import Callable
from pathlib import Path

from kpi_runner.engines.engine import Engine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.scenarios import Scenario, read_scenario

SQL = Path(__file__).parent / "sql"

# In the order in which they read each other; each is one query, one table.
DESK = ("deployments", "archetypes", "channels", "segments", "intents", "topics")
DIALOGUE = ("topic_choices", "tools", "scripts", "phrases")
PLANS = ("weeks", "launches", "usual_rates", "rates", "plan")
CONVERSATION = ("outcomes", "moods", "conversations")
CHILDREN = ("messages", "surveys", "model_scores", "escalations", "qa_reviews")
RECORDS = ("tool_calls", "refunds", "entitlements", "citations")
TABLES = ("tickets", *CHILDREN, *RECORDS)
DIRTY = ("tickets", "messages", "surveys", "model_scores", "refunds")

# Customers come back up to twice; to every first contact come this many others.
GENERATIONS = 3
FOLLOW_UPS = 0.088


def plan(engine: Engine, options: Options) -> tuple[Scenario, ...]:
    """Lay out the desk and what is planted in it: all but the conversations."""
    prepare(engine, options)
    scenarios = plant(engine, options)
    for name in PLANS:
        make(engine, name)
    return scenarios


def simulate(
    engine: Engine,
    options: Options,
    batches: int,
    write_batch: Callable[[str, int], None],
) -> None:
    """Simulate a planned desk; ``write_batch`` gets each table of each batch to keep.

    How many batches changes no row. Leaves the planted truth in the table `truth`
    and what is dirty in `dirty`.
    """
    weeks = options.baseline_weeks + options.weeks
    for batch in range(batches):
        engine.execute(f"set variable batch_from = {batch * weeks // batches}")
        engine.execute(f"set variable batch_until = {(batch + 1) * weeks // batches}")
        simulate_batch(engine)
        for table in TABLES:
            write_batch(table, batch)
    make(engine, "truth")


def prepare(engine: Engine, options: Options) -> None:
    """Set the options as variables that the queries read, and lay out the desk."""
    settings = {
        "seed": f"{options.seed}",
        "start": f"date '{options.start}'",
        "baseline_weeks": f"{options.baseline_weeks}",
        "weeks": f"{options.baseline_weeks + options.weeks}",
        "data_end": f"timestamp '{options.end}'",
        "first_contacts": f"{options.tickets / (1 + FOLLOW_UPS)}",
        "holdout": f"{options.holdout}::double",
        "dirt": f"{options.dirt}::double",
    }
    for name, value in settings.items():
        engine.execute(f"set variable {name} = {value}")
    for macro in text_of("chance").rstrip(";\n").split(";\n"):
        engine.execute(macro)
    engine.drop("truths")
    for name in (*DESK, *DIALOGUE):
        make(engine, name)
    engine.execute(
        "create or replace table dirty"
        " (table_name varchar, reason varchar, rows bigint)"
    )


def plant(engine: Engine, options: Options) -> tuple[Scenario, ...]:
    """Read the scenarios against the desk, and put their levers into a table."""
    deployments = names(engine, "deployment_id", "deployments")
    archetypes = names(engine, "archetype", "archetypes")
    scenarios = tuple(
        read_scenario(text, deployments=deployments, archetypes=archetypes)
        for text in options.scenarios
    )
    engine.execute(
        "create or replace table levers (lever_id integer, deployment_id varchar,"
        " archetype varchar, segment varchar, arm varchar, rate varchar,"
        " add_by double, scale_by double, from_week integer, ramp_weeks integer)"
    )
    pulled = [(each, lever) for each in scenarios for lever in each.levers]
    for lever_id, (each, lever) in enumerate(pulled):
        engine.execute(
            "insert into levers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                lever_id,
                each.deployment_id,
                each.archetype,
                lever.segment,
                lever.arm,
                lever.rate,
                lever.add * each.size,
                1 + lever.scale * each.size,
                options.baseline_weeks + each.week - 1,
                lever.ramp_weeks,
            ],
        )
    staggered = [each.size for each in scenarios if each.name == "staggered_launch"]
    engine.execute(f"set variable stagger_weeks = {max(staggered, default=0)}")
    return scenarios


def simulate_batch(engine: Engine) -> None:
    """Make the ten tables of the conversations that begin in the weeks of a batch."""
    engine.drop("details")
    for generation in range(GENERATIONS):
        make(engine, "contacts", "follow_ups" if generation else "first_contacts")
        for name in CONVERSATION:
            make(engine, name)
        append(engine, "details", text_of("details"))
    make(engine, "tickets")
    append(engine, "truths", text_of("truths"))
    for table in TABLES[1:]:
        make(engine, table)
    for table in DIRTY:
        make(engine, f"dirty_{table}", f"dirt/{table}")
        engine.execute(
            f"insert into dirty select '{table}', reason, count(*)"
            f" from dirty_{table} group by reason"
        )


def make(engine: Engine, table: str, query: str | None = None) -> None:
    """Replace ``table`` by the rows of ``query``, a file of the same name if none."""
    engine.create_table(table, text_of(query or table))


def append(engine: Engine, table: str, sql: str) -> None:
    """Put the rows of ``sql`` into ``table``, which is made when it is not there."""
    if engine.columns(table):
        engine.execute(f"insert into {engine.quote(table)} {sql}")
    else:
        engine.create_table(table, sql)


def names(engine: Engine, column: str, table: str) -> list[str]:
    """Return the values of a column, sorted."""
    found = engine.rows(f"select {column} from {table} order by {column}")
    return [str(row[0]) for row in found]


def text_of(query: str) -> str:
    """Return the SQL of ``query``."""
    return (SQL / f"{query}.sql").read_text()
