"""What a template says before it runs, read from its Jinja syntax tree.

Refs, sources, configuration and variables are literals with a line, so that a
project can be ordered, checked and explained without executing anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from jinja2 import nodes

from kpi_runner.errors import Place, TemplateError
from kpi_runner.project.nodes import Ref, SourceRef

# Read from the tree, so they must be called by their own names.
STATIC = frozenset({"ref", "source", "config", "var", "env_var"})
SHARED = STATIC | {
    "this",
    "target",
    "is_incremental",
    "execute",
    "return",
    "adapter",
    "range",
    "dict",
    "namespace",
    "cycler",
    "joiner",
}
_IMPLICIT = frozenset({"loop", "caller", "varargs", "kwargs"})
_ATTRIBUTES = {"config": {"get", "require"}, "adapter": {"dispatch"}}
_REFUSED_TAGS: dict[type[nodes.Node], str] = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
}
SUBSET = (
    "kpi and dbt share ref, source, var, env_var, config, this, target, execute, "
    "is_incremental, return, adapter.dispatch, do, set, for, if and the project's "
    "own macros."
)


@dataclass(frozen=True, slots=True)
class VarUse:
    """A literal ``var()``: whether it brings a default, and its line."""

    name: str
    has_default: bool
    line: int


@dataclass(slots=True)
class Reading:
    """Everything that one template says about itself."""

    path: Path
    first_line: int = 1
    refs: list[Ref] = field(default_factory=list)
    sources: list[SourceRef] = field(default_factory=list)
    configs: list[dict[str, object]] = field(default_factory=list)
    variables: list[VarUse] = field(default_factory=list)
    macros: dict[str, nodes.Macro] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    _stored: set[str] = field(default_factory=set)

    def unknown(self, known: frozenset[str]) -> list[tuple[str, int]]:
        """Return the names that nothing defines, with the line of first use."""
        defined = known | self._stored | SHARED | _IMPLICIT
        return [
            (name, line) for name, line in self.names.items() if name not in defined
        ]

    def refuse(self, message: str, line: int, hint: str = SUBSET) -> NoReturn:
        """Raise a TemplateError at a line of the syntax tree."""
        raise TemplateError(message, at=self.place(line), hint=hint)

    def place(self, line: int) -> Place:
        """Return the place in the file of a line of the syntax tree."""
        return Place(self.path, line + self.first_line - 1)

    def store(self, name: str, line: int) -> None:
        """Note a name that the template defines itself."""
        if name in STATIC:
            self.refuse(f"'{name}' is taken: it is one of dbt's own names.", line)
        self._stored.add(name)


def read_model(tree: nodes.Template, path: Path, first_line: int) -> Reading:
    """Read a model; raise TemplateError for what the shared subset lacks."""
    reading = Reading(path, first_line)
    for node in _statements(tree):
        call = node.node if isinstance(node, nodes.ExprStmt) else node
        if isinstance(call, nodes.Call) and _callee(call) == "config":
            reading.configs.append(_config(call, reading))
        else:
            _visit(node, reading)
    return reading


def read_macros(tree: nodes.Template, path: Path) -> Reading:
    """Read a file of macros; nothing else may stand in it, as dbt ignores it."""
    reading = Reading(path)
    for node in _statements(tree):
        if isinstance(node, nodes.Macro):
            reading.macros[node.name] = _named_once(node, reading)
            for child in node.iter_child_nodes():
                _visit(child, reading)
        elif not isinstance(node, nodes.TemplateData):
            reading.refuse(
                "dbt ignores what stands outside of a macro here.",
                node.lineno,
                "Move it into the macro that needs it.",
            )
    _refuse_in_macros(reading)
    return reading


def _named_once(node: nodes.Macro, reading: Reading) -> nodes.Macro:
    if node.name in reading.macros or node.name in SHARED:
        reading.refuse(
            f"macro '{node.name}' is defined already.", node.lineno, "Rename one."
        )
    return node


def _refuse_in_macros(reading: Reading) -> None:
    uses: list[Ref | SourceRef] = [*reading.refs, *reading.sources]
    for use in uses:
        kind = "ref" if isinstance(use, Ref) else "source"
        reading.refuse(
            f"{kind}() stands in a macro.",
            use.line,
            "Pass the relation in: every ref and source stands in the model "
            "that reads it.",
        )


def _statements(tree: nodes.Template) -> list[nodes.Node]:
    """Return the top level with the parts of each Output side by side."""
    found: list[nodes.Node] = []
    for node in tree.body:
        found.extend(node.nodes if isinstance(node, nodes.Output) else [node])
    return found


def _visit(node: nodes.Node, reading: Reading) -> None:
    visit = _VISITS.get(type(node))
    if visit is not None:
        visit(node, reading)
    elif type(node) in _REFUSED_TAGS:
        tag = _REFUSED_TAGS[type(node)]
        reading.refuse(f"'{{% {tag} %}}' is not in the Jinja subset.", node.lineno)
    else:
        for child in node.iter_child_nodes():
            _visit(child, reading)


def _visit_nothing(node: nodes.Node, reading: Reading) -> None:
    pass


def _visit_name(node: nodes.Name, reading: Reading) -> None:
    if node.ctx != "load":
        reading.store(node.name, node.lineno)
    elif node.name in STATIC:
        reading.refuse(f"'{node.name}' is used without calling it.", node.lineno)
    else:
        reading.names.setdefault(node.name, node.lineno)


def _visit_attribute(node: nodes.Getattr, reading: Reading) -> None:
    owner = node.node.name if isinstance(node.node, nodes.Name) else ""
    allowed = _ATTRIBUTES.get(owner)
    if allowed is None:
        _visit(node.node, reading)
    elif node.attr not in allowed:
        reading.refuse(
            f"'{owner}.{node.attr}' is not in the Jinja subset.", node.lineno
        )


def _visit_macro(node: nodes.Macro, reading: Reading) -> None:
    reading.refuse(
        f"macro '{node.name}' is defined where dbt does not look for macros.",
        node.lineno,
        "Give it a place of its own in a file of the macros folder.",
    )


def _visit_call(node: nodes.Call, reading: Reading) -> None:
    read = _READS.get(_callee(node))
    if read is None:
        _visit(node.node, reading)
    else:
        read(node, reading)
    for child in node.iter_child_nodes(exclude=("node",)):
        _visit(child, reading)


def _callee(node: nodes.Call) -> str:
    return node.node.name if isinstance(node.node, nodes.Name) else ""


def _read_ref(node: nodes.Call, reading: Reading) -> None:
    words = _literals(node, reading, counts=(1, 2))
    package = words[0] if len(words) > 1 else None
    reading.refs.append(Ref(words[-1], _line(node, reading), package))


def _read_source(node: nodes.Call, reading: Reading) -> None:
    source, table = _literals(node, reading, counts=(2,))
    reading.sources.append(SourceRef(source, table, _line(node, reading)))


def _read_var(node: nodes.Call, reading: Reading) -> None:
    """Note a literal name; a computed one is looked up when it is rendered."""
    name = node.args[0] if node.args else None
    if isinstance(name, nodes.Const) and isinstance(name.value, str):
        has_default = len(node.args) > 1 or bool(node.kwargs)
        line = _line(node, reading)
        reading.variables.append(VarUse(name.value, has_default, line))


def _read_nothing(node: nodes.Call, reading: Reading) -> None:
    pass


def _refuse_config(node: nodes.Call, reading: Reading) -> None:
    reading.refuse(
        "config() stands inside a block or an expression.",
        node.lineno,
        "Move it to the top of the model: it is read without running the template.",
    )


def _line(node: nodes.Call, reading: Reading) -> int:
    return node.lineno + reading.first_line - 1


def _literals(
    node: nodes.Call, reading: Reading, *, counts: tuple[int, ...]
) -> list[str]:
    values = [
        arg.value
        for arg in node.args
        if isinstance(arg, nodes.Const) and isinstance(arg.value, str)
    ]
    extra = node.kwargs or node.dyn_args or node.dyn_kwargs
    if extra or len(values) != len(node.args) or len(values) not in counts:
        name = _callee(node)
        example = "source('raw', 'tickets')" if name == "source" else "ref('tickets')"
        reading.refuse(
            f"{name}() needs plain text in quotes, and nothing else.",
            node.lineno,
            f"Write it like {example}: it is read without running the template.",
        )
    return values


def _config(node: nodes.Call, reading: Reading) -> dict[str, object]:
    settings: dict[str, object] = {}
    try:
        for arg in node.args:
            settings.update(arg.as_const())
        settings.update({pair.key: pair.value.as_const() for pair in node.kwargs})
    except (nodes.Impossible, TypeError, ValueError):
        reading.refuse(
            "config() needs plain values.",
            node.lineno,
            "Put what depends on a var into dbt_project.yml or the yml.",
        )
    return settings


_VISITS: dict[type[nodes.Node], Callable[..., None]] = {
    nodes.TemplateData: _visit_nothing,
    nodes.Const: _visit_nothing,
    nodes.Name: _visit_name,
    nodes.Getattr: _visit_attribute,
    nodes.Macro: _visit_macro,
    nodes.Call: _visit_call,
}
_READS: dict[str, Callable[[nodes.Call, Reading], None]] = {
    "ref": _read_ref,
    "source": _read_source,
    "var": _read_var,
    "env_var": _read_nothing,
    "config": _refuse_config,
}
