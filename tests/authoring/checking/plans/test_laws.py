"""The plans of the real regions keep the law; each of its guards taken away is missed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from chalicelib.authoring.checking.clocks import lint_clocks
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.plans.law.laws import lint_plans
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.region import spoil, write_district, write_region


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_district(tmp_path_factory.mktemp("rules") / "licang")


def linted(folder: Path) -> list[Problem]:
    files, release = read(folder)
    return [*lint_plans(files, Walks(release)), *lint_clocks(files, release)]


def broken(region: Path, file: str, *edits: tuple[str, str]) -> list[Problem]:
    """What is found of the region with these edits of a file, each made wherever its text stands."""
    path = region / file
    text = whole = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    try:
        return linted(region)
    finally:
        path.write_text(whole, encoding="utf-8")


def codes(found: Iterable[Problem]) -> list[str]:
    return [one.code for one in found]


def test_an_acceptance_that_is_gone_for_many_items_is_told_of_the_part(region: Path) -> None:
    found = broken(region, "parts/acceptance.yaml", (", accepts: paper", ""))
    assert {one.file.partition("/")[0] for one in found if one.code == "decided-unaccepted"} == {"parts"}


@pytest.mark.parametrize("name", ["licang", "demo-linshan"])
def test_the_plans_of_both_regions_keep_the_law(name: str) -> None:
    assert linted(Path("rules") / name) == []


@pytest.mark.parametrize("left", [5, 9, 250])
def test_a_warning_that_comes_on_the_first_day_is_none(region: Path, left: int) -> None:
    reply = "the supervisor is told\n    warn: [{days_left: 2"
    found = broken(region, "clocks.yaml", (reply, reply.replace("2", str(left))))
    assert [(one.code, one.severity) for one in found] == [("clock-warns", "warning")]
    assert broken(region, "clocks.yaml", (reply, reply.replace("2", "4"))) == []


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [("hearing", "true", True), ("hearing", "false", False), ("hearing_aid", "true", False)],
)
def test_a_region_without_hearings_is_told_where_a_licence_needs_one(
    tmp_path: Path, fact: str, value: str, told: bool
) -> None:
    region = write_region(tmp_path / "licang")
    declared = f"  - {{fact: item.{fact}, title: {{zh: 听, en: hear}}, type: bool}}\n"
    spoil(region, "facts.yaml", "  - {fact: item.secret,", f"{declared}  - {{fact: item.secret,")
    spoil(region, "items/market/food.yaml", "  secret: false\n", f"  secret: false\n  {fact}: {value}\n")
    spoil(region, "items/health/vault.yaml", "{secret: true,", f"{{secret: true, {fact}: false,")
    assert codes(linted(region)) == ["never-heard"] * told


GUARDS = {
    "acceptance refused after silence has accepted": (
        "parts/pre-review.yaml",
        ("next: not-accepted, before: accepted", "next: not-accepted"),
        "end-contradicted",
    ),
    "papers brought too late after acceptance count as given up": (
        "parts/papers-at-counter.yaml",
        ("next: given-up, before: accepted", "next: given-up"),
        "end-contradicted",
    ),
    "no way on for whoever was accepted and brings nothing": (
        "parts/papers-at-counter.yaml",
        ("next: unfit, after: accepted", "next: unfit, before: accepted"),
        "hangs-on-applicant",
    ),
    "a grant that waits for no paper": (
        "parts/decision.yaml",
        (", waits_for: papers", ""),
        "granted-without-papers",
    ),
    "a refusal of which nobody says why": (
        "parts/refusal.yaml",
        (", reason: required", ""),
        "refusal-without-reason",
    ),
    "a revocation of which nobody says why": (
        "parts/licence.yaml",
        ("issues: revocation, reason: required", "issues: revocation"),
        "refusal-without-reason",
    ),
    "an inspection by one officer": (
        "parts/inspection.yaml",
        ("    officers: 2 ", "    officers: 1 "),
        "one-officer",
    ),
    "a hearing told three days before": (
        "parts/hearing.yaml",
        ("at_least: {working_days: 7}", "at_least: {working_days: 3}"),
        "hearing-notice",
    ),
    "papers that inspectors keep when the case is refused": (
        "parts/hand-out.yaml",
        (", hand_over: {what: papers, from: units, to: hall, counted: true}", ""),
        "papers-away",
    ),
    "a result that only the applicant can fetch": (
        "parts/hand-out.yaml",
        ("next: onward, marks: delivered, reason: required", "next: at-counter, reason: required"),
        "hangs-on-applicant",
    ),
    "a licence that counts as handed out though nobody has it": (
        "parts/hand-out.yaml",
        ("visit: true, marks: delivered", "visit: true"),
        "end-contradicted papers-away",
    ),
    "an answer after a week and a half": (
        "clocks.yaml",
        ("limit: {working_days: 5}", "limit: {working_days: 8}"),
        "answer-days",
    ),
    "a licence handed out after three weeks": (
        "clocks.yaml",
        ("limit: {working_days: 10}", "limit: {working_days: 15}"),
        "delivery-days",
    ),
}


@pytest.mark.parametrize("others", ["review, pre-review", "decision, review", "inspection"])
def test_a_second_person_may_be_wanted_after_any_step_that_comes_before(region: Path, others: str) -> None:
    assert broken(region, "parts/decision.yaml", ("other_than: [review]", f"other_than: [{others}]")) == []


@pytest.mark.parametrize("what", GUARDS)
def test_a_guard_taken_away_is_missed(region: Path, what: str) -> None:
    file, edit, code = GUARDS[what]
    found = broken(region, file, edit)
    assert set(codes(found)) == set(code.split())
    assert "error" in {one.severity for one in found}


def test_a_finding_in_a_part_is_told_once_however_many_plans_use_it(region: Path) -> None:
    (found,) = broken(region, "parts/decision.yaml", (", issues: refusal, reason: required", ""))
    assert (found.code, found.file) == ("refusal-without-reason", "parts/decision.yaml")
    assert "第三十八条" in found.zh
    assert "articles 32 and 38" in found.en


def test_nothing_is_decided_that_was_not_accepted(region: Path) -> None:
    """Accepted on paper, and the papers come with the inspection: refused there, it never was accepted."""
    item = "items/market-supervision/food-business-licence.yaml"
    found = broken(region, item, ("acceptance_trigger: prereview", "acceptance_trigger: paper"))
    assert [(one.file, one.code) for one in found] == [(item, "decided-unaccepted")]
    assert "第三十二条" in found[0].zh


def test_the_licensing_law_is_not_held_against_plans_of_other_items(region: Path) -> None:
    """A channel that no licence can take owes no reasons; it must come to an end all the same."""
    changed: dict[Path, str] = {}
    for path in (region / "items").rglob("*.yaml"):
        changed[path] = path.read_text(encoding="utf-8")
        path.write_text(changed[path].replace('type: "01"', 'type: "20"'), encoding="utf-8")
    try:
        found = broken(region, "parts/refusal.yaml", (", reason: required", ""))
        assert [(one.code, one.severity) for one in found] == [("refusal-without-reason", "warning")]
        assert broken(region, "clocks.yaml", ("limit: {working_days: 5}", "limit: {working_days: 8}")) == []
        file, edit, code = GUARDS["a result that only the applicant can fetch"]
        assert {(one.code, one.severity) for one in broken(region, file, edit)} == {(code, "error")}
    finally:
        for path, text in changed.items():
            path.write_text(text, encoding="utf-8")
