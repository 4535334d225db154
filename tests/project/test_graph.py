from pathlib import Path

import pytest

from kpi_runner.errors import GraphError
from kpi_runner.project.graph import Graph
from kpi_runner.project.nodes import Model, Ref


def model(name, *refs):
    path = Path(f"models/{name}.sql")
    return Model(name, path, tuple(Ref(ref, line=3) for ref in refs))


def names(graph):
    return [model.name for model in graph.order()]


def test_a_model_comes_after_everything_it_reads():
    graph = Graph([model("c", "a", "b"), model("b", "a"), model("a")])
    assert names(graph) == ["a", "b", "c"]


def test_models_that_do_not_read_each_other_come_by_name():
    graph = Graph([model("z"), model("a"), model("m", "z")])
    assert names(graph) == ["a", "z", "m"]


def test_seeds_are_known_but_not_built():
    graph = Graph([model("a", "archetypes")], known=["archetypes"])
    assert names(graph) == ["a"]
    assert graph.parents("a") == ("archetypes",)
    assert graph.children("archetypes") == ("a",)


def test_ancestors_and_descendants_go_all_the_way():
    graph = Graph([model("a"), model("b", "a"), model("c", "b"), model("d")])
    assert graph.ancestors("c") == {"a", "b"}
    assert graph.descendants("a") == {"b", "c"}


def test_a_misspelt_ref_names_the_place_and_the_likely_word():
    with pytest.raises(GraphError) as caught:
        Graph([model("stg_tickets"), model("fct_kpi", "stg_tikets")])
    assert str(caught.value) == (
        "models/fct_kpi.sql:3: 'fct_kpi' refers to 'stg_tikets', "
        "which does not exist.\n"
        "Did you mean 'stg_tickets'?"
    )


def test_a_circle_is_spelt_out():
    with pytest.raises(GraphError, match=r"in a circle: (a -> b -> a|b -> a -> b)\."):
        Graph([model("a", "b"), model("b", "a")]).order()


def test_a_model_that_reads_itself_is_a_circle():
    with pytest.raises(GraphError, match=r"in a circle: a -> a\."):
        Graph([model("a", "a")]).order()
