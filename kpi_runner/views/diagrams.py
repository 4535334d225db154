"""Lineage as Mermaid pictures small enough to read: the layers, then mart by mart."""

from collections.abc import Iterable, Iterator

from kpi_runner.build.models import models_in
from kpi_runner.project.project import Project

_HEAD = """\
# Lineage

What reads what, from the models themselves. Made by `kpi docs`: do not edit.
`kpi show MODEL` names a model's neighbours; `kpi show MODEL.column` follows one column
through every model to the raw columns that it comes from.

Boxes are models, rounded boxes seeds, cylinders tables that come in.
"""
# More boxes than this cannot be read: such a mart shows one step back, not two.
_MOST_BOXES = 20

Edge = tuple[str, str]


def lineage_pages(project: Project) -> str:
    """Return the whole document; marts go by name."""
    marts = sorted(mart.name for mart in models_in(project, "marts"))
    parts = [_HEAD, *_layers(project), *(_section(project, mart) for mart in marts)]
    return "\n".join(parts) + "\n"


def _layers(project: Project) -> Iterator[str]:
    """Draw folders of models, and how many models of one read another."""
    sizes: dict[str, int] = {}
    reads: dict[Edge, int] = {}
    for name in project.models:
        layer = _layer(project, name)
        sizes[layer] = sizes.get(layer, 0) + 1
        for other in {_layer(project, read) for read in _reads(project, name)}:
            reads[other, layer] = reads.get((other, layer), 0) + 1
    yield "\n## The layers\n"
    yield "An arrow says how many models of a layer read another one."
    back = [
        f"{layer} reads {other} ({count})"
        for (other, layer), count in sorted(reads.items())
        if count < reads.get((layer, other), 0)
    ]
    if back:
        yield f"Not drawn, as they lead back: {', '.join(back)}."
    lines = [
        f'    {layer}["{layer}: {n} models"]' for layer, n in sorted(sizes.items())
    ]
    others = {other for other, _ in reads} - sizes.keys()
    lines += [f'    {other}[("{_kind(other)}")]' for other in sorted(others)]
    lines += [
        f"    {other} -- {count} --> {layer}"
        for (other, layer), count in sorted(reads.items())
        if other != layer and count >= reads.get((layer, other), 0)
    ]
    yield f"\n{_picture(lines)}"


def _layer(project: Project, name: str) -> str:
    """Return the folder of a model; for what is no model, what it is."""
    if name in project.models:
        return project.models[name].path.parts[1]
    return "seeds" if name in project.seeds else name.partition(".")[0]


def _kind(layer: str) -> str:
    return "seeds" if layer == "seeds" else f"{layer} tables"


def _section(project: Project, mart: str) -> str:
    """Draw what a mart reads, and what that reads, where it fits."""
    one = {(read, mart) for read in _reads(project, mart)}
    two = one | {(read, name) for name, _ in one for read in _reads(project, name)}
    boxes = {name for edge in two for name in edge}
    edges = two if len(boxes) <= _MOST_BOXES else one
    readers = ", ".join(project.graph.children(mart)) or "nothing else"
    drawn = _picture(_drawn(project, edges))
    return f"\n## {mart}\n\nRead by: {readers}.\n\n{drawn}"


def _reads(project: Project, name: str) -> list[str]:
    """Return what a model reads: models, seeds and tables that come in."""
    if name not in project.models:
        return []
    sources = sorted(use.name for use in project.models[name].sources)
    return [*project.graph.parents(name), *sources]


def _drawn(project: Project, edges: Iterable[Edge]) -> Iterator[str]:
    ordered = sorted(edges)
    for name in sorted({name for edge in ordered for name in edge}):
        yield f"    {_id(name)}{_shape(project, name)}"
    for read, name in ordered:
        yield f"    {_id(read)} --> {_id(name)}"


def _shape(project: Project, name: str) -> str:
    if name in project.models:
        return f"[{name}]"
    return f"([{name}])" if name in project.seeds else f"[({name})]"


def _id(name: str) -> str:
    return name.replace(".", "_")


def _picture(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", "flowchart LR", *lines, "```"])
