"""How much a commit writes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.adapters.dynamodb.cases import commit, text_rows
from chalicelib.adapters.dynamodb.cases.waiting_rows import waiting_rows
from chalicelib.cases import commands
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import ItemUnits
from chalicelib.ports.cases import Commit
from chalicelib.services.errors import PermanentError
from tests.adapters import a_case
from tests.adapters.a_case import APPLICANT, AT, STAFF, running
from tests.adapters.dynamodb.stories import corrected
from tests.fakes import CHAIN, OneKey

KINDERGARTEN = "private-kindergarten-licence"
MANY = tuple(f"unit-{n}" for n in range(20))


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Release:
    """The region with an inspection by as many units as a form takes."""
    item = a_case.release().items[KINDERGARTEN]
    units = ItemUnits(decides="education-sports", inspects=MANY)
    crowded = item.model_copy(update={"units": units})
    release = a_case.release()
    changed = release.model_copy(update={"items": {**release.items, KINDERGARTEN: crowded}})
    monkeypatch.setattr(a_case, "release", lambda: changed)
    return changed


def writes(change: Commit) -> list[str]:
    """The sort keys that a change writes or deletes."""
    texts = text_rows.sealed_row("t", change, OneKey)
    made = [next(iter(write.item.values())) for write in commit.writes("t", change, "", CHAIN, texts=texts)]
    return [(write.get("Item") or write["Key"])["sk"]["S"] for write in made]


def test_the_worst_commits_of_a_lane_of_twenty_units_fit_into_a_transaction(many: Release) -> None:
    story = running(KINDERGARTEN)
    story.end("pass")
    assert len(story.case.tasks) == 20
    counted = [len(writes(story.changes[-1]))]
    for outcome in ("fail", "pass", "fail"):
        counted.append(len(writes(story.end(outcome))))
    counted.append(len(writes(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))))
    assert max(counted) <= 40, "far from the hundred that a transaction takes"


def test_the_events_of_a_commit_are_one_row(many: Release) -> None:
    story = running(KINDERGARTEN)
    change = story.end("pass")
    assert len(change.events) > 20
    assert len([sk for sk in writes(change) if sk.startswith("EVENT#")]) == 1


def test_what_people_wrote_in_a_commit_is_one_row_however_much_it_is() -> None:
    story = running()
    lines = [Line(material=m, problem=f"{m}不清晰", mend=f"请重新拍摄{m}") for m in story.case.needs]
    change = story.end("correct", lines)
    assert len(change.texts) == 2 * len(lines) + 1
    first = change.after.version - len(change.events) + 1
    assert [sk for sk in writes(change) if sk.startswith("TEXT#")] == [f"TEXT#{first:06d}"]


def test_only_what_is_waited_for_otherwise_is_written(many: Release) -> None:
    story = running(KINDERGARTEN)
    story.end("pass")
    one = sorted(story.case.tasks)[3]
    change = story.tell(commands.ClaimTask(at=AT, by=STAFF, task=one))
    assert [sk for sk in writes(change) if sk.startswith(("TASK#", "TIMER#"))] == [f"TASK#{one}"]


def test_what_neither_a_list_nor_the_time_would_find_has_no_row() -> None:
    case = corrected().case
    [task] = case.tasks.values()
    assert f"TASK#{task.id}" in waiting_rows(case)
    sent = task.model_copy(update={"by": "delivery", "way": "electronic", "due": None})
    assert waiting_rows(case.model_copy(update={"tasks": {task.id: sent}, "notices": {}})) == {}


def test_a_commit_larger_than_a_transaction_is_refused_and_not_tried_for_ever() -> None:
    story, effect = a_case.ordered()
    effects = tuple(effect.model_copy(update={"effect": f"e{n}"}) for n in range(100))
    change = story.changes[-1]
    with pytest.raises(PermanentError):
        commit.writes("t", replace(change, effects=effects), "", CHAIN)
