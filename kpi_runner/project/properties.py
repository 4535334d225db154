"""The yml beside the files: descriptions, columns, tests and sources."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpi_runner.errors import Place, ProjectError, did_you_mean
from kpi_runner.project import yml
from kpi_runner.project.nodes import Column, DataTest, Settings, Source
from kpi_runner.project.template import Templates

_DOCS = re.compile(r"\{%-?\s*docs\s+(\w+)\s*-?%\}(.*?)\{%-?\s*enddocs\s*-?%\}", re.S)
_KINDS = ("models", "seeds", "sources")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one yml says of one node, in the yml's own words."""

    name: str
    path: Path
    content: Settings

    @property
    def config(self) -> dict[str, object]:
        """Return ``config:``, with meta and tags that stand beside it."""
        config = yml.mapping(self.content.get("config"), self.path, "config")
        beside = {
            key: self.content[key] for key in ("meta", "tags") if key in self.content
        }
        return {**beside, **config}


class Properties:
    """Every yml and docs block under some folders of a project."""

    def __init__(self, root: Path, paths: Iterable[Path], templates: Templates) -> None:
        """Read the files; paths are relative to the root."""
        self._root = root
        self._templates = templates
        self._docs: dict[str, str] = {}
        self._entries: dict[str, dict[str, Entry]] = {kind: {} for kind in _KINDS}
        for path in paths:
            if path.suffix == ".md":
                self._add_docs(path)
            else:
                self._add(path)

    def entry(self, kind: str, name: str) -> Entry | None:
        """Return what the yml says of a model or a seed, if anything."""
        return self._entries[kind].get(name)

    def check_known(self, kind: str, names: Iterable[str]) -> None:
        """Raise ProjectError for a yml about something that does not exist."""
        known = set(names)
        for name, entry in self._entries[kind].items():
            if name not in known:
                noun = kind.removesuffix("s")
                raise ProjectError(
                    f"'{name}' is described here, but there is no {noun} '{name}'.",
                    at=Place(entry.path, yml.line_of(self._root / entry.path, name)),
                    hint=did_you_mean(name, known)
                    or f"Add the {noun}, or remove this.",
                )

    def columns(self, entry: Entry | None) -> tuple[Column, ...]:
        """Return the columns in the order of the yml."""
        if entry is None:
            return ()
        found = yml.entries(entry.content.get("columns"), entry.path, "columns")
        return tuple(self._column(column, entry) for column in found)

    def description(self, entry: Entry | None) -> str:
        """Return a description with its ``doc()`` references filled in."""
        if entry is None:
            return ""
        text = str(entry.content.get("description") or "").strip()
        return self._templates.render_text(text, entry.path, {"doc": self._doc})

    def sources(self) -> dict[str, Source]:
        """Return every table of every source by ``source.table``."""
        found: dict[str, Source] = {}
        for entry in self._entries["sources"].values():
            for table in yml.entries(entry.content.get("tables"), entry.path, "tables"):
                source = self._source(entry, table)
                found[source.name] = source
        return found

    def _source(self, entry: Entry, table: Settings) -> Source:
        own = Entry(_name(table, entry.path), entry.path, table)
        return Source(
            source=entry.name,
            table=own.name,
            schema=str(entry.content.get("schema") or entry.name),
            identifier=str(table.get("identifier") or own.name),
            description=self.description(own),
            columns=self.columns(own),
            meta=yml.mapping(own.config.get("meta"), entry.path, "meta"),
            yml=entry.path,
        )

    def _add(self, path: Path) -> None:
        content = yml.load(self._root / path, path)
        for kind in _KINDS:
            for found in yml.entries(content.get(kind), path, kind):
                name = _name(found, path)
                former = self._entries[kind].get(name)
                if former:
                    raise ProjectError(
                        f"'{name}' is also described in {former.path}.",
                        at=Place(path, yml.line_of(self._root / path, name)),
                        hint="Keep one of the two.",
                    )
                self._entries[kind][name] = Entry(name, path, found)

    def _add_docs(self, path: Path) -> None:
        text = (self._root / path).read_text("utf-8")
        for name, block in _DOCS.findall(text):
            self._docs[name] = block.strip()

    def _doc(self, name: str) -> str:
        if name not in self._docs:
            raise LookupError(f"there is no docs block '{name}'")
        return self._docs[name]

    def _column(self, content: Settings, entry: Entry) -> Column:
        own = Entry(_name(content, entry.path), entry.path, content)
        data_type = content.get("data_type")
        tests = content.get("data_tests") or content.get("tests") or []
        if not isinstance(tests, list):
            raise ProjectError("data_tests must be a list.", at=Place(entry.path))
        return Column(
            name=own.name,
            data_type=str(data_type) if data_type is not None else None,
            description=self.description(own),
            meta=yml.mapping(own.config.get("meta"), entry.path, "meta"),
            tests=tuple(_data_test(test, entry.path) for test in tests),
        )


def _name(content: Settings, path: Path) -> str:
    name = content.get("name")
    if not isinstance(name, str):
        raise ProjectError("an entry has no name.", at=Place(path))
    return name


def _data_test(test: object, path: Path) -> DataTest:
    """Read ``not_null`` or ``accepted_values: {arguments: {values: [...]}}``."""
    if isinstance(test, str):
        return DataTest(test)
    if not isinstance(test, Mapping) or len(test) != 1:
        raise ProjectError(
            "a data test is a name, or a name and its arguments.", at=Place(path)
        )
    ((name, given),) = test.items()
    arguments = yml.mapping(given, path, str(name))
    nested = yml.mapping(arguments.pop("arguments", None), path, "arguments")
    return DataTest(str(name), {**arguments, **nested})
