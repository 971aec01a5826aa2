"""Who takes a task, who gives it back, and who may follow whom."""

from __future__ import annotations

import pytest

from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.cases.refusals import NotPossible
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk.claim_task import claim_task, release_task
from chalicelib.services.cases.desk.recuse import recuse
from chalicelib.services.errors import Problem
from infra.local.samples import pdf
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, Scene


@pytest.fixture
def scene() -> Scene:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    return scene


def test_a_claim_is_on_record_and_claimed_again_changes_nothing(scene: Scene) -> None:
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert scene.task.claimed_by == CLERK.id
    before = scene.case
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert scene.case == before


def test_who_keeps_out_keeps_out_in_whatever_letters_her_number_is_written(scene: Scene) -> None:
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    shouted = CLERK._replace(id=CLERK.id.upper())
    assert shouted != CLERK
    recuse(scene.world, shouted, scene.loaded, RecusalGround.OTHER)
    assert scene.task.claimed_by is None, "what she had claimed is given back"
    for who in (CLERK, shouted):
        with pytest.raises(NotPossible, match="recused"):
            claim_task(scene.world, who, scene.no, scene.task.id)


def test_what_another_has_claimed_is_neither_claimed_nor_ended(scene: Scene) -> None:
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    before = scene.case
    with pytest.raises(NotPossible) as told:
        claim_task(scene.world, COLLEAGUE, scene.no, scene.task.id)
    assert told.value.code == "claimed"
    assert CLERK.id in told.value.text.zh
    with pytest.raises(NotPossible, match="claimed"):
        scene.finding("pass", by=COLLEAGUE)
    assert scene.case == before


def test_another_of_the_unit_may_give_it_back_and_take_it(scene: Scene) -> None:
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    release_task(scene.world, COLLEAGUE, scene.no, scene.task.id)
    claim_task(scene.world, COLLEAGUE, scene.no, scene.task.id)
    assert scene.task.claimed_by == COLLEAGUE.id


def test_who_first_took_the_case_stays_answerable(scene: Scene) -> None:
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    release_task(scene.world, CLERK, scene.no, scene.task.id)
    scene.finding("pass", by=COLLEAGUE)
    assert scene.case.answerable == CLERK.id


def test_another_unit_claims_nothing(scene: Scene) -> None:
    stranger = Staff(id="clerk-9", units=("water",))
    with pytest.raises(Problem) as told:
        claim_task(scene.world, stranger, scene.no, scene.task.id)
    assert (told.value.status, told.value.code) == (404, "not_found")


def test_a_task_that_is_done_is_not_claimed(scene: Scene) -> None:
    task = scene.task.id
    scene.findings("pre-review pass")
    with pytest.raises(NotPossible) as told:
        claim_task(scene.world, CLERK, scene.no, task)
    assert told.value.code == "not_open"


def test_whoever_reviewed_does_not_decide(scene: Scene) -> None:
    scene.findings("pre-review pass")
    scene.finding("pass", by=COLLEAGUE)
    with pytest.raises(NotPossible) as told:
        scene.finding("grant", by=COLLEAGUE)
    assert told.value.code == "same_person"
    with pytest.raises(NotPossible, match="same_person"):
        claim_task(scene.world, COLLEAGUE, scene.no, scene.task.id)
    scene.finding("grant", by=CLERK)
    assert scene.step == "licence"


def test_more_files_are_taken_until_somebody_has_claimed_the_task(scene: Scene) -> None:
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.upload(name, pdf("another page"), "page-2")
    assert len(scene.files.taken(name)) == 2
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    scene.upload(name, pdf("one page more"), "page-3")
    assert len(scene.files.taken(name)) == 2
    assert scene.refused[name] == "not_asked"


def test_three_photographs_of_a_corrected_paper_are_all_taken(scene: Scene) -> None:
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.correct(name)
    for number in range(3):
        scene.upload(name, pdf(f"photograph {number}"), f"photo-{number}")
    assert scene.step == "correction"
    scene.submit()
    assert scene.step == "pre-review"
    assert len(scene.files.taken(name)) == 4
    assert scene.refused == {}
