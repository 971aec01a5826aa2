"""An application needs what its own facts say: from the opening to the papers that change hands."""

from __future__ import annotations

import pytest

from chalicelib.cases.case import Stage
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.unit import APPLICANT
from chalicelib.services.details import place_of
from chalicelib.services.errors import Problem
from tests.fakes import licang
from tests.services.scene import Scene

DISPATCH = "labour-dispatch-licence"
HYGIENE = "public-venue-hygiene-licence"
AGENT, PROMISED = "application.by_agent", "application.commitment"


def hygiene(*, agent: bool = False, promised: bool = False) -> Scene:
    return Scene(HYGIENE, says={AGENT: agent, PROMISED: promised})


@pytest.mark.parametrize("said", [{}, {AGENT: True}, {PROMISED: False}])
def test_who_does_not_say_what_her_materials_hang_on_is_told_what_to_say(said: dict[str, FactValue]) -> None:
    with pytest.raises(Problem) as refused:
        Scene(HYGIENE, says=said)
    told = {place_of(detail) for detail in refused.value.details}
    assert told & {AGENT, PROMISED} == {AGENT, PROMISED} - said.keys()


def test_an_agent_brings_the_mandate_and_nobody_else_is_asked_for_it() -> None:
    by_agent, herself = hygiene(agent=True).case, hygiene().case
    assert by_agent.needs.keys() - herself.needs.keys() == {"authorisation", "agent-id-card"}
    assert {"authorisation", "agent-id-card"} <= set(by_agent.missing)


def test_what_is_only_seen_is_a_file_and_never_a_paper_in_anybodys_hands() -> None:
    case = hygiene(agent=True).case
    assert case.needs["agent-id-card"].seen
    assert "agent-id-card" in case.open_materials
    assert "agent-id-card" not in case.custody


def test_what_the_office_has_by_sharing_is_asked_of_nobody() -> None:
    scene = Scene(DISPATCH, says={AGENT: False})
    need = scene.case.needs["business-licence"]
    assert (need.shared, need.required) == (True, False)
    assert "business-licence" not in {*scene.case.open_materials, *scene.case.missing, *scene.case.custody}
    assert scene.upload_all().stage is Stage.RUNNING


def test_what_the_office_has_by_sharing_may_be_corrected_and_is_owed_by_nobody() -> None:
    scene = Scene(DISPATCH, says={AGENT: False})
    scene.upload_all()
    scene.correct("business-licence")
    assert not scene.case.sides
    assert scene.case.correction_task is not None, "its applicant says when it is put right"
    scene.submit(scene.case.correction_task)
    assert scene.case.correction_task is None


def test_a_promise_spares_the_paper_and_its_file() -> None:
    promised, gives = hygiene(promised=True), hygiene()
    assert "hygiene-test-report" not in promised.case.missing
    assert "hygiene-test-report" in gives.case.missing
    for name, need in promised.case.needs.items():
        if need.uploaded and not need.committed:
            promised.upload(name)
    case = promised.case
    assert case.stage is Stage.RUNNING
    assert case.facts["item.paper_originals"] == 2
    assert "hygiene-test-report" not in case.to_hand_in, "nobody waits for it"
    gives.upload_all()
    assert gives.case.facts["item.paper_originals"] == 3
    assert "hygiene-test-report" in gives.case.to_hand_in


def test_who_promised_and_sends_it_all_the_same_hands_the_paper_in() -> None:
    scene = hygiene(promised=True)
    scene.upload("hygiene-test-report")
    scene.upload_all()
    assert "hygiene-test-report" in scene.case.to_hand_in
    assert scene.case.custody["hygiene-test-report"].holder == APPLICANT


def test_every_form_of_a_material_is_shown_at_least_twice_in_the_demonstration() -> None:
    each = [one for item in licang().items.values() for one in item.materials]
    assert sum(bool(one.when) for one in each) >= 2
    assert sum(one.shared is not None for one in each) >= 2
    assert sum(one.committed is not None for one in each) >= 2
    assert sum(one.original == "seen" for one in each) >= 2
    terms = [one.deferrable for one in each if one.deferrable is not None]
    assert {one.before for one in terms} == {None, "made"}
