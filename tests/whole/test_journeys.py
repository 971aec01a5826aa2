"""
Three days at the office, over HTTP in the embedded cloud: who has what on the list, who acts, what becomes
of the papers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.rows import text
from chalicelib.decisions.forms.model import Release
from infra.local import samples
from infra.local.cloud import EmbeddedCloud
from infra.local.errand import Around
from infra.local.people import AnswerError
from tests.waiting import until

KINDERGARTEN = "private-kindergarten-licence"
EDUCATION, MARKET, HEALTH, FIRE = "education-sports", "market-supervision", "health", "fire-rescue"
BY_COURIER, IMPORT = "aquaculture-permit", "automatic-import-licence"

Shown = dict[str, Any]


class Journey:
    """One case, as those who have to do with it see it."""

    def __init__(self, cloud: EmbeddedCloud, around: Around, item: str, *, complete: bool = True) -> None:
        """With all its files; or without the last that it needs, and submitted all the same."""
        self.cloud, self.office, self.applicant = cloud, around.office, around.applicant
        opened = self.applicant.open(item)
        self.no, self._code = opened["no"], opened["query_code"]
        places = {line["material"]: line["upload"] for line in opened["materials"] if line["upload"]}
        *_, self.last = (
            line["material"] for line in opened["materials"] if line["upload"] and line["required"]
        )
        for material, place in places.items():
            if complete or material != self.last:
                self.applicant.put(place, samples.pdf(f"{self.no} {material}"))
        if not complete:
            self.until(lambda case: case["missing"] == [self.last])
            self.applicant.submit(self.no, self._code, incomplete=True)
        self.until(lambda case: case["tasks"])

    def until(self, enough: Callable[[Shown], object]) -> Shown:
        """The case once it is as awaited; the clock is asked more often than once a minute meanwhile."""

        def look() -> Shown:
            self.cloud.invoke("on_due")
            return self.seen

        return until(look, enough)

    @property
    def seen(self) -> Shown:
        """The case as its applicant sees it."""
        return self.applicant.see(self.no, self._code)

    @property
    def tasks(self) -> set[str]:
        return {task["id"] for task in self.seen["tasks"]}

    def holders(self) -> set[str]:
        return {held["holder"] for held in self.seen["custody"].values()}

    def on_list(self, unit: str) -> dict[str, Shown]:
        """What a unit finds about this case on its own list, by step."""
        return {line["step"]: line for line in self.office.desk(unit) if line["case"] == self.no}

    def says(self, unit: str, task: str, outcome: str, *, but: str = "", **details: Any) -> Shown:
        """A member of a unit (not ``but``) records an outcome; at an inspection a second one was there."""
        if task.startswith("inspection-"):
            details.setdefault("officers", [f"second-of-{unit}"])
        return self.office.member(unit, [but]).end(self.no, task, {"outcome": outcome, **details})

    def refused(self, *words: Any, **details: Any) -> str:
        """Why the outcome that somebody wants to record is not taken."""
        with pytest.raises(AnswerError) as caught:
            self.says(*words, **details)
        assert caught.value.document["title"].keys() == {"zh", "en"}
        return str(caught.value.document["code"])

    def supplies(self, material: str) -> Shown:
        """A file of a material is sent; then she says that this is what was asked for."""
        place = self.applicant.place(self.no, self._code, material, "补正.pdf")
        self.applicant.put(place, samples.pdf(f"{self.no} {material} corrected"))
        return self.applicant.submit(self.no, self._code)

    def submits(self, task: str) -> Shown:
        return self.applicant.submit(self.no, self._code, task)

    def reads_notices(self) -> None:
        self.applicant.read_notices(self.no, self._code)

    def waits_in_table(self) -> list[str]:
        """Everything that the table would still do or ask by itself for this case, its parcels included."""
        parcels = [parcel for parcel in self.seen["shipments"] if parcel["number"]]
        keys = [f"WAYBILL#{parcel['carrier']}#{parcel['number']}" for parcel in parcels]
        found = [row for key in [f"CASE#{self.no}", *keys] for row in self._rows(key)]
        return [row["sk"]["S"] for row in found if "due_at" in row or "desk_at" in row]

    def _rows(self, key: str) -> list[Shown]:
        query = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": text(key)}}
        return list(self.cloud.client("dynamodb").query(TableName=self.cloud.table, **query)["Items"])


@pytest.fixture(scope="module")
def unanswered(fast_cloud: EmbeddedCloud, around: Around) -> Journey:
    """Applied for before anything else happens here, so that days pass over it meanwhile; one file lacks."""
    return Journey(fast_cloud, around, IMPORT, complete=False)


def test_four_units_inspect_a_kindergarten_side_by_side_and_what_failed_comes_again_alone(
    fast_cloud: EmbeddedCloud, around: Around, unanswered: Journey
) -> None:
    case = Journey(fast_cloud, around, KINDERGARTEN)
    case.says(EDUCATION, "pre-review-1", "pass")

    # Each of the four has the inspection on its own list, at the same time, and nobody answers for another.
    units = (EDUCATION, MARKET, HEALTH, FIRE)
    assert case.tasks == {f"inspection-1-{unit}" for unit in units}
    for unit in units:
        line = case.on_list(unit)["inspection"]
        assert (line["task"], line["round"]) == (f"inspection-1-{unit}", 1)
        assert [each["outcome"] for each in line["outcomes"]] == ["pass", "fail"]
    assert case.refused(HEALTH, f"inspection-1-{FIRE}", "pass") == "other_unit"

    # Health finds something; the others pass. The first of them takes the applicant's papers along.
    case.says(HEALTH, f"inspection-1-{HEALTH}", "fail", reason="保健室面积不足")
    for unit in (FIRE, MARKET, EDUCATION):
        case.says(unit, f"inspection-1-{unit}", "pass")
    assert case.tasks == {f"rectification-1-{HEALTH}"}
    assert EDUCATION in case.holders()
    assert not [unit for unit in units if case.on_list(unit)]

    # The applicant says that it is put right: health alone comes again. Nobody makes a licence before that.
    case.submits(f"rectification-1-{HEALTH}")
    assert case.tasks == {f"inspection-2-{HEALTH}"}
    assert [unit for unit in units if case.on_list(unit)] == [HEALTH]
    assert not case.on_list("hall")
    case.says(HEALTH, f"inspection-2-{HEALTH}", "pass")

    # The papers come to the hall; one reviews, another decides; the licence is made and brought home.
    case.says("hall", "papers-to-hall-1", "received")
    reviewed = case.says(EDUCATION, "review-1", "pass")
    assert reviewed["answerable"] == f"{EDUCATION}-1"
    assert case.refused(EDUCATION, "decision-1", "grant") == "same_person"
    case.says(EDUCATION, "decision-1", "grant", but=f"{EDUCATION}-1")
    case.says("hall", "licence-1", "made", number="教民1370213")
    closed = case.until(lambda shown: shown["stage"] == "closed")
    assert (closed["state"], closed["custody"]["licence"]["holder"]) == (11, "applicant")


def test_papers_that_are_with_the_courier_go_home_when_the_application_is_taken_back_at_the_hall(
    fast_cloud: EmbeddedCloud, around: Around, unanswered: Journey
) -> None:
    case = Journey(fast_cloud, around, BY_COURIER)
    case.says("agriculture", "pre-review-1", "pass")
    case.until(lambda _: "parcel" in case.holders())

    # She comes to the hall; nothing else can be done about the case from then on, and its state is settled.
    taken_back = case.office.member("hall").withdraw(case.no, "申请人到大厅书面提出")
    assert {task["step"] for task in taken_back["tasks"]} == {"papers-withdrawn-parcels"}
    seen = case.seen
    assert (seen["state"], [clock for clock in seen["clocks"] if clock["running"]]) == (2, [])
    with pytest.raises(AnswerError, match="too_late"):
        case.office.member("hall").withdraw(case.no, "申请人再次提出")

    # The parcel is waited for, and what was in it goes home unopened.
    case.until(lambda shown: {task["step"] for task in shown["tasks"]} == {"papers-withdrawn"})
    assert "hall" in case.holders()
    closed = case.until(lambda shown: shown["stage"] == "closed")
    assert (closed["state"], case.holders()) == (2, {"applicant"})
    directions = sorted(parcel["direction"] for parcel in closed["shipments"])
    assert directions == ["inbound", "outbound"]

    # She reads what she was told. A parcel that went out is looked after for three days more; then nobody
    # asks for anything.
    case.reads_notices()
    case.until(lambda _: case.waits_in_table() == [])


def test_an_application_that_lacks_a_file_is_accepted_by_silence_and_the_file_is_asked_for_once_and_comes(
    release: Release, unanswered: Journey
) -> None:
    case = unanswered
    units = release.items[IMPORT].units
    accepted = case.until(lambda shown: shown["accepted_by_silence"])

    # Accepted as of the day it was received; the step stays, and nothing was ordered.
    assert accepted["accepted_on"] == accepted["milestones"]["received"]
    assert case.tasks == {"pre-review-1"}
    assert accepted["shipments"] == []
    line = case.on_list(units.handles or units.decides)["pre-review"]
    assert (line["accepted_by_silence"], line["incomplete"]) == (True, True)
    silence = case.on_list(units.supervises or units.decides)["silence"]
    assert (silence["side"], silence["title"]["zh"]) == (True, "逾期未答复（视为受理）")

    # It cannot be refused acceptance any more, only answered; the supervisor writes down why nobody did.
    assert case.refused(units.decides, "pre-review-1", "refuse", reason="不符合条件") == "accepted_already"
    supervisor = units.supervises or units.decides
    assert case.refused(supervisor, silence["task"], "seen") == "reason_needed"
    case.says(supervisor, silence["task"], "seen", reason="经办人休假，未安排代班")
    assert "silence" not in case.on_list(supervisor)

    # Without the file it cannot pass. All that is lacking is asked for at once, and comes.
    assert case.refused(units.decides, "pre-review-1", "pass") == "materials_missing"
    line = {"material": case.last, "problem": "未提交", "mend": "请补交"}
    asked = case.says(units.decides, "pre-review-1", "correct", lines=[line])
    assert [task["step"] for task in asked["tasks"]] == ["correction"]
    assert case.supplies(case.last)["missing"] == []
    passed = case.says(units.decides, "pre-review-2", "pass")
    assert (passed["accepted_on"], passed["step"]) == (accepted["accepted_on"], "review")
