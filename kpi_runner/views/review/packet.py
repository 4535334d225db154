"""A packet as data: sentences and tables, shown as HTML and Markdown alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kpi_runner.views import words
from kpi_runner.views.pages import render, render_markdown


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the status that it has; either may be empty."""

    text: str
    status: words.Status


Cell = str | Marked


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; the first cell of a row names it."""

    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; what is empty is left out."""

    title: str
    note: str = ""
    sentences: Sequence[Marked] = ()
    tables: Sequence[Table] = ()
    # Lines to be copied as they are.
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """A deployment's parts of a packet."""

    name: str
    note: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Packet:
    """What one meeting needs, of one deployment or of all."""

    title: str
    note: str
    desks: list[Desk]


def marked(text: str, status: str | None) -> Marked:
    """Return a text with the words of a status."""
    return Marked(text, words.status(status))


def as_html(packet: Packet) -> str:
    """Return the packet as one self-contained page without a script."""
    return render("review.html", {"packet": packet})


def as_markdown(packet: Packet) -> str:
    """Return the packet as Markdown."""
    return render_markdown("review.md", {"packet": packet})


def file_name(cadence: str, deployment_id: str | None) -> str:
    """Return a packet's file name, which is one whatever the deployment is called."""
    if deployment_id is None:
        return f"review-{cadence}-all"
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", deployment_id)[:60]
    if plain != deployment_id:
        plain += "-" + sha256(deployment_id.encode()).hexdigest()[:8]
    return f"review-{cadence}-{plain}"
