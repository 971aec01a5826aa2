"""The plans of a real region, each law broken once: what is told, where, and with which article."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from chalicelib.authoring.checking.plan_laws import lint_plans
from chalicelib.authoring.load import read
from chalicelib.authoring.problems import Problem

LICANG = Path("rules/licang")
ALL = tuple(sorted(file.stem for file in (LICANG / "plans").iterdir()))
OUT, TWO, VISIT = "outbound_courier", "two_way_courier", "one_visit"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district with its plans and a handful of its items: those of two departments."""
    folder = tmp_path_factory.mktemp("rules") / "licang"
    shutil.copytree(LICANG, folder, ignore=shutil.ignore_patterns("items"))
    for department in ("market-supervision", "public-security"):
        shutil.copytree(LICANG / "items" / department, folder / "items" / department)
    channels = (folder / "channels.yaml").read_text(encoding="utf-8")
    (folder / "channels.yaml").write_text(channels.partition("\nexamples:")[0] + "\n", encoding="utf-8")
    return folder


def broken(region: Path, plan: str, *edits: tuple[str, str]) -> list[Problem]:
    """What is found of a plan with these edits, each made wherever its text stands."""
    file = region / "plans" / f"{plan}.yaml"
    text = whole = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    try:
        return list(lint_plans(*read(region)))
    finally:
        file.write_text(whole, encoding="utf-8")


def codes(found: Iterable[Problem]) -> list[str]:
    return [one.code for one in found]


PRE_REVIEW = "    days: 5\n    silence: accepted           # 许可"
SILENCE = "    silence: accepted           # 许可"


@pytest.mark.parametrize("name", ["licang", "demo-linshan"])
def test_the_plans_of_both_regions_keep_the_law(name: str) -> None:
    assert list(lint_plans(*read(Path("rules") / name))) == []


@pytest.mark.parametrize("plan", ALL)
def test_silence_that_refuses_is_an_error_with_the_article(region: Path, plan: str) -> None:
    (found,) = broken(region, plan, (SILENCE, "    late: refuse                # 许可"))
    severity = "warning" if plan == "fully_online" else "error"  # these departments have no licence for it
    assert (found.code, found.severity, found.file) == ("silence-decides", severity, f"plans/{plan}.yaml")
    assert "第三十二条" in found.zh
    assert "article 32" in found.en


@pytest.mark.parametrize("plan", ALL)
def test_silence_that_passes_to_the_next_step_is_an_error(region: Path, plan: str) -> None:
    assert codes(broken(region, plan, (SILENCE, "    late: pass                  # 许可"))) == [
        "silence-decides"
    ]


@pytest.mark.parametrize("plan", ALL)
def test_a_pre_review_without_silence_is_an_error(region: Path, plan: str) -> None:
    assert codes(broken(region, plan, (SILENCE, "    # 许可"))) == ["silence-missing"]


@pytest.mark.parametrize("plan", ALL)
@pytest.mark.parametrize("step", ["correction-overdue", "review", "decision"])
def test_silence_accepts_nothing_where_no_application_is_answered(region: Path, plan: str, step: str) -> None:
    start = re.compile(rf"  - step: {step}\n    title: .*\n    by: staff\n")
    found = start.search((region / "plans" / f"{plan}.yaml").read_text(encoding="utf-8"))
    assert found is not None
    edit = (found.group(), found.group() + "    days: 1\n    silence: accepted\n")
    (told,) = broken(region, plan, edit)
    assert (told.code, told.severity) == ("silence-elsewhere", "error")


@pytest.mark.parametrize("days", [6, 50, 250])
def test_more_than_five_days_to_answer_are_an_error(region: Path, days: int) -> None:
    (found,) = broken(region, OUT, (PRE_REVIEW, PRE_REVIEW.replace("5", str(days))))
    assert found.code == "answer-days"
    assert str(days) in found.zh


def test_fewer_days_to_answer_are_the_office_s_own_promise(region: Path) -> None:
    assert broken(region, OUT, (PRE_REVIEW, PRE_REVIEW.replace("5", "3"))) == []


@pytest.mark.parametrize("plan", [OUT, TWO, VISIT, "inspection_collection"])
def test_a_licence_made_in_a_hundred_days_is_late_by_article_44(region: Path, plan: str) -> None:
    (found,) = broken(region, plan, ("days: 5                     # 与送达合计", "days: 100   # 与送达合计"))
    assert found.code == "delivery-days"
    assert "第四十四条" in found.zh
    assert "105" in found.zh


