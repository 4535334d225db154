"""What judging costs, on top of importing Great Expectations."""

import json
import sys
from statistics import median

from benchmarks.costs import Cost, measured, paired, ratio, walls
from benchmarks.gate_marts import ARCHETYPES, SEGMENTS, WEEKS, write_marts
from benchmarks.report import Runs, Section, limited
from benchmarks.setting import Setting

_RATIO = 1.5
_SQL_SECONDS = 0.2
# The gate hides pyspark from Great Expectations, so that the import alone may too.
_IMPORT = "import sys; sys.modules['pyspark'] = None; import great_expectations"


def gate(setting: Setting) -> Section:
    """Compare `kpi gate` with `import great_expectations`; take its SQL apart."""
    folder, log = setting.fresh("gate"), setting.log("gate")
    cells = write_marts(folder)
    # Breaches are judged and told like any, but end no program of the bench.
    command = [setting.kpi, "gate", "--target", str(folder), "--fail-on", "never"]
    judged, imported = paired(
        lambda: measured(command, log),
        lambda: measured([sys.executable, "-c", _IMPORT], log),
        setting.pairs,
    )
    sql = _sql(setting, str(folder))
    size = f"{cells:,} cells"
    promise = f"`kpi gate`, {size}, against `import great_expectations`"
    return Section(
        "Judging",
        setting.again("gate"),
        [
            limited(
                f"{promise}: wall", ratio(walls(judged), walls(imported)), _RATIO, "x"
            ),
            limited(
                f"{promise}: CPU", ratio(_cpus(judged), _cpus(imported)), _RATIO, "x"
            ),
            limited(
                "its SQL, by the clock",
                median(each["wall"] for each in sql),
                _SQL_SECONDS,
                "s",
            ),
        ],
        [
            Runs("`kpi gate`", judged),
            Runs("`import great_expectations`", imported),
        ],
        [
            f"Made-up marts of {ARCHETYPES} archetypes, {SEGMENTS} segments and "
            f"{WEEKS} weeks (`benchmarks/gate_marts.py`).",
            f"The SQL is {sql[0]['statements']:,.0f} statements and "
            f"{median(each['cpu'] for each in sql):.2f} s of CPU "
            "(`benchmarks/gate_sql.py`): one pass over a table tells which of its "
            "rules find anything; planning costs more than the rows.",
        ],
    )


def _cpus(costs: list[Cost]) -> list[float]:
    return [cost.cpu for cost in costs]


def _sql(setting: Setting, folder: str) -> list[dict[str, float]]:
    """Return what the statements cost, once for each pair."""
    log = setting.log("gate_sql")
    command = [sys.executable, "-m", "benchmarks.gate_sql", folder]
    found = []
    for _ in range(setting.pairs):
        measured(command, log)
        found.append(json.loads(log.read_text()))
    return found
