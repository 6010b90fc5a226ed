"""The decision as Mermaid."""

import re

import pytest

from flows.triage import load_flow
from handlers.documents.flow_graph import mermaid
from handlers.texts import LANGUAGES, Texts

NODE = re.compile(r'^(\w+)(?:\[".*"\]|\(\[".*"\]\))$')
EDGE = re.compile(r'^(\w+) -->(?:\|"[^"]*"\|)? (\w+)$')
OPENS = re.compile(r'^subgraph (\w+)\["[^"]*"\]$')


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_told_to_people_stands_in_it(language: str) -> None:
    """Each with its sentence in that language, and with none of the other's."""
    flow, graph = load_flow(), mermaid(load_flow(), Texts.load(strict=True).in_(language))
    drawn = {"urgent", "base", "softened", "capped", "determination", "first_severity", "severity"}
    for table in flow.tables:
        for rule in table.rules if table.id in drawn else ():
            if rule.says is not None:
                said = rule.says.in_(language).replace('"', "#quot;")
                assert f'"{rule.id}: {said}"' in graph
    if language == "en":
        assert not re.search("[ぁ-んァ-ヶ一-龠]", graph)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_whole(language: str) -> None:
    """Every line is a node, an edge or a frame; what an edge leads to is there, once."""
    graph = mermaid(load_flow(), Texts.load(strict=True).in_(language))
    nodes: list[str] = []
    ends: set[str] = set()
    frames = 0
    first, *lines = graph.splitlines()
    assert first == "flowchart TB"
    for line in map(str.strip, lines):
        if edge := EDGE.match(line):
            ends |= set(edge.groups())
        elif opens := OPENS.match(line):
            nodes.append(opens[1])
            frames += 1
        elif line == "end":
            frames -= 1
        elif line != "direction TB":
            node = NODE.match(line)
            assert node is not None, line
            nodes.append(node[1])
    assert frames == 0
    assert len(nodes) == len(set(nodes))
    assert ends <= set(nodes)
