"""What is read without the parser means the same to it, place for place; what it refuses is left to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.authoring.reading.conditions.conditions import Facts, content
from chalicelib.authoring.reading.conditions.unplaced import unplaced
from chalicelib.authoring.reading.documents import Document
from chalicelib.authoring.reading.yaml.marked import Bracketed, Node, unpacked
from chalicelib.authoring.reading.yaml.nodes import parse, parsed
from chalicelib.authoring.reading.yaml.plain import read_plain
from chalicelib.authoring.reading.yaml.signs import hidden
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact

LICANG = Path("rules/licang")
TEXTS = [
    "",
    'a: 1\nb:\n  c: x y\n  d:\n    - e\n    - {f: g, h: [i, j, {k: true}]}\nl: "m"   # n\n',
    "- a: b\n  c: d\n- e\n- [1, 2]\n",
    "rules:\n- rule: x\n  title: {zh: 第1条, en: rule 1}\n  when: {}\n",
    "- {rule: y, title: {zh: \"甲\", en: 'b'}}\n",
]
PIECES = [
    *(" ", "  ", "\n", "\n\n", "\n  ", "\n    ", "\n- ", "\n  - ", ":", ": ", "- ", "#", " # c", ",", ", "),
    *("{", "}", "[", "]", "{}", "[]", "{a: 1}", "[a, b]", '"', "'", '"q": ', '"q"', "'q'", "k: ", "k:"),
    *("k: v\n", "  k: v\n", "- k: v\n", "  - {a: b, c: [d]}\n", "true", "~", "null", "on: ", "yes", "<<"),
    *("007", "9", "９", "-1", "+5", "1.5", "2026-01-01", "9" * 20, "a:b", "http://x/y", "\u3000", "e\u0301"),
    *("&x", "*x", "!t", "|", ">", "%", "@", "`", "? ", "---", "...", "\\", "\t", "\r", "=", "零"),
]


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A text with pieces put in at random, each in the place of a few signs."""
    text = draw(st.sampled_from(TEXTS))
    for piece in draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at + draw(st.sampled_from([0, 0, 1, 2, 5])) :]
    return text


@given(text=edited())
@example(text="a: {b: 1,}\n")
@example(text="a: {b: x }\n")
@example(text="a:\n- b\nc: {d: [] , e: {}}")
@example(text="{a: b}\n")
@example(text="a: {b: c,\n  d: e}\n")
@example(text="a: {b: c, b: d}\n")
@example(text="a: [b: c]\n")
@example(text="a: \u3000\n")
def test_what_is_read_without_the_parser_is_what_the_parser_reads(text: str) -> None:
    found = None if hidden(text) else read_plain(text)
    if found is not None:
        assert seen(found) == seen(parsed(text))


@pytest.mark.parametrize("levels", [10, 15, 20, 21, 25])
def test_what_stands_deep_is_read_as_the_parser_does_or_left_to_it(levels: int) -> None:
    maps = "".join(f"{' ' * level}a:\n" for level in range(levels)) + f"{' ' * levels}a: "
    lists = "".join(f"{'  ' * level}- a:\n" for level in range(levels // 2)) + f"{'  ' * (levels // 2)}- "
    for text in (f"{begun}{value}\n" for begun in (maps, lists) for value in ("b", "[1]", "{a: {b: [1]}}")):
        found = read_plain(text)
        assert found is None or seen(found) == seen(parsed(text)), text


def test_the_region_is_read_without_the_parser_but_for_texts_of_several_lines() -> None:
    for file in LICANG.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        found = read_plain(text)
        assert (found is None) == (": |\n" in text), file
        assert found is None or seen(found) == seen(parsed(text))


NAME = Text(zh="要素", en="fact")
FACTS = {
    "item.secret": Fact(fact="item.secret", title=NAME, type="bool"),
    "item.sheets": Fact(fact="item.sheets", title=NAME, type="whole_number"),
    "applicant.age": Fact(fact="applicant.age", title=NAME, type="whole_number"),
}


@pytest.mark.parametrize(
    "written",
    [
        "{rule: a, when: {item.secret: true, item.sheets: 1}, basis: [{title: b}, c]}",
        "{when: {item.secret: 1}}",
        "{when: {item.sheets: true}}",
        "{when: {item.sheets: {at_least: 1}}}",
        "{when: {item.sheets: [1, 2]}}",
        "{when: {item.shets: 1}}",
        "{when: [1]}",
        "{unless: {item.secret: false}}",
        "{any: [{item.secret: true}, {item.sheets: 2}]}",
        "{where: here}",
        "{from_: 1}",
        "{facts: {secret: true}}",
        "{materials: [{material: a, when: {item.secret: true}}]}",
        "{materials: [{material: a, when: {applicant.age: 1}}]}",
        "{when: {applicant.age: 1}}",
    ],
)
def test_of_what_stands_in_brackets_the_same_is_read_and_told_as_of_its_nodes(written: str) -> None:
    told = []
    for node in (parse(f"a: {written}\n".encode()).map["a"], parsed(f"a: {written}\n").map["a"]):
        document = Document("items/a.yaml", node, [])
        told.append((content(document, node, Facts(FACTS)), document.problems))
    assert told[0] == told[1]


def test_of_right_conditions_no_node_is_made() -> None:
    node = parse(b"a: {rule: b, when: {item.secret: true}}\n").map["a"]
    assert isinstance(node, Bracketed)
    assert unplaced(node.raw, Facts(FACTS)) == {
        "rule": "b",
        "when": [{"fact": "item.secret", "any_of": [True]}],
    }


def test_a_node_in_brackets_goes_to_another_process_with_its_places() -> None:
    node = parse(b"a: {b: [1, {c: d}], e: f}\n")
    assert seen(unpacked(node.packed())) == seen(node) == seen(parsed("a: {b: [1, {c: d}], e: f}\n"))


def seen(node: Node) -> object:
    """A node and all within it: places, places of keys, values."""
    value = node.value
    if isinstance(value, dict):
        return node.at, list(node.keys.items()), [(key, seen(inner)) for key, inner in value.items()]
    if isinstance(value, list):
        return node.at, [seen(inner) for inner in value]
    return node.at, type(value), value
