"""The DMN export: well formed, drawn, and of one mind with the rules in every situation."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.table import table
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Release
from tests.authoring.exports import feel
from tests.authoring.exports.feel import MODEL
from tests.authoring.exports.regions import LATER, RIGHT, WRONG, licang, odd_region, situations, wrong

OWN = date(2019, 1, 1)
"""A day on which an item of the odd region has a rule of its own."""
DI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"


@pytest.fixture(scope="module")
def region() -> Release:
    return licang()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def parsed(release: Release, on: date = LATER) -> ET.Element:
    return ET.fromstring(dmn(table(release, on)))  # noqa: S314  # written a moment ago


def test_the_document_answers_as_the_rules_do_in_every_situation_of_the_real_region(region: Release) -> None:
    asked = 0
    for band, every in situations(region):
        found = feel.read(dmn(table(region, band.first)))
        for facts, expected in every:
            asked += 1
            assert found.answer(facts) == expected, (band.first, facts)
    assert asked > 15_000


def test_the_document_answers_as_the_rules_do_whatever_their_language_can_say(odd: Release) -> None:
    seen = set()
    for band, every in situations(odd):
        found = feel.read(dmn(table(odd, band.first)))
        for facts, expected in every:
            seen.add(expected)
            assert found.answer(facts) == expected, (band.first, facts)
    assert {rule for _, rule in seen} == {"secret", "courier", "counter", "vault-always"}


def test_every_item_ends_where_decide_sends_it(region: Release) -> None:
    found = feel.read(dmn(table(region, LATER)))
    for item in items_on(region, LATER):
        ours = what_if(region, item, {"application.courier": True}, LATER)
        assert found.answer(ours.as_json(())["facts"]) == (ours.channel, ours.rule)


@pytest.mark.parametrize("kind", WRONG)
def test_a_person_decides_where(kind: str, region: Release) -> None:
    found = feel.read(dmn(table(region, LATER)))
    assert found.answer(RIGHT) == ("two_way_courier", "courier-both-ways")
    assert found.answer(wrong(kind)) == ("undetermined", None)


@pytest.mark.parametrize("code", [{}, {"code": "fod"}, {"code": None}], ids=["missing", "unknown", "null"])
def test_a_person_decides_where_the_code_that_rules_ask_for_is_not_right(
    code: dict[str, str | None], odd: Release
) -> None:
    band, every = list(situations(odd))[2]
    found = feel.read(dmn(table(odd, band.first)))
    facts = next(facts for facts, (channel, _) in every if channel == "outbound_courier")
    assert found.answer(facts)[0] == "outbound_courier"
    assert found.answer({"item": facts["item"], "application": facts["application"]} | code)[1] is None


def test_ids_are_given_once_and_every_reference_meets_one(region: Release, odd: Release) -> None:
    for release in (region, odd):
        root = parsed(release, OWN)
        ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids))
        drawn = {
            element.attrib["dmnElementRef"] for element in root.iter() if "dmnElementRef" in element.attrib
        }
        needed = {element.attrib["href"].removeprefix("#") for element in root.iter(f"{MODEL}requiredInput")}
        assert drawn | needed <= set(ids)
        assert needed | {"channel"} <= drawn


def test_the_table_has_a_cell_for_every_column(region: Release) -> None:
    (made,) = parsed(region).iter(f"{MODEL}decisionTable")
    columns = {tag: len(made.findall(f"{MODEL}{tag}")) for tag in ("input", "output", "annotation")}
    assert columns == {"input": len(region.facts), "output": 2, "annotation": 3}
    rules = made.findall(f"{MODEL}rule")
    assert len(rules) == len(region.rules) + 1
    for rule in rules:
        cells = [len(rule.findall(f"{MODEL}{tag}Entry")) for tag in columns]
        assert cells == list(columns.values())


def test_titles_in_both_languages_and_the_basis_stand_beside_each_row(region: Release) -> None:
    (made,) = parsed(region).iter(f"{MODEL}decisionTable")
    entries = [text.text for text in made.iterfind(f"{MODEL}rule/{MODEL}annotationEntry/{MODEL}text")]
    for rule in region.rules:
        assert {rule.title.zh, rule.title.en} <= set(entries)
        assert any(rule.basis[0].title in (entry or "") for entry in entries)


def test_a_row_says_in_its_description_what_modelers_show_beside_it(region: Release) -> None:
    (made,) = parsed(region).iter(f"{MODEL}decisionTable")
    rows = made.findall(f"{MODEL}rule")
    assert all(row[0].tag == f"{MODEL}description" for row in rows)  # DMN13.xsd wants it first
    told = [row.findtext(f"{MODEL}description") or "" for row in rows]
    for rule, words in zip(region.rules, told[:-1], strict=True):
        assert words.startswith(f"{rule.title.zh} {rule.title.en} 《{rule.basis[0].title}》")
    assert told[-1].startswith("没有规则符合")
    assert not told[-1].endswith("-")


def test_the_document_is_written_the_same_every_time(region: Release) -> None:
    assert dmn(table(region, LATER)) == dmn(table(licang(), LATER))


def test_the_reader_of_these_tests_refuses_what_it_does_not_know(region: Release) -> None:
    document = dmn(table(region, LATER))
    for old, new in ((">true<", ">treu<"), (">[0..60]<", ">[0..60)<"), ("FIRST", "COLLECT")):
        assert old in document
        with pytest.raises(ValueError, match=r"\w"):
            feel.read(document.replace(old, new))


def test_the_drawing_comes_last(odd: Release) -> None:
    root = parsed(odd, OWN)
    assert root[-1].tag == f"{DI}DMNDI"
    assert {shape.get("dmnElementRef") for shape in root.iter(f"{DI}DMNShape")} == {
        "channel",
        "item",
        "application",
        "code",
    }
