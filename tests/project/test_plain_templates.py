from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment

from kpi_runner.project.template.plain import plain_tree

ROOT = Path(__file__).parents[2]
JINJA = SandboxedEnvironment(extensions=["jinja2.ext.do"])
KNOWN = {"ref", "source", "var", "percent", "not", "if"}
PLAIN = [
    "select * from {{ ref('tickets') }}",
    "{{ ref('a') }}",
    "{{ref('a')}}{{ ref('b') }}{{   ref(\"it's\",'c',  'd')   }}",
    "-- é {{ percent('n', '') }} } }} %} #}\n\n\n{{ source('raw', 'tickets') }}\n\n;",
    "{{ percent('a /* b */', 'x y \t z') }}\n{{ percent('%', '#') }} { x",
]
NOT_PLAIN = [
    "{{ ref('a') | upper }}",
    "{{ ref(name) }}",
    "{{ ref('a',) }} {{ ref() }}",
    "{{ not('a') }} {{ if('a') }}",
    "{{ unknown('a') }}",
    "{{- ref('a') -}}",
    "{{ ref('a\\n') }}",
    "{{ ref('a' 'b') }}",
    "{{ ref('a')\n}}",
    "{{{ ref('a') }}}",
    "{# {{ ref('a') }} #}",
    "{% raw %}{{ ref('a') }}{% endraw %}",
    "one\r\ntwo {{ ref('a') }}",
    "{{ ref('a') }}{",
    "{{ '{{ ref(\"a\") }}' }}",
    "{{ ref('{{ x }}') }}",
]


def told(node):
    """Return a tree as values, with each node's line."""
    if isinstance(node, list):
        return [told(each) for each in node]
    if not isinstance(node, nodes.Node):
        return node
    line = None if isinstance(node, nodes.Output) else node.lineno
    return type(node).__name__, line, [told(each) for _, each in node.iter_fields()]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_template_has_the_tree_that_jinja_reads(text):
    found = plain_tree(JINJA, text, KNOWN)

    assert told(found) == told(JINJA.parse(text))


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_says_more_is_left_to_jinja(text):
    assert plain_tree(JINJA, text, KNOWN) is None


def test_our_own_plain_models_have_the_trees_that_jinja_reads():
    texts = [
        path.read_text("utf-8").strip() for path in (ROOT / "models").rglob("*.sql")
    ]
    trees = [(text, plain_tree(JINJA, text, KNOWN)) for text in texts]

    plain = [(text, tree) for text, tree in trees if tree is not None]

    assert len(plain) > len(texts) / 4
    for text, tree in plain:
        assert told(tree) == told(JINJA.parse(text))
