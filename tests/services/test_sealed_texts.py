"""What staff and applicants write in a case lies sealed, whatever it is for, and is told again as it was."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ChangeCourierConsent
from chalicelib.cases.events import TaskEnded
from chalicelib.cases.values import Line
from chalicelib.cases.words import commit_of, words_in
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.errors import PermanentError, Problem
from chalicelib.services.run_effect import run_effect
from tests.fakes import Secrets
from tests.services.cases.test_undetermined import fact_missing
from tests.services.scene import ITEMS, PORTAL, Scene
from tests.services.test_extensions import START, ask
from tests.services.test_five_channels import at_review, play
from tests.services.test_pauses import accepted, end, pause

SAID = "本人王秀英电话中说的话"
BESIDE = "另有一句写在旁边的说明"


def at_pre_review(channel: str = "two_way_courier") -> Scene:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    return scene


def note() -> Scene:
    scene = at_pre_review()
    scene.finding("pass", note=SAID, reason=BESIDE)
    return scene


def refusal() -> Scene:
    scene = at_pre_review("fully_online")
    scene.finding("refuse", reason=SAID, note=BESIDE)
    return scene


def correction() -> Scene:
    scene = at_pre_review()
    first, second, *_ = scene.case.open_materials or tuple(scene.case.needs)
    lines = (Line(material=first, problem=SAID, mend=BESIDE), Line(material=second, problem=SAID, mend=SAID))
    scene.finding("correct", lines=lines)
    return scene


def pausing() -> Scene:
    scene = accepted(START)
    pause(scene, reason=SAID)
    end(scene, "pause-1", reason=BESIDE)
    return scene


def extension() -> Scene:
    scene = accepted(START)
    ask(scene, why=SAID)
    end(scene, "extension-1", "refuse", reason=BESIDE)
    return scene


def withdrawal() -> Scene:
    scene = at_pre_review()
    withdraw_case(scene.world, PORTAL, scene.loaded, SAID)
    return scene


def channel() -> Scene:
    scene = Scene(ITEMS["two_way_courier"], fact_missing())
    scene.upload_all()
    scene.finding("settle", step="channel", channel="one_visit", note=SAID)
    return scene


WRITTEN = [note, refusal, correction, pausing, extension, withdrawal, channel]


def dump(scene: Scene) -> str:
    return "".join(repr(row) for row in scene.world.cases.rows.values())


@pytest.mark.parametrize("write", WRITTEN)
def test_nothing_that_anybody_writes_stands_in_clear_in_any_row_and_all_of_it_is_told_again(
    write: Callable[[], Scene],
) -> None:
    scene = write()
    for words in (SAID, BESIDE):
        for form in (words, ascii(words)[1:-1], repr(words.encode())[2:-1], *words.split("\n")):
            assert form not in dump(scene)
    told = {words for event in scene.events for words in words_in(scene.words(event))}
    assert SAID in "\n".join(told)
    assert (BESIDE in "\n".join(told)) == (write not in (withdrawal, channel))
    assert words_in(scene.case) <= {name for event in scene.events for name in words_in(event)}


class OtherKey(Secrets):
    """The port ``Codes`` with another key."""

    def pseudonym(self, text: str) -> str:
        return super().pseudonym(f"another key {text}")


@pytest.mark.parametrize("tell", ["a finding", "a withdrawal", "a pause", "an extension"])
def test_what_is_kept_of_words_to_know_them_by_cannot_be_worked_out_without_the_key(tell: str) -> None:
    """Short words could be tried one after another."""

    def kept(codes: Secrets) -> str:
        scene = accepted(START)
        scene.world.codes = codes
        match tell:
            case "a finding":
                scene.finding("pass", note=SAID, key="once")
            case "a withdrawal":
                withdraw_case(scene.world, PORTAL, scene.loaded, SAID, "once")
            case "a pause":
                pause(scene, reason=SAID, key="once")
            case _:
                ask(scene, why=SAID, key="once")
        return scene.world.cases.commits[-1].fingerprint

    assert kept(Secrets()) == kept(Secrets())
    assert kept(Secrets()) != kept(OtherKey())


def test_all_words_of_a_commit_lie_in_one_row_and_equal_ones_once() -> None:
    scene = correction()
    rows = [sk for _, sk in scene.world.cases.rows if sk.startswith("TEXT#")]
    assert len(rows) == 1
    assert sorted(set(scene.world.cases.commits[-1].texts.values())) == sorted({SAID, BESIDE})
    first, second = scene.words(scene.case).correction
    assert (first.problem, first.mend, second.problem, second.mend) == (SAID, BESIDE, SAID, SAID)


def test_a_commit_that_was_overtaken_gives_its_words_names_anew() -> None:
    scene = at_pre_review()

    def consent(case: Case) -> ChangeCourierConsent:
        return ChangeCourierConsent(at=scene.world.clock.now(), by=PORTAL, courier=False)

    before = scene.case.version
    scene.world.cases.meanwhile.append(lambda: change_case(scene.world, scene.no, None, consent))
    scene.finding("pass", note=SAID)
    [ended] = [event for event in scene.events if isinstance(event, TaskEnded)]
    assert ended.note is not None
    assert commit_of(ended.note) == before + 2, "behind the event of the consent"
    assert scene.words(ended).note == SAID
    assert [sk for _, sk in scene.world.cases.rows if sk.startswith("TEXT#")] == [f"TEXT#{before + 2:06d}"]


def test_what_looks_like_the_name_of_an_earlier_text_is_not_taken_for_it() -> None:
    scene = accepted(START)
    ask(scene, why=SAID)
    name = scene.case.extensions["extension-1"].reason
    end(scene, "extension-1", "refuse", reason=name)
    said = scene.words(scene.case).extensions["extension-1"]
    assert (said.reason, (said.answer or "").strip()) == (SAID, name)


def test_a_withdrawal_sent_again_under_its_key_with_other_words_is_refused() -> None:
    scene = at_pre_review()
    loaded = scene.loaded
    for words in (SAID, SAID):
        withdraw_case(scene.world, PORTAL, loaded, words, "once")
    with pytest.raises(Problem, match="key_reused"):
        withdraw_case(scene.world, PORTAL, loaded, BESIDE, "once")


def test_an_electronic_refusal_has_its_reason_and_is_a_matter_for_a_person_where_that_was_erased() -> None:
    scene = at_review("fully_online")
    play(scene, ("review fail",))
    scene.finding("refuse", reason=SAID)
    table, before = scene.world.cases, dict(scene.world.cases.rows)
    for key in [key for key in table.rows if key[1].startswith("TEXT#")]:
        del table.rows[key]
    [message] = table.stream
    with pytest.raises(PermanentError, match="erased"):
        run_effect(scene.world, message["case"], message["effect"])
    table.rows = before
    run_effect(scene.world, message["case"], message["effect"])
    [document] = scene.world.files.documents.values()
    assert json.loads(document)["reason"] == SAID
