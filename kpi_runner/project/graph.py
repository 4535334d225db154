"""The order that models are built in, and who reads whom."""

from collections.abc import Iterable, Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter

from kpi_runner.errors import GraphError, Place, did_you_mean
from kpi_runner.project.nodes import Model


class Graph:
    """Models and what they read; ``known`` names seeds, which need no build."""

    def __init__(self, models: Iterable[Model], known: Iterable[str] = ()) -> None:
        """Check that every ref names something that exists."""
        self._models = {model.name: model for model in models}
        names = self._models.keys() | set(known)
        for model in self._models.values():
            _check_refs(model, names)
        self._parents = {
            name: tuple(sorted({ref.name for ref in model.refs}))
            for name, model in sorted(self._models.items())
        }
        self._children = _turned_round(self._parents)

    def order(self) -> list[Model]:
        """Return every model after everything it reads, the same each time."""
        return [self._models[name] for name in self._names_in_order()]

    def parents(self, name: str) -> tuple[str, ...]:
        """Return what a model reads: models and seeds, sorted."""
        return self._parents.get(name, ())

    def children(self, name: str) -> tuple[str, ...]:
        """Return the models that read a model or a seed, sorted."""
        return self._children.get(name, ())

    def ancestors(self, name: str) -> frozenset[str]:
        """Return everything that a model stands on, without itself."""
        return _reachable(name, self._parents)

    def descendants(self, name: str) -> frozenset[str]:
        """Return every model that stands on this one, without itself."""
        return _reachable(name, self._children)

    def sorter(self) -> TopologicalSorter[str]:
        """Return what tells, model by model, which may begin."""
        sorter = TopologicalSorter(
            {
                name: [parent for parent in parents if parent in self._models]
                for name, parents in self._parents.items()
            }
        )
        try:
            sorter.prepare()
        except CycleError as error:
            # graphlib lists each node before the one that reads it.
            circle = " -> ".join(reversed(error.args[1]))
            raise GraphError(
                f"models read each other in a circle: {circle}.",
                hint="Move what both need into an int_ model of its own.",
            ) from error
        return sorter

    def heights(self) -> dict[str, int]:
        """Return how many models at most follow one another after each."""
        found: dict[str, int] = {}
        for name in reversed(list(self._names_in_order())):
            children = self.children(name)
            found[name] = 1 + max((found[each] for each in children), default=-1)
        return found

    def _names_in_order(self) -> Iterator[str]:
        sorter = self.sorter()
        while sorter.is_active():
            ready = sorted(sorter.get_ready())
            yield from ready
            sorter.done(*ready)


def _check_refs(model: Model, known: Set[str]) -> None:
    for ref in model.refs:
        if ref.name not in known:
            raise GraphError(
                f"'{model.name}' refers to '{ref.name}', which does not exist.",
                at=Place(model.path, ref.line),
                hint=did_you_mean(ref.name, known)
                or "Add the model or the seed, or take the ref out.",
            )


def _turned_round(parents: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    children: dict[str, list[str]] = {}
    for child, names in parents.items():
        for name in names:
            children.setdefault(name, []).append(child)
    return {name: tuple(found) for name, found in children.items()}


def _reachable(start: str, edges: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    found: set[str] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead.extend(edges.get(name, ()))
    return frozenset(found - {start})
