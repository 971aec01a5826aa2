"""Where a case stands: what its clocks say, and what may still be changed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.adapters.office import Office, Opened
from tests.metered.walk import STATIONS
from tests.pages import situations
from tests.pages.reading import Browser, Page, read
from tests.pages.situations import Journey, delivered, late, on_its_way, stood_still, turning
from tests.pages.test_journey import corrected


def tracker(office: Office, journey: Journey | Opened, language: str = "zh") -> Page:
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
    law, promise = clocks(running)["法定时限"], clocks(running)["承诺时限"]
    assert "不计入：3 月 3 日至 3 月 11 日，专家评审" in law
    assert "已超期" not in law
    assert "已超期" in promise, "what is done at once was not, and its clock still runs"
    assert "不计入" not in promise, "it had run out before"
    for told in (clocks(decided)["法定时限"], clocks(decided)["承诺时限"]):
        assert "才办完，晚了" in told
    assert "才办完，晚了" not in clocks(decided)["颁发送达期限"]
    assert "停表" not in decided.text


def clocks(page: Page) -> dict[str, str]:
    """What is told of each clock, by its name."""
    told = page.text.partition("\n时限\n")[2].partition("您可以")[0]
    _, *parts = re.split(r"^(\S*(?:时|期)限\S*)$", told, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


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


def steps(page: Page) -> list[str]:
    """Each step of the way with whether it is done, being done or to come."""
    way = page.text.partition("办到哪一步")[2].partition("谁手里")[0]
    return [line.partition("）")[0] for line in way.splitlines() if "（" in line]


def test_steps_that_are_over_stay_and_what_comes_after_a_correction_is_told(office: Office) -> None:
    opened = office.running()
    corrected(office, opened)
    asked = steps(tracker(office, opened))
    assert asked[:3] == ["提交（已完成", "一次告知（已完成", "补正材料（正在办"]
    assert asked[3:6] == ["网上预审（接下来", "现场勘验（接下来", "审查（接下来"]
    office.upload(opened, "floor-plan", name="new.pdf")
    office.ask("POST", f"/cases/{opened.no}/submission", {}, X_Query_Code=opened.code)
    passed = office.ask("POST", f"/cases/{opened.no}/steps/pre-review", {"outcome": "pass"}, **office.staff())
    assert passed.status_code == 200, passed.body
    after = steps(tracker(office, opened))
    assert after[2:5] == ["补正材料（已完成", "网上预审（已完成", "受理（已完成"]
    assert after[5] == "现场勘验（正在办"
    assert "网上预审（接下来" not in after


def test_the_agreed_hour_of_a_courier_is_not_told_any_more_once_the_parcel_is_under_way(
    office: Office,
) -> None:
    with turning(office) as at:
        journey = Journey(at, "physician-practice-registration")
        journey.stations = ()
        waiting = tracker(office, journey.until(ordered))
        journey.stations = STATIONS[:2]
        page = tracker(office, journey.until(in_transit))
    assert "约定上门" in waiting.text
    assert "快递员已上门取件" in page.text
    assert "约定上门" not in page.text


def ordered(case: dict[str, Any]) -> bool:
    return any(parcel["number"] for parcel in case["shipments"])


def in_transit(case: dict[str, Any]) -> bool:
    return any(parcel["status"] == "in_transit" for parcel in case["shipments"])


def test_a_licence_is_in_her_hands_from_the_signature_that_the_carrier_told_of(office: Office) -> None:
    with turning(office) as at:
        journey = delivered(at)
        case = journey.look()
    [brought] = [one for one in case["shipments"] if one["direction"] == "outbound"]
    assert brought["pick_up"] is None
    assert case["custody"]["licence"]["since"] == brought["signed_at"]


def test_who_holds_which_original_is_told_on_its_way_at_the_office_and_back(office: Office) -> None:
    with turning(office) as at:
        journey = on_its_way(at)
        carried = held(tracker(office, journey))
        journey.stations = STATIONS
        kept = held(tracker(office, journey.until(lambda case: case["accepted_on"])))
        closed = held(tracker(office, journey.until(lambda case: case["stage"] == "closed")))
    form, certificate = "医师执业注册申请审核表", "医师资格证书"
    assert f"{form}快递途中，收下存档从 " in carried
    assert f"{certificate}快递途中，办完退还给您" in carried
    assert f"{certificate}政务服务大厅综合窗口，办完退还给您" in kept
    assert "快递途中" not in kept
    assert f"{certificate}您手里从" in closed
    assert f"{form}政务服务大厅综合窗口，收下存档" in closed, "it stays on file"


def held(page: Page) -> str:
    """What the tracker tells of papers."""
    return page.text.partition("纸质件在谁手里")[2].partition("文书")[0]


def test_a_trace_in_english_says_a_word_of_ours_once_however_often_the_carrier_tells_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(situations, "STATIONS", (STATIONS[0], STATIONS[1], *STATIONS[1:]))
    with turning(office) as at:
        journey = delivered(at)
        [*_, parcel] = journey.look()["shipments"]
        page = tracker(office, journey, "en")
    told = [one["told"]["en"].capitalize() for one in parcel["checkpoints"]]
    assert any(one == other for one, other in pairwise(told)), "nothing is told twice"
    trace = page.text.partition("From us to you")[2].partition("Who holds")[0]
    runs = [one for one, before in zip(told, ["", *told], strict=False) if one != before]
    assert [len(re.findall(rf"\d{re.escape(one)} ", trace)) for one in runs] == [1] * len(runs), trace
