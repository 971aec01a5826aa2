"""Bodies are read as what they are, and what is wrong in one is told in words and in measure."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from chalicelib.routes.requests.bodies import OutcomeBody
from chalicelib.routes.requests.opening_body import OpenBody
from chalicelib.routes.requests.reading import MOST_DETAILS
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office, application
from tests.routes.answers_of import problem

CHANNEL = f"/items/{FOOD}/channel"
LONG = {
    "facts": b'{"application": {%s}}' % b",".join(b'"a%d":1' % n for n in range(50_000)),
    "unknown fields": b"{%s}" % b",".join(b'"a%d":1' % n for n in range(50_000)),
    "wrong facts": b'{"application": {%s}}' % b",".join(b'"A%d":[]' % n for n in range(50_000)),
    "a name": b'{"application": {"%s": 1}}' % (b"k" * 3_000_000),
}


@pytest.mark.parametrize("body", LONG)
def test_a_body_longer_than_any_form_is_refused_before_it_is_read(office: Office, body: str) -> None:
    told = problem(office.ask("POST", CHANNEL, LONG[body]), 413, "too_long")
    assert str(OpenBody.LONGEST) in told["title"]["zh"]


@pytest.mark.parametrize("body", LONG)
def test_as_much_as_is_read_makes_a_short_answer(office: Office, body: str) -> None:
    answer = office.ask("POST", CHANNEL, LONG[body][: OpenBody.LONGEST - 2] + b"}}")
    assert answer.status_code == 422
    assert len(answer.body) < 20_000


def test_many_mistakes_are_told_up_to_a_number_and_that_there_are_more(office: Office) -> None:
    answer = office.ask("POST", CHANNEL, {"application": {f"A{n}": [] for n in range(500)}})
    details = problem(answer, 422, "body_wrong")["details"]
    assert len(details) == MOST_DETAILS + 1
    assert details[-1] == {"zh": "其余未列出；请先改正以上各项", "en": "there is more; mend these first"}


def test_a_long_list_of_empty_lines_costs_little_memory(office: Office) -> None:
    """A clerk's body may be long; every line of it lacks three fields."""
    body = b'{"outcome": "correct", "lines": [%s]}' % b",".join([b"{}"] * 130_000)
    assert len(body) < OutcomeBody.LONGEST
    tracemalloc.start()
    try:
        answer = office.ask("POST", "/cases/x/steps/pre-review", body, **office.staff())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    problem(answer, 422, "body_wrong")
    assert peak < 10_000_000


def test_the_fullest_correction_notice_is_not_too_long() -> None:
    line = {"material": "m" * 60, "problem": "补" * 500, "mend": "正" * 500}
    body = {"outcome": "correct", "note": "注" * 500, "lines": [line] * 50, "missing": ["m" * 60] * 50}
    content = json.dumps(body)
    assert len(content) <= OutcomeBody.LONGEST
    assert len(OutcomeBody.model_validate_json(content).lines) == 50


@pytest.mark.parametrize("value", ["1.0", "0.0", "1e0"])
def test_a_number_is_no_yes_to_couriers(office: Office, value: str) -> None:
    body = json.dumps(application()).replace("true", value).encode()
    details = problem(office.ask("POST", "/cases", body), 422, "facts_needed")["details"]
    courier = next(fact.title for fact in release().facts if fact.fact == "application.courier")
    assert details == [
        {
            "zh": f"{courier.zh}：应为是或否（true 或 false）",
            "en": f"{courier.en}: must be true or false",
            "at": "application.courier",
        }
    ]


@pytest.mark.parametrize(
    ("change", "zh", "en", "at"),
    [
        ({"item": None}, "事项：应为文字", "item: must be text", "item"),
        ({"item": "x" * 61}, "事项：最多 60 个字符", "item: has at most 60 characters", "item"),
        ({"spy": 1}, "spy：没有这一项，请删去", "spy: is not known here; leave it out", "spy"),
        ({".": 1}, " › ：没有这一项，请删去", " › : is not known here; leave it out", "."),
        ({"applicant": []}, "申请人：应为对象", "applicant: must be an object", "applicant"),
        (
            {"applicant": application()["applicant"] | {"phone": 7}},
            "申请人 › 电话：应为文字",
            "applicant › telephone: must be text",
            "applicant.phone",
        ),
        (
            {"application": {"A b": 1}},
            "申请信息 › A b：写法不对，请对照 /openapi.json",
            "application › A b: is not written as it should be; see /openapi.json",
            "application.A b",
        ),
    ],
    ids=lambda value: None,
)
def test_what_is_wrong_is_told_in_words_the_title_of_the_field_first(
    office: Office, change: dict[str, object], zh: str, en: str, at: str
) -> None:
    answer = office.ask("POST", "/cases", application() | change)
    assert problem(answer, 422, "body_wrong")["details"] == [{"zh": zh, "en": en, "at": at}]


def test_every_telling_can_be_told(office: Office) -> None:
    bodies: tuple[dict[str, object], ...] = (
        {"outcome": "x", "round": 0},
        {"outcome": "x", "round": "1"},
        {"outcome": "x", "channel": "by pigeon"},
        {"outcome": "x", "day": "2 March"},
        {"outcome": "x", "number": ""},
        {"outcome": "x", "lines": {}},
        {"outcome": "x", "missing": ["x"] * 51},
        {},
    )
    for body in bodies:
        answer = office.ask("POST", "/cases/x/steps/pre-review", body, **office.staff())
        [told] = problem(answer, 422, "body_wrong")["details"]
        assert "{" not in told["zh"] + told["en"]
        assert "/openapi.json" not in told["en"]
    broken = office.ask("POST", CHANNEL, b'{"application": ')
    assert "JSON" in problem(broken, 422, "body_wrong")["details"][0]["zh"]