@pytest.mark.parametrize("days", ["6", "10"])
def test_making_and_delivering_share_the_ten_days(region: Path, days: str) -> None:
    edit = ("days: 5                     # 与送达合计", f"days: {days}   # 与送达合计")
    assert codes(broken(region, OUT, edit)) == ["delivery-days"]


def test_a_licence_step_without_days_is_an_error(region: Path) -> None:
    found = broken(region, OUT, ("    days: 5                     # 与送达合计", "    # 与送达合计"))
    assert codes(found) == ["delivery-days"]


@pytest.mark.parametrize("plan", [OUT, TWO, "inspection_collection"])
def test_a_channel_without_visit_hands_nothing_out_at_the_counter_only(region: Path, plan: str) -> None:
    found = broken(region, plan, ("ways: [courier, counter]", "ways: [counter]"))
    assert set(codes(found)) == {"counter-only"}
    assert len(found) == {OUT: 2, TWO: 3, "inspection_collection": 2}[plan]  # the refusal and the papers too


def test_at_one_visit_the_counter_may_be_the_only_way(region: Path) -> None:
    assert broken(region, VISIT, ("ways: [courier, counter]", "ways: [counter]")) == []


@pytest.mark.parametrize("state", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15])
def test_a_grant_has_the_state_of_a_grant(region: Path, state: int) -> None:
    found = broken(region, OUT, ("by: end, state: 11}", f"by: end, state: {state}}}"))
    assert codes(found) == ["never-granted" if state == 15 else "end-contradicted"]


@pytest.mark.parametrize("state", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15])
def test_a_refusal_has_the_state_of_a_refusal(region: Path, state: int) -> None:
    assert codes(broken(region, OUT, ("by: end, state: 13}", f"by: end, state: {state}}}"))) == [
        "end-contradicted"
    ]


@pytest.mark.parametrize("state", [1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15])
def test_what_is_not_accepted_has_its_own_state(region: Path, state: int) -> None:
    assert codes(broken(region, OUT, ("by: end, state: 5}", f"by: end, state: {state}}}"))) == [
        "end-contradicted"
    ]


def test_nothing_is_decided_before_it_is_accepted(region: Path) -> None:
    favour = "      - {outcome: favour, title: {zh: 直接审查, en: favour}, next: review}\n"
    asked = "      - {outcome: correct, title: {zh: 需补正, en: to be corrected}, next: correction}\n"
    for plan in (OUT, "fully_online"):
        found = broken(region, plan, (asked, favour + asked))
        assert codes(found) == ["end-contradicted"] * 2  # granted and refused
        assert all("未受理" in one.zh for one in found)


def test_acceptance_cannot_be_refused_after_acceptance(region: Path) -> None:
    found = broken(region, OUT, (", before: accepted, reason: required}", ", reason: required}"))
    assert codes(found) == ["end-contradicted"]
    assert "已受理" in found[0].zh


@pytest.mark.parametrize("plan", ALL)
def test_no_refusal_goes_without_its_reason(region: Path, plan: str) -> None:
    found = broken(region, plan, (", reason: required}", "}"))
    assert set(codes(found)) == {"refusal-without-reason"}
    assert len(found) >= 4
    assert "第三十八条" in found[0].zh


def test_a_channel_is_what_its_name_says(region: Path) -> None:
    file = region / "plans" / f"{OUT}.yaml"
    text = file.read_text(encoding="utf-8")
    other = (region / "plans" / f"{TWO}.yaml").read_text(encoding="utf-8")
    file.write_text(other.replace(f"plan: {TWO}", f"plan: {OUT}"), encoding="utf-8")
    try:
        found = list(lint_plans(*read(region)))
    finally:
        file.write_text(text, encoding="utf-8")
    assert codes(found) == ["channel-paper"]


def test_the_licensing_law_is_not_held_against_plans_of_other_items(region: Path) -> None:
    """A channel that no licence can take owes no answer in five days; it spends nothing by itself either."""
    changed: dict[Path, str] = {}
    for file in (region / "items").rglob("*.yaml"):
        changed[file] = file.read_text(encoding="utf-8")
        file.write_text(changed[file].replace('type: "01"', 'type: "20"'), encoding="utf-8")
    try:
        edits = ((SILENCE, "    # 许可"), (", reason: required}", "}"))
        assert broken(region, OUT, *edits) == []
        assert codes(
            broken(region, TWO, ("en: supplied}, next: pre-review}", "en: supplied}, next: pick-up}"))
        ) == ["order-by-itself"]
    finally:
        for file, text in changed.items():
            file.write_text(text, encoding="utf-8")
