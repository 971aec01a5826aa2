"""容缺 at an office, on the demonstration region as it stands: owed, overdue, supplied late."""

from __future__ import annotations

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideKind
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from tests.services.scene import BY_COURIER, CLERK, Scene

DISPATCH, PREMISES = "labour-dispatch-licence", "right-to-premises"
CAFE, LEASE = "internet-cafe-licence", "title-lease"


def submitted(item: str, lacking: str, **says: bool) -> Scene:
    """An application that is submitted with all but one material; what lacks is told first."""
    scene = Scene(item, says={f"application.{name}": value for name, value in says.items()})
    for name, need in scene.case.needs.items():
        if need.uploaded and name != lacking:
            scene.upload(name)
    with pytest.raises(NotPossible) as told:
        scene.submit()
    assert [text.zh[-7:] for text in told.value.details] == ["可以容缺后补）"]
    assert scene.submit(incomplete=True).stage is Stage.RUNNING
    return scene


def granted(scene: Scene) -> Scene:
    scene.findings(
        "pre-review pass", "inspection pass", "papers-to-hall received", "review pass", "decision grant"
    )
    return scene


def wait(scene: Scene) -> None:
    """Until the next day that anything of the case waits for; nothing else is due before."""
    due = scene.next_due.at
    assert due is not None
    scene.world.clock.at = max(scene.world.clock.at, due)
    scene.run_clock()


def overdue(scene: Scene) -> str:
    """The side task of what is overdue, which the clock has opened."""
    for _ in range(12):
        for side in scene.case.sides_of(SideKind.DEFERRED_OVERDUE):
            return side.id
        wait(scene)
    raise AssertionError("nobody is told that it is overdue")


def test_the_licence_waits_for_the_premises_and_is_made_when_the_file_has_come() -> None:
    scene = granted(submitted(DISPATCH, PREMISES, by_agent=False))
    with pytest.raises(NotPossible) as told:
        scene.finding("made", number="证照-1")
    assert told.value.code == "deferred_missing"
    scene.upload(PREMISES)
    scene.findings("licence made")
    scene.carry(*BY_COURIER)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11)


def test_what_is_overdue_comes_to_the_list_of_those_who_handle_the_case_and_leaves_it_with_the_file() -> None:
    scene = submitted(DISPATCH, PREMISES, by_agent=False)
    scene.findings("pre-review pass")
    name = overdue(scene)
    unit = scene.case.sides[name].unit
    (line,) = scene.on_list(unit, "deferred-overdue")
    assert line.side
    scene.upload(PREMISES)
    assert scene.on_list(unit, "deferred-overdue") == ()
    assert scene.case.deferred == {}


def test_what_may_come_after_the_licence_is_still_taken_after_the_close() -> None:
    scene = granted(submitted(CAFE, LEASE))
    scene.findings("licence made")
    scene.carry(*BY_COURIER)
    scene.read_notices()
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 12)
    assert overdue(scene)
    scene.upload(LEASE)
    assert (scene.case.state, scene.case.sides, scene.quiet()) == (11, {}, True)


def test_what_never_comes_after_the_licence_is_ended_by_a_person_and_nothing_waits_on() -> None:
    scene = granted(submitted(CAFE, LEASE))
    scene.findings("licence made")
    scene.carry(*BY_COURIER)
    scene.read_notices()
    end_task(scene.world, CLERK, scene.no, overdue(scene), Finding(outcome="longer", reason="房东在外地"))
    name = overdue(scene)
    end_task(
        scene.world, CLERK, scene.no, name, Finding(outcome="not-supplied", reason="撤销决定〔2026〕1号")
    )
    assert (scene.case.state, scene.case.sides, scene.quiet()) == (15, {}, True)
    refused = scene.upload(LEASE)
    assert (refused.state, scene.refused[LEASE]) == (15, "not_asked")


def test_a_licence_is_not_taken_back_for_want_of_what_was_never_owed_or_is_not_overdue() -> None:
    owed = granted(submitted(DISPATCH, PREMISES, by_agent=False))
    nothing_owed = Scene("food-business-licence")
    nothing_owed.upload_all()
    granted(nothing_owed)
    for scene in (owed, nothing_owed):
        before = scene.case
        with pytest.raises(NotPossible) as told:
            scene.finding("not-supplied", reason="未补齐")
        assert (told.value.code, scene.case) == ("nothing_overdue", before)
    overdue(owed)
    owed.finding("not-supplied", reason="未补齐")
    assert "revocation" in {each.kind for each in owed.case.notices.values()}
