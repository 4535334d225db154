"""Several models at once: none before what it reads, no more than asked, none lost."""

from pathlib import Path
from threading import Barrier, Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_runner.build.schedule import in_turn
from kpi_runner.project.graph import Graph
from kpi_runner.project.nodes import Model, Ref

PATIENCE = 20


def model(name, reads=()):
    path = Path("models") / f"{name}.sql"
    return Model(name, path, refs=tuple(Ref(each, 1) for each in reads))


@st.composite
def graphs(draw):
    names = [f"m{number:02}" for number in range(draw(st.integers(1, 12)))]
    return Graph(
        model(name, draw(st.sets(st.sampled_from(names[:place]))) if place else ())
        for place, name in enumerate(names)
    )


@given(graphs(), st.integers(1, 4), st.data())
def test_each_is_built_once_after_all_it_stands_on(graph, at_once, data):
    names = [model.name for model in graph.order()]
    asked = [name for name in names if data.draw(st.booleans())]
    lock, running, ended, most = Lock(), set(), [], []

    def build(name):
        with lock:
            missing = (graph.ancestors(name) & set(asked)) - set(ended)
            running.add(name)
            most.append(len(running))
        with lock:
            running.discard(name)
            ended.append(name)
        return name, missing

    told = dict(in_turn(graph, asked, build, at_once))
    assert sorted(told) == sorted(ended) == sorted(asked)
    assert not any(told.values())
    assert max(most, default=0) <= at_once


def test_two_that_do_not_read_each_other_are_built_at_the_same_time():
    graph = Graph([model("one"), model("other")])
    both = Barrier(2, timeout=PATIENCE)
    told = in_turn(graph, ["one", "other"], lambda _name: both.wait(), 2)
    assert sorted(told) == [0, 1]


def test_the_start_of_the_longest_chain_comes_first():
    chain = [model("start"), model("middle", ["start"]), model("last", ["middle"])]
    graph = Graph([model("alone"), model("other"), *chain])
    started: list[str] = []
    gate = Barrier(2, timeout=PATIENCE)

    def build(name):
        started.append(name)
        if len(started) <= 2:
            gate.wait()

    list(in_turn(graph, [model.name for model in graph.order()], build, 2))
    assert "start" in started[:2]


def test_what_a_model_raises_is_raised_when_the_others_have_ended():
    graph = Graph([model("bad"), model("good"), model("never", ["bad"])])
    both, ended = Barrier(2, timeout=PATIENCE), []

    def build(name):
        both.wait()
        if name == "bad":
            raise ValueError(name)
        ended.append(name)

    with pytest.raises(ValueError, match="bad"):
        list(in_turn(graph, ["bad", "good", "never"], build, 2))
    assert ended == ["good"]
