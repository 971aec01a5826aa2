"""A mistake in a decision's file is found at its line."""
# ruff: noqa: E501  # a table

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.lints import lint
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import RuleFileError
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import spoil, write_decisions, write_region

PATH, CARDS = "decisions/special-path.yaml", "decisions/supervision.yaml"

# what, file, the text that is there, the text that is put there with ¦ where the mistake is, its code
MISTAKES = [
    ("an outcome that a rule chooses and nobody declared", PATH, "choose: home-call", "choose: ¦home", "unknown-outcome"),
    ("one that an invariant expects", PATH, "expect: [squad, home-call]", "expect: ¦[squad, robot]", "unknown-outcome"),
    ("one that an example expects", PATH, "expect: none, by", "expect: ¦nobody, by", "unknown-outcome"),
    ("one that is left otherwise", CARDS, "otherwise: warning", "otherwise: ¦grey", "unknown-outcome"),
    ("one that is declared twice", CARDS, "outcome: yellow, title: {zh: 黄", "outcome: ¦red, title: {zh: 黄", "duplicate"),
    ("undetermined as an outcome", CARDS, "- {outcome: none", "- {outcome: ¦undetermined", "not-one-of"),
    ("another name than the file's", PATH, "decision: special-path", "decision: ¦special", "wrong-file-name"),
    ("a clock asked on submission", PATH, "asked: submission\n", "asked: submission\neach: ¦clock\n", "asked-of"),
    ("a day that asks of nothing", CARDS, "asked: every_working_day\neach: clock\n", "¦asked: every_working_day\n", "asked-of"),
    ("a moment that there is not", PATH, "asked: submission", "asked: ¦sometimes", "not-one-of"),
    ("a fact of the clock on submission", PATH, "when: {applicant.age: {at_least: 80}}, choose", "when: {¦clock.days_left: 1}, choose", "fact-scope"),
    ("a fact of the applicant in an invariant of every day", CARDS, "rules:\n", "invariants:\n  - {invariant: old, title: {zh: 老, en: old}, when: {¦applicant.age: 80}, expect: none}\nrules:\n", "fact-scope"),
    ("a fact out of scope in an example", PATH, "facts: {applicant.age: 30,", "facts: {¦clock.days_left: 1, applicant.age: 30,", "fact-scope"),
    ("a fact of the clock in a channel rule", "channels.yaml", "when: {item.secret: true}", "when: {¦clock.days_left: 1}", "fact-scope"),
    ("a fact of a clock that nobody knows", "facts.yaml", "fact: clock.share_used", "fact: ¦clock.colour", "clock-fact"),
    ("a fact of a case of another type", "facts.yaml", "title: {zh: 补正次数, en: corrections}, type: whole_number", "title: {zh: 补正次数, en: corrections}, type: ¦bool", "case-fact"),
    ("a rule's name twice", PATH, "rule: very-old,", "rule: ¦urgent-joint,", "duplicate"),
    ("dates that cross", PATH, "choose: home-call, basis: [{title: 老年人权益保障法}], from: 2018-01-01}", "choose: home-call, basis: [{title: 老年人权益保障法}], from: 2018-01-01, until: ¦2017-01-01}", "crossed-dates"),
    ("an example by a rule of another decision", PATH, "expect: none, by: ordinary", "expect: none, by: ¦secret", "unknown-rule"),
    ("a unit that there is not, to do what was chosen", PATH, "en: the squad comes}}", "en: the squad comes}, unit: ¦squad}", "unknown-unit"),
    ("a unit for what nobody chooses", CARDS, "en: red card}}", "en: red card}, unit: ¦hall}", "asked-of"),
    ("a person who would be asked every day", CARDS, "otherwise: warning", "otherwise: ¦undetermined", "asked-of"),
    ("a warning to whoever supervises beside the decision that tells her", "clocks.yaml", "    stops: [decided]\n", "    stops: [decided]\n    warn: [{days_left: 0, tell: ¦supervises}]\n", "warned-twice"),
    ("a material that hangs on who applies", "items/market/food.yaml", "format: electronic, originals: 0", "format: electronic, originals: 0, when: {¦applicant.age: 3}", "fact-scope"),
    ("a key that there is not", PATH, "decision: special-path\n", "decision: special-path\nnote: ¦x\n", "unknown-key"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_in_a_decision_is_found_at_its_line(
    tmp_path: Path, mistake: tuple[str, str, str, str, str]
) -> None:
    _, file, old, new, code = mistake
    region = write_decisions(write_region(tmp_path / "licang"))
    before = (region / file).read_text(encoding="utf-8").partition(old)[0]
    spoil(region, file, old, new.replace("¦", ""))
    line = (before + new.partition("¦")[0]).count("\n") + 1
    with pytest.raises(RuleFileError) as caught:
        load(region)
    found = [(one.file, one.line, one.code) for one in caught.value.problems]
    assert (file, line, code) in found


def test_the_decisions_without_a_mistake_are_read(tmp_path: Path) -> None:
    release = load(write_decisions(write_region(tmp_path / "licang")))
    assert list(release.decisions) == ["special-path", "supervision"]
    assert release.decisions["special-path"].invariants[0].where.line == 14


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("expect: [squad, home-call]", "expect: [squad，home-call]", "全角的逗号"),
        ("application.urgent: true, item", "urgent: true, item", "是不是“application.urgent”"),
    ],
    ids=["a full-width comma", "a fact without its scope"],
)
def test_what_an_officer_meant_is_guessed(tmp_path: Path, old: str, new: str, words: str) -> None:
    region = write_decisions(write_region(tmp_path / "licang"))
    spoil(region, PATH, old, new)
    with pytest.raises(RuleFileError) as caught:
        load(region)
    assert [one for one in caught.value.problems if words in one.zh + one.mend_zh]


def test_of_two_decisions_on_clocks_the_second_names_the_first(tmp_path: Path) -> None:
    region = write_decisions(write_region(tmp_path / "licang"))
    twice = (region / CARDS).read_text(encoding="utf-8").replace("decision: supervision", "decision: watch")
    (region / "decisions/watch.yaml").write_text(twice, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load(region)
    [found] = [one for one in caught.value.problems if one.code == "asked-of"]
    assert found.file == "decisions/watch.yaml"
    assert CARDS in found.zh
    assert CARDS in found.en


def test_an_outcome_that_nothing_chooses_and_one_of_another_s_title_are_told(tmp_path: Path) -> None:
    region = write_decisions(write_region(tmp_path / "licang"))
    added = "  - {outcome: agent, title: {zh: 帮办, en: an agent}}\n  - {outcome: guide, title: {zh: 不 需要, en: a guide}}\n"
    spoil(region, PATH, "en: not needed}}\n", "en: not needed}}\n" + added)
    spoil(
        region,
        PATH,
        "when: {application.urgent: true, item.inspection: joint}, choose: squad",
        "when: {application.urgent: true, item.inspection: joint}, choose: guide",
    )
    spoil(region, PATH, "otherwise: undetermined", "otherwise: agent")
    found = [
        (one.line, one.column, one.code, one.severity)
        for one in lint(read_folder(region), date(2026, 6, 1))
        if one.file == PATH
    ]
    assert found == [(5, 15, "unchosen-outcome", "warning"), (9, 29, "same-name", "error")]
