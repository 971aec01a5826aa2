"""Every message of a finding is used, complete in both languages, and filled with what its places ask for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from chalicelib.authoring.findings.message import FOLDER, PLACEHOLDER, Both, page, say, singular
from chalicelib.decisions.law_names import ENGLISH

CODE = Path(FOLDER).parents[2]
KEYS = {
    code.stem if variant == code.stem else f"{code.stem}/{variant}": message
    for code in sorted(FOLDER.glob("*.yaml"))
    for variant, message in page(code.stem)["messages"].items()
}


class Use(NamedTuple):
    """Where code says a message: with these facts, or with facts that are known elsewhere only."""

    place: str
    key: str
    facts: frozenset[str] | None


def uses() -> Iterator[Use]:
    for path in sorted((CODE / "authoring").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        said = [node for node in said if _says(node.func)]
        for call in said:
            names = [fact.arg for fact in call.keywords]
            facts = None if None in names else frozenset(name for name in names if name is not None)
            yield from (
                Use(f"{path.relative_to(CODE)}:{call.lineno}", key, facts) for key in _texts(call.args[0])
            )
        inside = {id(node) for call in said for node in ast.walk(call.args[0])}
        for text in _constants(tree):
            if text.value in KEYS and id(text) not in inside:
                yield Use(f"{path.relative_to(CODE)}:{text.lineno}", str(text.value), None)


def _says(called: ast.expr) -> bool:
    """Whether this is ``say``, or ``error`` or ``warning`` of a spot, called with a message."""
    by_name = isinstance(called, ast.Name) and called.id == "say"
    return by_name or (isinstance(called, ast.Attribute) and called.attr in ("error", "warning"))


def _texts(node: ast.AST) -> set[str]:
    return {str(text.value) for text in _constants(node)}


def _constants(node: ast.AST) -> list[ast.Constant]:
    each = [one for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return [one for one in each if isinstance(one.value, str)]


def test_every_message_is_said_somewhere_and_every_one_said_is_written() -> None:
    found = list(uses())
    assert {use.key for use in found} == set(KEYS)


def test_a_message_is_given_what_its_places_ask_for_and_nothing_else() -> None:
    wrong = [
        use for use in uses() if use.facts is not None and use.facts != _places(KEYS.get(use.key, {}), "zh")
    ]
    assert wrong == []


@pytest.mark.parametrize("key", KEYS)
def test_a_message_is_written_in_both_languages_with_the_same_places(key: str) -> None:
    message = KEYS[key]
    assert set(message) == {"zh", "en", "mend"}
    assert set(message["mend"]) == {"zh", "en"}
    assert all(
        isinstance(text, str) and text for text in (*_sentences(message, "zh"), *_sentences(message, "en"))
    )
    assert _places(message, "zh") == _places(message, "en")


LAWS = re.compile(r"([A-Z][A-Za-z' ,]*?(?:Law|Regulations|Measures|Provisions)[A-Za-z ]*), articles? ")


def test_english_names_every_law_as_the_one_table_does() -> None:
    """In findings, in what their pages cite, and in what a case's commands are answered."""
    english = [str(text) for message in KEYS.values() for text in _sentences(message, "en")]
    english += [law["en"] for code in FOLDER.glob("*.yaml") for law in page(code.stem).get("law", ())]
    for file in (CODE / "cases/decide").rglob("*.py"):
        texts = (str(one.value) for one in _constants(ast.parse(file.read_text(encoding="utf-8"))))
        english += [text for text in texts if not text.startswith("\n")]  # no docstring
    cited = [name for text in english for name in LAWS.findall(text)]
    assert len(cited) > 50
    assert [name for name in cited if not name.endswith(tuple(ENGLISH.values()))] == []
    assert [text for text in english if re.search(r"[\u4e00-\u9fff], articles? ", text)] == []


def test_what_fills_a_place_is_not_filled_again() -> None:
    told = say("duplicate/elsewhere", name="{place}", place=Both("甲{name}", "b{name}")).told()
    assert told.zh == "“{place}”重复（另见 甲{name}）。"
    assert told.en == "'{place}' stands here twice (see b{name})."


def test_several_are_listed_as_each_language_lists_them() -> None:
    told = say("guide-L13", missing=["受理", "送达"]).told()
    assert (told.zh, told.en) == ("公布的环节缺少：受理、送达。", "The published stages lack: 受理, 送达.")


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("1 days before", "1 day before"),
        ("in 1 working days", "in 1 working day"),
        ("1 rules and 2 items", "1 rule and 2 items"),
        ("1 values edited", "1 value edited"),
        ("11 days, 2.1 days, -1 days, 2026-1 days", "11 days, 2.1 days, -1 days, 2026-1 days"),
    ],
)
def test_of_one_english_speaks_in_the_singular(several: str, one: str) -> None:
    assert singular(several) == one


def _sentences(message: dict[str, object], language: str) -> tuple[object, object]:
    mend = message.get("mend")
    return message.get(language, ""), mend.get(language, "") if isinstance(mend, dict) else ""


def _places(message: dict[str, object], language: str) -> frozenset[str]:
    return frozenset(
        name for text in _sentences(message, language) for name in PLACEHOLDER.findall(str(text))
    )
