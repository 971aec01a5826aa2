"""Past cases whose records lack what a decision looks at are told as such, and counted as nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.report import markdown
from chalicelib.authoring.review import Review, review
from chalicelib.commands.releases.activate import show_review
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision
from chalicelib.ports.rules.past_cases import Decided, Taken
from tests.authoring.region import spoil, write_decisions, write_region
from tests.authoring.test_dropped import Notes

TODAY = date(2026, 6, 1)
PATH = "decisions/special-path.yaml"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The old are called on from ninety on, who was called on from eighty on; an age is sensitive."""
    old, new = (write_decisions(write_region(tmp_path_factory.mktemp(name))) for name in ("old", "new"))
    spoil(new, PATH, "{applicant.age: {at_least: 80}}, choose", "{applicant.age: {at_least: 90}}, choose")
    spoil(new, PATH, "{applicant.age: {at_least: 80}}, expect", "{applicant.age: {at_least: 90}}, expect")
    spoil(new, PATH, "facts: {applicant.age: 85,", "facts: {applicant.age: 95,")
    return old, new


def decided(taken: Taken | None, release: str, **answers: FactValue) -> Decided:
    """A decision as it is kept: nothing of the applicant's age."""
    said = {"application.courier": True} | {f"application.{name}": value for name, value in answers.items()}
    at, others = datetime(2026, 5, 4, tzinfo=UTC), {} if taken is None else {"special-path": taken}
    return Decided("food", said, at.date(), at, "outbound_courier", "courier", release, others=others)


@pytest.fixture(scope="module")
def seen(folders: tuple[Path, Path]) -> Review:
    old, new = map(load, folders)
    recent = [
        *[decided(Taken("none", "ordinary"), old.digest, urgent=False)] * 3,
        decided(None, old.digest, urgent=True),
        *[decided(Taken("undetermined", None), old.digest, urgent=True)] * 2,
        decided(Taken("undetermined", None), "0" * 64, urgent=True),  # for whatever that release asked
    ]
    return review(old, new, recent, TODAY)


def test_a_decision_on_what_is_never_kept_is_told_of_no_case_that_a_rule_decided(seen: Review) -> None:
    told = seen.as_json()["replay_decisions"]["special-path"]
    lacking, again = ({"cases": number, "lacking": {"applicant.age": number}} for number in (5, 2))
    assert (told["cases"], told["moved"], told["untold"], told["open_again"]) == (7, 0, lacking, again)
    assert told["matrix"] == {"undetermined": {"undetermined": 2}}, "where the age was not known then either"
    assert [day["untold"] for day in told["as_of"]] == [lacking]
    assert seen.as_json()["replay"]["untold"] == {"cases": 0, "lacking": {}}, "channels do not look at it"


def test_whoever_approves_reads_how_many_cannot_be_told_and_what_their_records_lack(
    seen: Review, folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    show_review(seen, load(folders[1]))
    for shown in (capsys.readouterr().out, markdown(seen, Notes())):
        assert "另有 5 个办件无法判断是否改变，各数均未计入；记录中没有：" in shown
        assert "“年龄”（5 个，敏感信息不留存）" in shown
        assert "其中 2 个办件要素不全，按新旧规则都没有规则适用；记录中没有：“年龄”（2 个）" in shown
        assert "whether 5 more cases move cannot be told" in shown
        assert "(5, sensitive, never kept)" in shown


def asking(release: Release, *rules: str) -> Release:
    """The special path by some of its rules."""
    view = as_decision(release, "special-path")
    return view.model_copy(update={"rules": tuple(rule for rule in view.rules if rule.rule in rules)})


URGENT, AGE, ALL = (
    ("urgent-joint", "ordinary"),
    ("very-old", "ordinary"),
    ("urgent-joint", "very-old", "ordinary"),
)


@pytest.mark.parametrize(
    ("old", "new", "left_open", "said", "lacking"),
    [
        (("ordinary",), URGENT, True, {}, {"application.urgent"}),  # asked newly
        (("ordinary",), AGE, False, {}, {"applicant.age"}),
        (AGE, ("ordinary",), False, {}, {"applicant.age"}),  # it was known then
        (URGENT, URGENT, False, {}, {"application.urgent"}),  # of a release before: not asked then
        (ALL, AGE, True, {}, {"applicant.age"}),  # it may have been the answer alone that was missing
        (AGE, ("ordinary",), True, {}, set()),
        (URGENT, URGENT, True, {}, set()),
        (AGE, ALL, True, {}, set()),  # what was missing then is missing again
        (ALL, URGENT, True, {}, set()),  # an answer that was given would be on record
        (URGENT, ("ordinary",), False, {"application.urgent": True}, set()),
    ],
)
def test_a_case_is_told_as_far_as_its_record_says_all_there_was(
    folders: tuple[Path, Path],
    old: tuple[str, ...],
    new: tuple[str, ...],
    left_open: bool,
    said: dict[str, object],
    lacking: set[str],
) -> None:
    release = load(folders[0])
    facts = {"item.inspection": "joint", "application.courier": True} | said
    case = Case("food", facts, TODAY, left_open=left_open)
    found = replay(asking(release, *old), asking(release, *new), [(case, 5)])
    assert (set(found.lacking), found.untold) == (lacking, 5 * bool(lacking))
    assert (found.cases, found.known) == (5, 5 - found.untold)
