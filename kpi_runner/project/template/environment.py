"""Render templates byte for byte as dbt does.

dbt compiles every macro as a template of its own, under the name
``dbt_macro__<name>``, and implements ``return`` as an exception that ends the
macro and keeps the value's type. So do we: a call, even inside one file, goes
through the wrapper that catches it.
"""

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import jinja2
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from kpi_runner.errors import Place, TemplateError, did_you_mean
from kpi_runner.project.nodes import Settings
from kpi_runner.project.template.direct import printed
from kpi_runner.project.template.plain import plain_tree
from kpi_runner.project.template.syntax import (
    SHARED,
    SUBSET,
    Reading,
    read_macros,
    read_model,
)

_PREFIX = "dbt_macro__"
# What dbt looks for before it renders at all.
_JINJA = re.compile(r"\{[{%#]|[#}%]\}")
# As in dbt: what is so called is for profiles.yml alone.
_SECRET = "DBT_ENV_SECRET"
_UNSET = object()
# What a plain template may call, beside the project's macros.
_READ = frozenset({"ref", "source", "var"})
Macro = Callable[..., object]


class MacroReturnError(Exception):
    """Not an error: carries the value of ``return`` out of a macro."""

    def __init__(self, value: object) -> None:
        """Keep the value with its type."""
        super().__init__("return() stands outside of a macro")
        self.value = value


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template that was read but not run; ``tree`` is None for plain SQL."""

    text: str
    reading: Reading
    tree: nodes.Template | None


@dataclass(frozen=True, slots=True)
class Adapter:
    """What ``adapter`` means in a template: the choice of a macro by engine."""

    engine: str
    package: str
    macros: Mapping[str, Macro]

    def dispatch(self, name: str, macro_namespace: str | None = None) -> Macro:
        """Return ``<engine>__name``, or else ``default__name``."""
        if macro_namespace in (None, self.package):
            for prefix in (self.engine, "default"):
                if f"{prefix}__{name}" in self.macros:
                    return self.macros[f"{prefix}__{name}"]
        raise jinja2.TemplateRuntimeError(
            f"no macro '{self.engine}__{name}' or 'default__{name}' to dispatch to"
        )


class Templates:
    """One Jinja environment with the project's macros and variables in it."""

    def __init__(
        self, package: str, variables: Settings, environment: Mapping[str, str]
    ) -> None:
        """Take the project's name, its variables and the process environment."""
        self._package = package
        self._variables = variables
        self._environment = environment
        self._jinja = SandboxedEnvironment(
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
            undefined=jinja2.StrictUndefined,
        )
        self._macro_files: list[tuple[nodes.Template, Reading]] = []
        self._macros: dict[str, Macro] = {}
        self._known: frozenset[str] = frozenset({package})
        self._plain = _READ
        # Macros look their names up here at each call: render() sets the model's.
        self._names: dict[str, object] = {
            **{name: self._jinja.globals[name] for name in _JINJA_GLOBALS},
            "var": self._var,
            "env_var": self._env_var,
            "return": _return,
            "execute": True,
        }

    def add_macros(self, files: Iterable[tuple[Path, str]]) -> None:
        """Read files of macros; their names may be used in any order."""
        owners: dict[str, Path] = {}
        for path, text in files:
            tree = self._tree(text, path, first_line=1)
            reading = read_macros(tree, path)
            for name, node in reading.macros.items():
                if name in owners:
                    raise TemplateError(
                        f"macro '{name}' is also defined in {owners[name]}.",
                        at=Place(path, node.lineno),
                        hint="Rename one of them.",
                    )
                owners[name] = path
            self._macro_files.append((tree, reading))
        self._known |= owners.keys()
        self._plain = _READ | owners.keys()
        for _, reading in self._macro_files:
            self._check(reading)

    def parse(self, path: Path, text: str) -> Parsed:
        """Read a model's file without running it."""
        sql = text.strip()
        first_line = text[: text.find(sql[:1])].count("\n") + 1 if sql else 1
        if not _JINJA.search(sql):
            return Parsed(sql, Reading(path, first_line), None)
        tree = plain_tree(self._jinja, sql, self._plain)
        if tree is None:
            tree = self._tree(sql, path, first_line)
        reading = read_model(tree, path, first_line)
        self._check(reading)
        return Parsed(sql, reading, tree)

    def render(self, parsed: Parsed, names: Settings, *, engine: str) -> str:
        """Return the SQL, with the model's own ``ref``, ``this`` and so on."""
        if parsed.tree is None:
            return parsed.text
        if self._macro_files and not self._macros:
            self._load_macros()
        adapter = Adapter(engine, self._package, self._macros)
        self._names.update({**names, "adapter": adapter})
        try:
            return printed(parsed.tree, self._names)
        except _RUNTIME_ERRORS:
            # Compiled, it says more than literal calls, or fails at a line.
            return self._run(parsed.tree, parsed.reading)

    def render_text(self, text: str, path: Path, names: Settings) -> str:
        """Render a line of configuration or a description."""
        if not _JINJA.search(text):
            return text
        try:
            template = self._jinja.from_string(text, globals={**self._names, **names})
            return template.render()
        except (jinja2.TemplateError, *_RUNTIME_ERRORS) as error:
            raise TemplateError(
                f"'{text}' does not render: {error}.", at=Place(path)
            ) from error

    @property
    def readings(self) -> list[Reading]:
        """Return what the files of macros say."""
        return [reading for _, reading in self._macro_files]

    def _tree(self, text: str, path: Path, first_line: int) -> nodes.Template:
        try:
            return self._jinja.parse(text, filename=str(path))
        except jinja2.TemplateSyntaxError as error:
            line = error.lineno + first_line - 1
            raise TemplateError(
                f"Jinja cannot read this: {error.message}", at=Place(path, line)
            ) from error
        except RecursionError as error:
            raise TemplateError(
                "Jinja cannot read this: it is nested too deep.", at=Place(path)
            ) from error

    def _run(self, tree: nodes.Template, reading: Reading) -> str:
        try:
            return self._template(tree, reading.path).render()
        except _RUNTIME_ERRORS as error:
            raise self._fault(error, reading) from error

    def _template(self, tree: nodes.Template, path: Path) -> jinja2.Template:
        code = self._jinja.compile(tree, filename=str(path))
        return jinja2.Template.from_code(self._jinja, code, self._names)

    def _check(self, reading: Reading) -> None:
        for name, line in reading.unknown(self._known):
            raise TemplateError(
                f"'{name}' is no macro of this project and not in the Jinja subset.",
                at=reading.place(line),
                hint=did_you_mean(name, self._known | SHARED) or SUBSET,
            )

    def _load_macros(self) -> None:
        for tree, reading in self._macro_files:
            tree.body = list(reading.macros.values())
            for name, node in reading.macros.items():
                node.name = _PREFIX + name
            template = self._template(tree, reading.path)
            module = template.make_module(self._names, shared=True)
            for name in reading.macros:
                self._macros[name] = _returning(getattr(module, _PREFIX + name))
        self._names.update(self._macros)
        self._names[self._package] = SimpleNamespace(**self._macros)

    def _fault(self, error: BaseException, reading: Reading) -> TemplateError:
        files = {str(found.path): found for found in (*self.readings, reading)}
        place = Place(reading.path)
        for frame, line in traceback.walk_tb(error.__traceback__):
            found = files.get(frame.f_code.co_filename)
            place = found.place(line) if found else place
        fault = str(error).replace(_PREFIX, "").rstrip(".")
        name = reading.path.stem
        return TemplateError(f"'{name}' does not render: {fault}.", at=place)

    def _var(self, name: str, default: object = _UNSET) -> object:
        value = self._variables.get(name, default)
        if value is _UNSET:
            raise jinja2.TemplateRuntimeError(f"var '{name}' is not declared")
        if isinstance(value, str) and _JINJA.search(value):
            return self._jinja.from_string(value, globals=self._names).render()
        return value

    def _env_var(self, name: str, default: object = None) -> object:
        if name.startswith(_SECRET):
            raise jinja2.TemplateRuntimeError(
                f"environment variable '{name}' is a secret, "
                "which SQL and its artifacts may not hold"
            )
        value = self._environment.get(name, default)
        if value is None:
            raise jinja2.TemplateRuntimeError(
                f"environment variable '{name}' is not set"
            )
        return value


def _return(data: object) -> None:
    raise MacroReturnError(data)


def _returning(macro: Macro) -> Macro:
    def call(*args: object, **kwargs: object) -> object:
        try:
            return macro(*args, **kwargs)
        except MacroReturnError as returned:
            return returned.value

    return call


_JINJA_GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")
_RUNTIME_ERRORS = (
    nodes.Impossible,
    jinja2.TemplateRuntimeError,
    jinja2.TemplateAssertionError,
    MacroReturnError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
