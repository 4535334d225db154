"""How the time of a full build grows: three sizes of a desk, each ten times more."""

import shutil
from collections.abc import Callable, Sequence
from math import log
from statistics import linear_regression

from benchmarks.costs import Cost, attempted
from benchmarks.report import Runs, Section, Target
from benchmarks.setting import Setting

_STEPS = (100, 10, 1)


def growth(setting: Setting) -> Section:
    """Build a hundredth, a tenth and the whole of a large desk, each once."""
    messages, costs = [], []
    for step in _STEPS:
        raw = setting.simulated(setting.large_tickets // step)
        messages.append(message_count(str(raw / "messages.parquet")))
        target = setting.fresh("growth")
        limit = ["--memory-limit", setting.memory_limit]
        command = setting.build_command(raw, target, *limit)
        costs.append(attempted(command, setting.log("growth")))
        shutil.rmtree(target)
    return Section(
        f"From {messages[0]:,} to {messages[-1]:,} messages",
        setting.again("growth"),
        _targets(setting, messages, costs),
        [
            Runs(f"`kpi build` of {count:,} messages", [cost])
            for count, cost in zip(messages, costs, strict=True)
        ],
        [
            "One run of each size. The exponent is the slope of a straight line through"
            " the logarithms of messages and seconds: 1 is in proportion, less means"
            " that a fixed part weighs less and less. The last step is from the second"
            " size to the third alone."
        ],
    )


def message_count(file: str) -> int:
    """Return the number of rows of a Parquet file."""
    import duckdb

    sql = "select sum(num_rows) from parquet_file_metadata(?)"
    return int(duckdb.execute(sql, [file]).fetchall()[0][0])


def exponent(
    messages: Sequence[int], costs: Sequence[Cost], time: Callable[[Cost], float]
) -> float:
    """Return k of seconds = c * messages ** k, by least squares of the logarithms."""
    return linear_regression(
        [log(count) for count in messages], [log(time(cost)) for cost in costs]
    ).slope


def _targets(
    setting: Setting, messages: Sequence[int], costs: Sequence[Cost]
) -> list[Target]:
    promise = f"{messages[-1]:,} messages with --memory-limit {setting.memory_limit}"
    if not all(cost.is_finished for cost in costs):
        return [Target(promise, "finished", "not finished", is_met=False)]
    most = costs[-1]
    shown = f"in {most.wall:,.0f} s, peak {most.peak / 2**30:.2f} GiB"
    found = [Target(promise, "finished", shown, is_met=True)]
    for name, time in (
        ("wall", lambda cost: cost.wall),
        ("CPU", lambda cost: cost.cpu),
    ):
        whole = exponent(messages, costs, time)
        last = exponent(messages[1:], costs[1:], time)
        shown = f"{whole:.2f}; of the last step {last:.2f}"
        found.append(Target(f"exponent of {name} over messages", "", shown, None))
    return found
