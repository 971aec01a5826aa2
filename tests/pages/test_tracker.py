"""Where a case stands: what its clocks say, and what may still be changed."""

from __future__ import annotations

import pytest

from tests.adapters.office import Office
from tests.pages.reading import Browser, Page, read
from tests.pages.situations import Journey, delivered, late, stood_still, turning


def tracker(office: Office, journey: Journey, language: str = "zh") -> Page:
    visitor = Browser(office, {"lang": language})
    form = read(visitor.get("/track")).fields
    return read(visitor.follow(visitor.send("/track", {**form, "no": journey.no, "code": journey.code})))


def test_a_clock_that_ran_out_is_late_while_it_runs_and_says_by_when_it_was_done_after(
    office: Office,
) -> None:
    with turning(office) as at:
        journey = stood_still(at)
        running = tracker(office, journey)
        decided = tracker(office, late(at))
    assert "不计入" in running.text
    assert "已超期" in running.text, "what is done at once was not, and its clock still runs"
    assert "才办完，晚了" in decided.text
    assert "停表" not in decided.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_decided_can_be_taken_back_no_more(office: Office, language: str) -> None:
    words = {"zh": "撤回申请", "en": "take the application back"}[language]
    with turning(office) as at:
        before = Journey(at, "animal-clinic-licence").until(lambda case: case["accepted_on"])
        assert words in tracker(office, before, language).text
        before.until(lambda case: "decided" in case["milestones"])
        assert before.look()["stage"] != "closed"
        assert words not in tracker(office, before, language).text


def test_the_day_of_a_decision_is_the_same_everywhere(office: Office) -> None:
    with turning(office) as at:
        journey = delivered(at)
        case = journey.look()
        [grant] = [one for one in case["notices"] if one["kind"] == "grant"]
        assert grant["issued_on"] == case["milestones"]["decided"]
        page = tracker(office, journey)
    day = "{} 月 {} 日".format(*map(int, grant["issued_on"].split("-")[1:]))
    assert f"作出决定{day}" in page.text.replace("（已完成）", "").replace("\n", "")
