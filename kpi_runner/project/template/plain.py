"""Read a plain template without Jinja's lexer and parser.

Most models only call ``ref``, ``source`` and macros with texts in quotes; reading
them with Jinja is half of what reading a project takes. What says more is Jinja's.
"""

import re
from collections.abc import Iterator, Set

from jinja2 import Environment, nodes

_TEXT = r"'[^'\\{}\r\n]*'|\"[^\"\\{}\r\n]*\""
_CALL = re.compile(rf"\{{\{{ *([a-z_]\w*)\(((?:{_TEXT})(?:, *(?:{_TEXT}))*)\) *\}}\}}")
_TEXTS = re.compile(_TEXT)
# What only Jinja reads: other tags, and line ends that it makes one of.
_MORE = re.compile(r"\{[{%#]|\{$|\r")
# Words that are no names to Jinja, though a macro may be called so.
_WORDS = frozenset({"and", "else", "if", "in", "is", "not", "or", "true", "false"})


def plain_tree(jinja: Environment, text: str, known: Set[str]) -> nodes.Template | None:
    """Return the tree that Jinja would, or None for what is not plain.

    Only names in ``known`` are called in a plain template.
    """
    found: list[nodes.Node] = []
    line, end = 1, 0
    for call in _CALL.finditer(text):
        before = text[end : call.start()]
        if _MORE.search(before) or call[1] not in known or call[1] in _WORDS:
            return None
        found.extend(_data(jinja, before, line))
        line += before.count("\n")
        found.append(_call(jinja, call, line))
        end = call.end()
    if _MORE.search(text, end):
        return None
    found.extend(_data(jinja, text[end:], line))
    output = nodes.Output(found, lineno=1, environment=jinja)
    return nodes.Template([output], lineno=1, environment=jinja)


def _data(jinja: Environment, text: str, line: int) -> Iterator[nodes.Expr]:
    if text:
        yield nodes.TemplateData(text, lineno=line, environment=jinja)


def _call(jinja: Environment, call: re.Match[str], line: int) -> nodes.Expr:
    name = nodes.Name(call[1], "load", lineno=line, environment=jinja)
    texts: list[nodes.Expr] = [
        nodes.Const(text[1:-1], lineno=line, environment=jinja)
        for text in _TEXTS.findall(call[2])
    ]
    return nodes.Call(name, texts, [], None, None, lineno=line, environment=jinja)
