"""What several officers do together: whoever records it names the others, in words where it does not fit."""

from __future__ import annotations

import pytest

from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.forms.unit import Member, Unit
from chalicelib.ports.people.identity import Staff
from tests.fakes import World, fresh, licang
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, Scene

ITEM = ITEMS["inspection_collection"]
UNIT = licang().items[ITEM].units.inspects[0]
FORM = Member(member="0411"), Member(member="0412", knows=(ITEM,)), Member(member="0413", knows=("food",))


def inspected(members: tuple[Member, ...] = ()) -> Scene:
    """A case at its inspection, by a unit whose members are listed."""

    def listed(unit: Unit) -> Unit:
        return unit.model_copy(update={"members": members}) if unit.unit == UNIT else unit

    scene = Scene(ITEM, World(fresh(licang(), units=tuple(map(listed, licang().units)))))
    scene.upload_all()
    scene.findings("pre-review pass")
    return scene


def told(scene: Scene, *officers: str, step: str = "", by: Staff = CLERK) -> str:
    with pytest.raises(NotPossible) as refused:
        scene.finding("pass", step=step, by=by, officers=officers)
    assert refused.value.text.zh
    return refused.value.code


def test_an_inspection_by_one_alone_is_refused_in_words() -> None:
    scene = inspected()
    before = scene.case
    assert told(scene) == "officers_needed"
    assert scene.case == before


def test_nobody_is_two_officers() -> None:
    scene = inspected()
    assert told(scene, CLERK.id) == "officers_needed"
    assert told(scene, "0411", "0411") == "officers_needed"
    assert told(scene, CLERK.id.upper(), "0411") == "officers_needed", "her own number in other letters"
    assert told(scene, "w-12", "W-12") == "officers_needed"


def test_the_others_are_on_record_and_may_not_decide_upon_their_own_inspection() -> None:
    scene = inspected()
    scene.finding("fail", reason="消防通道堵塞", officers=(COLLEAGUE.id,))
    (ended,) = [e for e in scene.events if e.kind == "task_ended" and e.step == "inspection"]
    assert (ended.by.id, ended.officers) == (CLERK.id, (COLLEAGUE.id,))
    scene.world.clock.at = scene.task.due or scene.world.clock.at
    scene.run_clock()
    assert scene.step == "refusal"
    for number in (COLLEAGUE.id, COLLEAGUE.id.upper()):
        with pytest.raises(NotPossible, match="same_person"):
            scene.finding("refuse", by=COLLEAGUE._replace(id=number), reason="逾期未整改")


def test_where_a_unit_lists_its_members_the_officers_are_among_them_and_know_the_item() -> None:
    scene = inspected(FORM)
    assert told(scene, "0999") == "officers_unknown"
    assert told(scene, "0413") == "officers_do_not_know"
    scene.finding("pass", officers=("0411", "0412"))
    assert scene.step != "inspection"


def test_where_a_unit_lists_nobody_members_of_other_units_are_none_of_it() -> None:
    listed = next(unit for unit in licang().units if unit.members).members[0].member
    scene = inspected()
    assert told(scene, listed) == "officers_unknown"
    scene.finding("pass", officers=("not-listed-anywhere",))
    assert scene.step != "inspection"


def test_where_one_does_a_step_alone_a_second_name_is_not_lost_silently() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    assert told(scene, "0411") == "officers_not_taken"
