"""dmn-eval-js reads the DMN 1.1 export as it stands, and is of one mind with the rules or tells where not."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.engines.child import Limits, lines
from chalicelib.authoring.agreement.engines.dmn_engine import Dmn11
from chalicelib.authoring.exports.dmn11 import MODEL, dmn11
from chalicelib.authoring.exports.table import Table, table
from chalicelib.authoring.space.domain import bands
from chalicelib.decisions.forms.model import Release
from tests.authoring.agreement.engines.test_dmn_engine import flat
from tests.authoring.exports.regions import LATER, RIGHT, WRONG, licang, odd_region, wrong


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


class Patient(Dmn11):
    """Asked in every situation, however long it takes."""

    most = None


def agree(release: Release, engine: Dmn11) -> Agreement:
    return disagreements(release, bands(release), engines=[engine])


def test_it_is_of_one_mind_with_the_rules_in_every_situation_whatever_their_language_can_say(
    odd: Release,
) -> None:
    agreement = agree(odd, Patient())
    assert agreement.ok
    assert agreement.asked["dmn-eval-js"] == agreement.situations > 4_000


@pytest.mark.parametrize(
    ("old", "new"),
    [("[4..6]", "[4..7]"), ('"one_visit"</text>', '"outbound_courier"</text>'), ("true", "false")],
)
def test_a_wrong_export_is_found_by_the_situations_that_it_is_asked_of_more(
    old: str, new: str, odd: Release
) -> None:
    class Careless(Dmn11):
        most = 400

        def written(self, table: Table) -> str:
            return super().written(table).replace(old, new)

    agreement = agree(odd, Careless())
    assert agreement.differences
    assert agreement.asked["dmn-eval-js"] <= 400 < agreement.situations


def test_facts_that_are_wrong_choose_no_channel_but_a_number_that_is_not_whole_as_the_document_says() -> None:
    document = dmn11(table(licang(), LATER))
    assert "整数要素须为整数" in document
    asked = [RIGHT, *map(wrong, WRONG)]
    classes = [{name: [value] for name, value in flat(facts)} for facts in asked]
    said: list[object] = [{"document": document}]
    said += ({"asked": {"code": None, "numbers": None, "classes": one}} for one in classes)
    answers = lines(Dmn11().command(), (f"{json.dumps(line)}\n".encode() for line in said), Limits(60))
    chosen = [json.loads(answer)[0][0][0] for answer in answers]
    assert chosen.pop(0) == "two_way_courier"
    decided = zip(WRONG, chosen, strict=True)
    undecided = ("undetermined", None)
    assert [kind for kind, channel in decided if channel not in undecided] == ["a number is half"]


def test_every_input_is_a_name_and_every_reference_meets_an_id(odd: Release) -> None:
    root = ET.fromstring(dmn11(table(odd, LATER)))  # noqa: S314  # written a moment ago
    tag = f"{{{MODEL}}}"
    inputs = {read.findtext(f"{tag}text") for read in root.iter(f"{tag}inputExpression")}
    names = {fact.fact for fact in odd.facts} | {"code", "date(application.applied)"}
    assert inputs <= names
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert {one.attrib["href"][1:] for one in root.iter(f"{tag}requiredInput")} <= set(ids)
