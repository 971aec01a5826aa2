"""Materials that hang on facts, or need not come at once: what plans, approvers and questions make of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.items.materials import asked_elsewhere
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.forms.asks import asks
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
FOOD, VAULT = "items/market/food.yaml", "items/health/vault.yaml"
LICENCE, FACTS = "parts/licence.yaml", "facts.yaml"
MATERIAL = "format: electronic, originals: 0"
AGENT = "  - {fact: application.agent, title: {zh: 代理人办理, en: by an agent}, type: bool, usual: false}\n"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    folder = write_region(tmp_path / "licang")
    (folder / FACTS).write_text(FILES[FACTS] + AGENT, encoding="utf-8")
    return folder


def found(region: Path) -> list[Problem]:
    """All but what the base region lacks, an example of the vault's own rule, and its published figures."""
    problems = check(region, TODAY, engines=()).problems
    return [one for one in problems if one.code not in ("no-example", "totals")]


def test_a_plan_that_makes_the_licence_without_waiting_is_told_at_that_outcome(region: Path) -> None:
    assert found(region) == []
    spoil(region, FOOD, MATERIAL, "format: electronic, deferrable: {before: made, days: 20}")
    (problem,) = found(region)
    assert (problem.file, problem.code, problem.severity) == (LICENCE, "deferred-not-awaited", "error")
    assert "food" in problem.en
    waits = "marks: made, number: required, waits_for: deferred}\n"
    never = (
        "      - {outcome: never-came, title: {zh: 未补齐, en: never came}, next: lapsed, reason: required}\n"
    )
    spoil(region, LICENCE, "marks: made, number: required}\n", waits + never)
    spoil(region, LICENCE, "en: Licence}\n", "en: Licence}\nexits: [lapsed]\n")
    assert "deferred-not-awaited" not in {one.code for one in found(region)}


def test_what_may_come_after_the_licence_holds_no_plan_up(region: Path) -> None:
    spoil(region, FOOD, MATERIAL, "format: electronic, deferrable: {days: 20}")
    assert found(region) == []


def test_who_need_not_give_the_only_paper_is_proved_to_have_somewhere_to_go(region: Path) -> None:
    """The plan without paper is walked by the applicant who gives none as by the one who does."""
    spoil(region, FOOD, MATERIAL, "format: both, originals: 1, when: {application.agent: true}")
    told = {one.code for one in found(region)}
    assert told == set(), "the ordinary applicant goes on by courier, an agent comes to the counter"


def test_a_new_condition_is_told_in_words_and_whom_it_newly_asks(region: Path, tmp_path: Path) -> None:
    old = load(region)
    spoil(region, FOOD, MATERIAL, f"{MATERIAL}, when: {{application.agent: true}}")
    new = load(region)
    compared = diff(old, new, TODAY)
    (entry,) = [one for one in compared.entries if "materials" in one.at.field]
    assert "适用情形" in entry.at.title.zh
    assert entry.at.danger.value in ("papers", "personal")
    (ask,) = asks(old, new, TODAY)
    assert (ask.item, ask.fact.fact, ask.added) == ("food", "application.agent", True)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("deferrable: {before: made, days: 20}", "容缺"),
        ("original: seen", "原件去向"),
        (
            "committed: {when: {application.agent: true}, checked_within: {days: 60}, "
            "text: {zh: 本人承诺属实。, en: I promise that it is true.}}",
            "告知承诺",
        ),
    ],
)
def test_what_becomes_of_a_material_is_told_as_what_touches_papers(
    region: Path, written: str, title: str
) -> None:
    old = load(region)
    spoil(region, FOOD, MATERIAL, f"{MATERIAL}, {written}")
    entries = [one for one in diff(old, load(region), TODAY).entries if "materials" in one.at.field]
    assert entries
    assert all(title in one.at.title.zh for one in entries)
    for one in entries:  # what an applicant is asked besides is personal
        assert one.at.danger.value == ("personal" if "when" in one.at.field else "papers")


SHARED = "  - {material: shared, name: {zh: 方 案, en: Plan}, shared: {from: health}"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (f"{SHARED}}}\n", "", 1),
        (f"{SHARED}, from: 2027-01-01}}\n", "", 0),
        (f"{SHARED}, until: 2026-01-01}}\n", "", 0),
        ("", f"{SHARED}}}\n", 0),
        ("", f"{SHARED}, when: {{application.agent: true}}}}\n", 0),
        (f"{SHARED}}}\n", f"{SHARED}}}\n", 1),
    ],
)
def test_what_the_office_has_by_sharing_is_told_of_another_item_and_from_its_day_on(
    region: Path, first: str, second: str, told: int
) -> None:
    spoil(region, FOOD, "materials:\n", f"materials:\n{first}")
    spoil(region, VAULT, "materials:\n", f"materials:\n{second}")
    found = list(asked_elsewhere(read_folder(region), TODAY))
    assert [(one.file, one.code) for one in found] == [(VAULT, "shared-asked")] * told


PROMISE = (
    f"{MATERIAL}, committed: {{when: {{application.agent: true}}, checked_within: {{days: 60}}, "
    "text: {zh: 本人承诺属实。, en: I promise that it is true.}}"
)


def test_a_promise_of_which_nobody_is_told_what_is_promised_is_told_and_may_be_published(
    region: Path,
) -> None:
    spoil(region, FOOD, MATERIAL, PROMISE)
    assert found(region) == []
    spoil(region, FOOD, ", text: {zh: 本人承诺属实。, en: I promise that it is true.}", "")
    (problem,) = found(region)
    assert (problem.file, problem.code, problem.severity) == (FOOD, "promise-unsaid", "warning")
    assert load(region).items["food"].materials[0].committed is not None


def test_another_wording_of_a_promise_is_told_as_what_the_law_asks_for(region: Path) -> None:
    spoil(region, FOOD, MATERIAL, PROMISE)
    old = load(region)
    spoil(region, FOOD, "本人承诺属实", "本人承诺完全属实")
    (entry,) = diff(old, load(region), TODAY).entries
    assert (entry.old, entry.new) == ("本人承诺属实。", "本人承诺完全属实。")
    assert "承诺内容" in entry.at.title.zh
    assert entry.at.danger.value == "law"
