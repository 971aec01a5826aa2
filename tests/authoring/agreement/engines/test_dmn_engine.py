"""feelin and dmn-moddle on documents that they shall refuse, and facts that are wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.engines.child import ChildFailedError, Limits, lines
from chalicelib.authoring.agreement.engines.dmn_engine import ITEMS, Dmn
from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.table import table
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.limits import OwnedRule
from tests.authoring.exports.regions import LATER, RIGHT, WRONG, licang, wrong

LIST = "a value is a list"


@pytest.fixture(scope="module")
def document() -> str:
    return dmn(table(licang(), LATER))


def answers(document: str, *asked: dict[str, Any]) -> list[list[str | None]]:
    """What the engine gives for facts as ``rules decide`` prints them."""
    classes = [{name: [value] for name, value in flat(facts)} for facts in asked]
    said: list[dict[str, Any]] = [{"document": document}]
    said += ({"asked": {"code": None, "numbers": None, "classes": one}} for one in classes)
    question = (f"{json.dumps(line)}\n".encode() for line in said)
    found = [json.loads(answer) for answer in lines(Dmn().command(), question, Limits(60))]
    return [known[0] for known, _ in found]


def flat(facts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for group, inner in facts.items():
        if isinstance(inner, dict):
            yield from ((f"{group}.{name}", value) for name, value in inner.items())
        else:
            yield group, inner


def test_a_person_decides_where_facts_are_wrong(document: str) -> None:
    kinds = [kind for kind in WRONG if kind != LIST]
    found = answers(document, RIGHT, *map(wrong, kinds))
    assert found[0] == ["two_way_courier", "courier-both-ways"]
    assert dict(zip(kinds, found[1:], strict=True)) == {kind: ["undetermined", None] for kind in kinds}


def test_a_list_of_one_is_that_one_as_the_standard_has_it(document: str) -> None:
    assert answers(document, wrong(LIST)) == [["two_way_courier", "courier-both-ways"]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('hitPolicy="FIRST"', 'hitPolicy="ANY"'),
        ('hitPolicy="FIRST"', 'hitPolicy="FIRST" colour="red"'),
        ("<decisionTable ", "<decisionTabel "),
        ("item.secret</text>", "item.secret +</text>"),
        ('"none","required"', '"none" "required"'),
        ("</definitions>", ""),
    ],
)
def test_a_document_with_a_fault_in_it_is_refused(old: str, new: str, document: str) -> None:
    assert old in document
    with pytest.raises(ChildFailedError):
        answers(document.replace(old, new), RIGHT)


def test_a_document_that_expands_without_end_is_stopped(document: str) -> None:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    bomb = document.replace(
        "<definitions", f'<!DOCTYPE d [<!ENTITY a0 "haha">{entities}]>\n<definitions', 1
    ).replace("item.secret</text>", "&a12;</text>", 1)
    with pytest.raises(ChildFailedError):
        answers(bomb, RIGHT)


def test_the_engine_may_read_its_own_modules_and_nothing_else() -> None:
    *node, _, _ = Dmn().command()
    script = "require('fs').readFileSync('/etc/hostname')"
    with pytest.raises(ChildFailedError):
        list(lines([*node, "-e", script], [], Limits(60)))
    with pytest.raises(ChildFailedError):
        list(lines([*node, "-e", "require('child_process').execSync('true')"], [], Limits(60)))
    assert list(lines([*node, "-e", "console.log(1)"], [], Limits(60))) == [b"1"]


def with_rules_of_their_own(items: int) -> EffectPeriod:
    (band, *_) = bands(licang())
    return replace(
        band, rules=tuple(OwnedRule(f"item-{number}", band.rules[0].rule) for number in range(items))
    )


def test_rules_of_more_items_than_it_can_read_leave_the_engine_out_and_say_so() -> None:
    assert Dmn().excess(with_rules_of_their_own(ITEMS)) is None
    excess = Dmn().excess(with_rules_of_their_own(ITEMS + 1))
    assert excess is not None
    agreement = disagreements(licang(), [with_rules_of_their_own(ITEMS + 1)], engines=[Dmn()])
    assert agreement.left_out == {"feelin": excess}


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_that_it_rounds_leave_the_engine_out_and_say_so(sign: int) -> None:
    (band, *_) = bands(licang())

    def naming(number: int) -> EffectPeriod:
        test = Condition(fact="item.paper_originals", at_most=sign * number)
        return replace(
            band, rules=(OwnedRule(None, band.rules[0].rule.model_copy(update={"when": (test,)})),)
        )

    assert Dmn().excess(naming(2**53 - 1)) is None
    excess = Dmn().excess(naming(2**53))
    assert excess is not None
    assert "9007199254740991" in excess.en


def test_items_cost_it_more_than_rules_do() -> None:
    few, many = with_rules_of_their_own(100), with_rules_of_their_own(1_000)
    assert Dmn().cost(many).once > 50 * Dmn().cost(few).once
