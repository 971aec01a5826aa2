"""Units are read as they are in force: one that was merged into another is served by that from then on."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib import wiring
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import Unit
from tests.adapters.a_case import release
from tests.adapters.office import Office
from tests.routes.answers_of import problem
from tests.routes.test_desk import UNIT, search, work
from tests.routes.test_tasks import FIRST, do, end, withdraw

INTO = "commerce"


def merged(until: date) -> Release:
    """The region in which the market supervision joined the commerce bureau after a day."""
    units = tuple(
        Unit.model_validate(unit.model_dump() | {"until": until, "joined": INTO})
        if unit.unit == UNIT
        else unit
        for unit in release().units
    )
    return release().model_copy(update={"units": units})


def in_days(number: int) -> date:
    return wiring.ports().clock.now().date() + timedelta(days=number)


def test_the_work_of_a_merged_unit_is_on_the_list_of_the_one_it_joined(office: Office) -> None:
    opened = office.running()
    assert work(office, "", INTO) == []
    with office.rules(merged(in_days(-2))):
        assert [line["case"] for line in work(office, "", INTO)] == [opened.no]
        assert [line["case"] for line in work(office, f"?unit={INTO}", INTO)] == [opened.no]
        assert [case["no"] for case in search(office, opened.no, INTO)] == [opened.no]
        assert work(office, "", "health") == []


def test_its_tasks_are_ended_claimed_and_given_back_there(office: Office) -> None:
    opened = office.running()
    for what in ("claim", "release"):
        problem(do(office, opened, FIRST, what, unit=INTO), 404, "not_found")
    with office.rules(merged(in_days(-2))):
        for what in ("claim", "release"):
            assert do(office, opened, FIRST, what, unit=INTO).status_code == 200
        problem(do(office, opened, FIRST, "claim", unit="health"), 404, "not_found")
        assert end(office, opened, FIRST, INTO, outcome="pass").status_code == 200


def test_its_cases_are_withdrawn_there(office: Office) -> None:
    opened = office.running()
    with office.rules(merged(in_days(-2))):
        problem(withdraw(office, opened, "health", note="来电"), 404, "not_found")
        assert withdraw(office, opened, INTO, note="来电").status_code == 200


def test_until_the_day_is_over_the_unit_is_itself(office: Office) -> None:
    office.running()
    with office.rules(merged(in_days(2))):
        assert work(office, "", INTO) == []
        assert len(work(office, "", UNIT)) == 1
