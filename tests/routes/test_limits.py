"""Pauses and extensions over HTTP: asked for, answered, refused in words, and shown as they were counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from chalice.test import HTTPResponse
from jsonschema import Draft202012Validator

from chalicelib.decisions.forms.plan import Period
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.openapi import document
from tests.adapters.a_case import release
from tests.adapters.office import Office, Opened
from tests.cases.another_calendar import last_of
from tests.fakes import extendable
from tests.routes.answers_of import problem
from tests.routes.test_desk import KINDERGARTEN, work

EDUCATION = "education-sports"
LAW = {"title": "中华人民共和国行政许可法", "article": "第四十五条"}
PAUSE = {"reason": "专家评审", "basis": LAW, "working_days": 5}
EXTENSION = {"clock": "statutory", "days": 10, "reason": "案情复杂，需补充核查"}
CHINA = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=CHINA)


@pytest.fixture
def accepted(office: Office) -> Iterator[Opened]:
    """A kindergarten that was accepted on Monday 13 April 2026, by rules that let its limit be extended."""
    with office.rules(extendable(release())), office.at(at(4, 13)):
        opened = office.running(KINDERGARTEN)
        ask(office, opened, "tasks/pre-review-1", {"outcome": "pass"})
        yield opened


def ask(
    office: Office,
    opened: Opened,
    what: str,
    body: dict[str, Any],
    who: str = "s-1",
    unit: str = EDUCATION,
    **headers: str,
) -> HTTPResponse:
    token = office.token(Staff(id=who, units=(unit,)))
    return office.ask("POST", f"/cases/{opened.no}/{what}", body, **token, **headers)


def clock(office: Office, opened: Opened, name: str = "statutory") -> dict[str, Any]:
    (found,) = [each for each in office.case(opened)["clocks"] if each["clock"] == name]
    return dict(found)


def test_a_clock_shows_what_was_counted_and_what_was_not_in_figures_and_in_both_languages(
    office: Office, accepted: Opened
) -> None:
    with office.at(at(4, 24)):
        answer = ask(office, accepted, "pauses", PAUSE)
        assert answer.status_code == 200, answer.body
        assert ask(office, accepted, "extensions", EXTENSION).status_code == 200
        granted = ask(office, accepted, "tasks/extension-1", {"outcome": "grant"}, who="s-2")
        assert granted.status_code == 200, granted.body
    with office.at(at(5, 7)):
        shown = clock(office, accepted)
        described(office.case(accepted))
    assert shown["counted"] == [
        {"from": "2026-04-14", "until": "2026-04-24", "days": 9},
        {"from": "2026-05-07", "until": "2026-05-07", "days": 1},
    ]
    still = {"from": "2026-04-25", "until": "2026-05-06", "days": 5}
    assert shown["paused"] == [still | {"task": "pause-1", "basis": LAW, "reason": "专家评审"}]
    ((by, reason),) = [(each["by"], each["reason"]) for each in shown["extended"]]
    assert (by, reason) == ({"working_days": 10}, EXTENSION["reason"])
    assert shown["extend"] == {"at_most": {"working_days": 10}, "times": 1, "left": 0}
    assert shown["left"] == 55 + 10 - 10
    assert shown["count"] == {
        "zh": "55个工作日；延长10个工作日；已计10个工作日；"
        "2026-04-25至2026-05-06中止，5个工作日不计入；剩余55个工作日",
        "en": "55 working days; extended by 10 working days; 10 working days counted; "
        "2026-04-25 to 2026-05-06 paused, 5 working days not counted; 55 working days left",
    }
    due = last_of(date(2026, 4, 13), Period(working_days=65), [(date(2026, 4, 25), date(2026, 5, 6))])
    assert shown["due"] == due.isoformat()


def described(case: dict[str, Any]) -> None:
    """Every field of the case's clocks is in the description of the API."""
    schema = {"$ref": "#/components/schemas/Clock", **document()}
    for each in case["clocks"]:
        Draft202012Validator(schema).validate(each)
        assert set(each) == set(document()["components"]["schemas"]["Clock"]["properties"])


