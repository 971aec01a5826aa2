"""The applicant is told over HTTP that the rules changed, and may go on under the new ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Material, Release
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office
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
        assert answer.json_body == office.case(opened)
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


def test_only_whoever_holds_the_code_may_choose(office: Office, newer: Release) -> None:
    opened = office.open()
    body = {"release": newer.digest}
    problem(office.ask("POST", f"/cases/{opened.no}/release", body), 404, "not_found")
    problem(office.ask("POST", f"/cases/{opened.no}/release", body, **office.staff()), 404, "not_found")
    other = {"release": release().digest}
    problem(office.ask("POST", f"/cases/{opened.no}/release", other, **opened.headers), 409, "overtaken")
    problem(office.ask("POST", f"/cases/{opened.no}/release", {}, **opened.headers), 422, "body_wrong")
