"""Pages of one file each: templates, style, script and data in it, and no network.

The Content-Security-Policy names what the page holds by its hash and forbids
everything else, so that a string from the data could not run even unescaped.
"""

import base64
import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kpi_runner.views import words
from kpi_runner.views.marts import Record


@dataclass(frozen=True, slots=True)
class Payload:
    """What a page's script reads: a tree, and the column of numbers it points into."""

    tree: Record
    column: bytes


def render(template: str, context: Record, payload: Payload | None = None) -> str:
    """Return a page; with a payload it has a script, and the charts' runtime."""
    style = asset("templates/style.css")
    page = _environment(autoescape=True).get_template(template)
    if payload is None:
        return page.render(
            **context, style=Markup(style), policy=_policy(style, []), runtime=""
        )
    script, runtime = asset("templates/page.js"), asset("runtime/vega.min.js")
    return page.render(
        **context,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, [script, runtime]),
        runtime=packed(runtime.encode()),
        payload=packed(_compact(payload.tree).encode()),
        column=packed(payload.column),
    )


def render_markdown(template: str, context: Record) -> str:
    """Return a packet as Markdown; what comes from data is escaped by its filter."""
    page = _environment(autoescape=False).get_template(template)
    return page.render(**context)


def packed(content: bytes) -> str:
    """Return content as base64 of gzip, the same for the same."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def plain(value: object) -> str:
    """Return data as Markdown that shows it and nothing else, on one line."""
    text = words.visible(" ".join(str("" if value is None else value).split()))
    for mark in "\\`*_{}[]<>#|!~&":
        text = text.replace(mark, f"\\{mark}" if mark not in "<>&" else _entity(mark))
    return text


def fenced(value: object) -> str:
    """Return a line that cannot end the fence that it stands in."""
    return " ".join(str(value).splitlines()).replace("`", "'")


def _entity(mark: str) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[mark]


def _environment(*, autoescape: bool) -> Environment:
    found = Environment(
        loader=PackageLoader("kpi_runner.views"),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(words=words, nothing=words.NOTHING)
    found.filters.update(
        plain=plain,
        fenced=fenced,
        day=words.day,
        instant=words.instant,
        number=words.number,
        change=words.change,
        spoken=words.spoken,
        points=partial(words.number, unit="points"),
        percent=partial(words.number, unit="%"),
        status=words.status,
        visible=words.visible,
    )
    return found


def _compact(payload: object) -> str:
    return json.dumps(payload, separators=(",", ":"), sort_keys=True)


def asset(name: str) -> str:
    """Return a text that comes with the views."""
    return (files("kpi_runner.views") / name).read_text("utf-8")


def _policy(style: str, scripts: list[str]) -> str:
    hashes = " ".join(map(_hash, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
