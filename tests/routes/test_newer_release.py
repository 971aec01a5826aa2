"""The applicant is told over HTTP that the rules changed, and may go on under the new ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Release
from tests.adapters.a_case import release
from tests.adapters.moto_cloud import just_before
from tests.adapters.office import FOOD, Office, Opened
from tests.routes.answers_of import problem

EXTRA = Material(
    material="kitchen-video", name=Text(zh="厨房视频截图", en="Kitchen stills"), format="both", originals=0
)


def stricter() -> Release:
    item = release().items[FOOD]
    asked = item.model_copy(update={"materials": (*item.materials, EXTRA)})
    return release().model_copy(update={"items": {**release().items, FOOD: asked}})


@pytest.fixture
def newer(office: Office) -> Iterator[Release]:
    with office.rules(stricter()):
        yield stricter()


def test_a_draft_is_told_of_newer_rules_in_both_languages_and_can_go_on_under_them(office: Office) -> None:
    opened = office.open()
    assert opened.answer["newer_release"] is None
    running = office.running()
    with office.rules(stricter()):
        told = office.case(opened)["newer_release"]
        assert (told["digest"], told["can_adopt"]) == (stricter().digest, True)
        assert told["note"]["zh"]
        assert told["note"]["en"]
        assert told["materials_added"] == [
            {"material": EXTRA.material, "name": EXTRA.name.model_dump(), "required": True}
        ]
        assert (told["materials_removed"], told["facts_needed"]) == ([], [])
        assert office.case(running)["newer_release"] is None
        body = {"release": told["digest"]}
        answer = office.ask("POST", f"/cases/{opened.no}/release", body, **opened.headers)
        assert answer.status_code == 200, answer.body
        after = office.case(opened)
        assert answer.json_body == {name: after[name] for name in answer.json_body}
        assert (answer.json_body["release"], answer.json_body["newer_release"]) == (stricter().digest, None)
        asked = {each["material"] for each in answer.json_body["materials"]}
        assert EXTRA.material in asked
        place = office.ask(
            "POST",
            f"/cases/{opened.no}/uploads",
            {"material": EXTRA.material, "file_name": "file"},
            **opened.headers,
        )
        assert place.status_code == 201
        case = office.ask("POST", f"/cases/{running.no}/release", body, **running.headers)
        problem(case, 409, "channel_settled")


def all_but_one(office: Office) -> tuple[Opened, str]:
    """A draft, and the material that it still waits for."""
    opened = office.open()
    *others, last = [each["material"] for each in opened.answer["materials"] if each["open"]]
    for material in others:
        office.upload(opened, material)
    return opened, last


def adopt(office: Office, opened: Opened) -> HTTPResponse:
    body = {"release": stricter().digest}
    return office.ask("POST", f"/cases/{opened.no}/release", body, **opened.headers)


def test_of_an_adoption_and_the_last_upload_at_once_one_comes_first_and_the_other_sees_it(
    office: Office,
) -> None:
    """The case's version decides, whichever of the two is written first."""
    (one, last), (two, _) = all_but_one(office), all_but_one(office)
    table = wiring.ports()._dynamodb
    with office.rules(stricter()):
        with just_before(table, "TransactWriteItems", lambda: office.upload(one, last)):
            problem(adopt(office, one), 409, "channel_settled")
        with just_before(table, "TransactWriteItems", lambda: adopt(office, two)):
            office.upload(two, last)
    first, second = office.case(one), office.case(two)
    assert (first["release"], second["release"]) == (release().digest, stricter().digest)
    assert (first["channel"] is None, second["channel"] is None) == (False, True)
    waits = {each["material"] for each in second["materials"] if not each["files"]}
    assert waits == {EXTRA.material}


def test_only_whoever_holds_the_code_may_choose(office: Office, newer: Release) -> None:
    opened = office.open()
    body = {"release": newer.digest}
    problem(office.ask("POST", f"/cases/{opened.no}/release", body), 404, "not_found")
    problem(office.ask("POST", f"/cases/{opened.no}/release", body, **office.staff()), 403, "role_needed")
    other = {"release": release().digest}
    problem(office.ask("POST", f"/cases/{opened.no}/release", other, **opened.headers), 409, "overtaken")
    problem(office.ask("POST", f"/cases/{opened.no}/release", {}, **opened.headers), 422, "body_wrong")
