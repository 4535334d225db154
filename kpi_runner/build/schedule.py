"""Models in turn: each begins when what it reads has ended, several at once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from heapq import heappop, heappush
from typing import TypeVar

from kpi_runner.project.graph import Graph

Ended = TypeVar("Ended")


def in_turn(
    graph: Graph,
    names: Sequence[str],
    build: Callable[[str], Ended],
    at_once: int,
) -> Iterator[Ended]:
    """Yield what became of each model.

    Of those that may begin, that one does which the longest chain of models waits for.
    What ``build`` raises is raised here, when what had begun is over.
    """
    if at_once == 1:
        yield from map(build, names)
        return
    heights, asked = graph.heights(), set(names)
    waiting = graph.sorter()
    ready: list[tuple[int, str]] = []
    running: dict[Future[Ended], str] = {}
    with ThreadPoolExecutor(at_once, "Thread") as pool:
        while waiting.is_active():
            for name in waiting.get_ready():
                if name in asked:
                    heappush(ready, (-heights[name], name))
                else:
                    waiting.done(name)
            while ready and len(running) < at_once:
                _, name = heappop(ready)
                running[pool.submit(build, name)] = name
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                waiting.done(running.pop(ended))
                yield ended.result()