def test_the_answer_to_staff_says_who_asked_and_what_is_open_and_the_applicant_is_not_told(
    office: Office, accepted: Opened
) -> None:
    with office.at(at(4, 24)):
        answer = ask(office, accepted, "extensions", EXTENSION).json_body
        (asked,) = answer["extensions"]
        assert (asked["task"], asked["asked_by"], asked["granted"]) == ("extension-1", "s-1", None)
        (side,) = answer["sides"]
        assert (side["step"], side["title"]["zh"], side["about"]) == (
            "extension",
            "延长时限待批准",
            ["statutory"],
        )
        assert [each["outcome"] for each in side["outcomes"]] == ["grant", "refuse"]
        Draft202012Validator({"$ref": "#/components/schemas/LimitedCase", **document()}).validate(answer)
        shown = office.case(accepted)
    assert "extensions" not in shown
    assert clock_of(shown)["extended"] == []


def clock_of(case: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in case["clocks"] if each["clock"] == "statutory")


def test_a_pause_and_an_extension_are_lines_of_the_unit_s_list_until_they_are_ended(
    office: Office, accepted: Opened
) -> None:
    with office.at(at(4, 24)):
        ask(office, accepted, "pauses", PAUSE)
        ask(office, accepted, "extensions", EXTENSION)
        assert {line["step"] for line in work(office, "", EDUCATION) if line["side"]} == {
            "pause",
            "extension",
        }
        assert [line["task"] for line in work(office, "?step=pause", EDUCATION)] == ["pause-1"]
        ask(office, accepted, "tasks/pause-1", {"outcome": "ended"})
        ask(office, accepted, "tasks/extension-1", {"outcome": "refuse", "reason": "可以按期决定"}, who="s-2")
        assert not [line for line in work(office, "", EDUCATION) if line["side"]]


def test_sent_again_under_its_key_it_is_done_once(office: Office, accepted: Opened) -> None:
    with office.at(at(4, 24)):
        for what, body in (("pauses", PAUSE), ("extensions", EXTENSION)):
            first = ask(office, accepted, what, body, Idempotency_Key="k")
            again = ask(office, accepted, what, body, Idempotency_Key="k")
            assert (first.status_code, first.json_body) == (200, again.json_body)
            problem(
                ask(office, accepted, what, body | {"reason": "另"}, Idempotency_Key="k"), 422, "key_reused"
            )


def test_what_cannot_be_is_refused_in_both_languages_and_changes_nothing(
    office: Office, accepted: Opened
) -> None:
    with office.at(at(4, 24)):
        before = office.case(accepted)
        for body, code in [
            (EXTENSION | {"days": 11}, "extension_too_long"),
            (EXTENSION | {"clock": "promised"}, "not_extendable"),
            (EXTENSION | {"clock": "no-such-clock"}, "not_extendable"),
        ]:
            problem(ask(office, accepted, "extensions", body), 409, code)
        problem(ask(office, accepted, "pauses", PAUSE | {"working_days": 61}), 409, "pause_too_long")
        for what, body in (("pauses", PAUSE), ("extensions", EXTENSION)):
            blank = ask(office, accepted, what, body | {"reason": " 　\n "})
            assert blank.status_code == 422
            problem(blank, 422, blank.json_body["code"])
            problem(ask(office, accepted, what, body, unit="water"), 404, "not_found")
        assert office.case(accepted) == before
        ask(office, accepted, "extensions", EXTENSION)
        problem(ask(office, accepted, "extensions", EXTENSION), 409, "asked_already")
        problem(ask(office, accepted, "tasks/extension-1", {"outcome": "grant"}), 409, "same_person")


def test_a_case_that_is_not_accepted_or_not_there_has_no_limits_to_change(office: Office) -> None:
    opened = office.running(KINDERGARTEN)
    nowhere = Opened("370213202603020000019", "", {})
    for what, body in (("pauses", PAUSE), ("extensions", EXTENSION | {"clock": "statutory"})):
        problem(ask(office, nowhere, what, body), 404, "not_found")
    problem(ask(office, opened, "pauses", PAUSE), 409, "not_accepted_yet")
