"""Who applies is sealed from the opening on: couriers and the licence have the name, no row shows it."""

from __future__ import annotations

import json

import pytest

from chalicelib.cases.case import Stage
from chalicelib.services.errors import PermanentError
from chalicelib.services.run_effect import run_effect
from tests.services.scene import ITEMS, SOMEONE, Scene
from tests.services.test_five_channels import TO_THE_LICENCE, at_review, bring, play

SECRET = (SOMEONE.name, SOMEONE.phone, SOMEONE.address)


def shown(scene: Scene) -> list[str]:
    """What of the applicant stands in any row in clear."""
    kept = "".join(repr(row) for row in scene.world.cases.rows.values())
    return [word for word in SECRET if word in kept or repr(word.encode()) in kept]


def granted(channel: str) -> Scene:
    """The case is decided and its licence made, whichever way its papers come."""
    scene = at_review(channel)
    play(scene, TO_THE_LICENCE)
    return scene


@pytest.mark.parametrize("channel", ITEMS)
def test_no_row_of_a_case_shows_who_applies_from_its_opening_to_its_close(channel: str) -> None:
    scene = granted(channel)
    assert shown(scene) == []
    bring(scene)
    assert scene.case.stage is Stage.CLOSED
    assert shown(scene) == []


def test_a_courier_is_told_where_to_go_and_whom_to_call() -> None:
    scene = granted("two_way_courier")
    fetched, brought = scene.world.couriers.orders
    assert (fetched.sender.name, fetched.sender.phone, fetched.sender.address) == SECRET
    assert (brought.recipient.name, brought.recipient.phone, brought.recipient.address) == SECRET


def test_an_electronic_licence_has_its_holder() -> None:
    scene = granted("fully_online")
    (document,) = scene.world.files.documents.values()
    assert json.loads(document)["holder"] == SOMEONE.name


def test_lists_show_a_masked_name_until_the_case_is_closed_and_no_event_has_it() -> None:
    scene = at_review("two_way_courier")
    assert scene.case.applicant.masked == SOMEONE.masked
    assert {work.applicant for work in scene.world.cases.work("licang", scene.task.unit)} == {SOMEONE.masked}
    assert not [event for event in scene.events if SOMEONE.masked in event.model_dump_json()]
    play(scene, TO_THE_LICENCE)
    bring(scene)
    assert scene.case.applicant.masked is None
    assert SOMEONE.masked not in repr(scene.world.cases.rows)


def test_two_cases_of_one_person_have_nothing_in_common_that_a_reader_of_rows_could_find() -> None:
    one = Scene(ITEMS["fully_online"], key="one")
    other = Scene(ITEMS["fully_online"], one.world, key="other")
    assert one.case.applicant.digest != other.case.applicant.digest


def test_a_courier_for_somebody_who_was_erased_is_a_matter_for_a_person() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.finding("pass")
    del scene.world.cases.rows[f"CASE#{scene.no}", "HEAD#PARTIES"]
    (message,) = scene.world.cases.stream
    with pytest.raises(PermanentError, match="erased"):
        run_effect(scene.world, message["case"], message["effect"])
