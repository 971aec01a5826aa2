"""What need not be handed in any more, may come later, or is promised: told as loosened, of the item that says so."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.strictness.change import Change
from tests.authoring.region import spoil, write_decisions

TODAY = date(2026, 6, 1)
FOOD, VAULT = "items/market/food.yaml", "items/health/vault.yaml"
FORM = "{material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}"
FIRST = "{fact: application.first, title: {zh: 首次, en: first}, type: bool}"
PROMISED = (
    "committed: {when: {application.urgent: true, application.first: true}, checked_within: {days: 60}}}"
)


def with_(more: str) -> str:
    return FORM.replace("originals: 0}", f"originals: 0, {more}")


def told(old: Path, new: Path) -> list[Change]:
    return list(diff(load(old), load(new), TODAY).strictness)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (FORM, with_("need: optional}"), "禁止的变少。例：食品经营许可，任何情形（2026-06-01 起）。原来必须提供，改后可以不提供"),
        (f"  - {FORM}\n", "  - {material: other, name: {zh: 别的, en: Other}, format: electronic, originals: 0, need: optional}\n", "已删除。例：食品经营许可，任何情形（2026-06-01 起）。原来必须提供，改后可以不提供"),
        (FORM, with_("when: {application.urgent: true}}"), "适用的情形变少。例：食品经营许可，假设急需：否（2026-06-01 起）。原来必须提供，改后可以不提供"),
        (FORM, with_("until: 2026-12-31}"), "2027-01-01 起失效。例：食品经营许可，任何情形（2027-01-01 起）。原来必须提供，改后可以不提供"),
        (FORM, with_("deferrable: {days: 20}}"), "禁止的变少。例：食品经营许可，任何情形（2026-06-01 起）。原来不可以、改后可以在制证后补交"),
        (FORM, with_("deferrable: {before: made, days: 20}}"), "禁止的变少。例：食品经营许可，任何情形（2026-06-01 起）。原来不可以、改后可以在受理后补交"),
        (with_("deferrable: {before: made, days: 20}}"), with_("deferrable: {days: 20}}"), "禁止的变少。例：食品经营许可，任何情形（2026-06-01 起）。原来不可以、改后可以在制证后补交"),
        (FORM, with_(PROMISED), "适用的情形变少。例：食品经营许可，假设首次：是；急需：是（2026-06-01 起）。原来必须提供，改后可以不提供"),
        (with_(PROMISED), with_(PROMISED.replace(", application.first: true", "")), "适用的情形变少。例：食品经营许可，假设首次：否；急需：是（2026-06-01 起）。原来必须提供，改后可以不提供"),
    ],
    ids=["optional", "gone", "sometimes", "until", "after", "later", "even later", "promised", "promised more"],
)  # fmt: skip
def test_what_may_be_lacking_now_is_loosened_and_the_other_way_round_tightened(
    old: Path, new: Path, was: str, now: str, said: str
) -> None:
    for folder in (old, new):
        spoil(write_decisions(folder), "facts.yaml", "facts:\n", f"facts:\n  - {FIRST}\n")
    if was.startswith("{"):
        spoil(old, FOOD, FORM, was)
    spoil(new, FOOD, FORM if was.startswith("{") else was, now)
    (change,) = told(old, new)
    assert (change.strictness, change.title.zh) == ("loosened", "事项“食品经营许可” › 申请材料“申请书”")
    assert change.looser is not None
    assert change.looser.words.zh == said
    assert [one.strictness for one in told(new, old)] == ["tightened"]


@pytest.mark.parametrize(
    "now",
    [
        FORM.replace("material: form", "material: sheet"),
        "{material: form, name: {zh: 申请书, en: Form}, shared: {from: health}}",
        FORM.replace("format: electronic, originals: 0", "format: paper, originals: 1"),
        with_("until: 2026-12-31}") + "\n  - " + with_("from: 2027-01-01}"),
    ],
    ids=["renamed", "given by another office", "on paper", "in two periods"],
)
def test_what_has_to_be_there_as_before_is_no_change(old: Path, new: Path, now: str) -> None:
    spoil(new, FOOD, FORM, now)
    assert told(old, new) == []


def test_what_is_optional_and_goes_or_comes_later_loosens_nothing(old: Path, new: Path) -> None:
    spoil(
        new,
        VAULT,
        "  - {material: old, name: {zh: 旧证, en: Old}, format: both, originals: 1, need: optional}\n",
        "",
    )
    assert told(old, new) == []


def test_the_same_change_of_several_items_is_told_once_and_days_that_are_waited_longer_by_themselves(
    old: Path, new: Path
) -> None:
    later = with_("deferrable: {days: 20}}")
    for folder in (old, new):
        spoil(folder, VAULT, "materials:\n", f"materials:\n  - {FORM}\n")
    for file in (FOOD, VAULT):
        spoil(new, file, FORM, later)
    (change,) = told(old, new)
    assert change.title.zh == "事项“食品经营许可、金库方案” › 申请材料“申请书”"
    spoil(old, FOOD, FORM, later)
    spoil(old, VAULT, FORM, later)
    spoil(new, FOOD, later, later.replace("20", "30"))
    (change,) = told(old, new)
    assert (change.field, change.strictness) == ("materials[form].deferrable", "loosened")


def test_days_of_which_the_licence_waits_no_more_are_compared_as_days(old: Path, new: Path) -> None:
    spoil(old, FOOD, FORM, with_("deferrable: {days: 29, before: made}}"))
    spoil(new, FOOD, FORM, with_("deferrable: {days: 28}}"))
    kinds = [(one.field, one.strictness) for one in told(old, new)]
    assert ("materials[form].deferrable", "tightened") in kinds


def test_each_of_two_new_materials_of_one_name_is_told(old: Path, new: Path) -> None:
    more = "".join(f"  - {FORM.replace('material: form', f'material: {code}')}\n" for code in ("one", "two"))
    spoil(new, FOOD, f"  - {FORM}\n", f"  - {FORM}\n{more}")
    assert [one.field for one in told(old, new)] == ["materials[one]", "materials[two]"]


@pytest.mark.parametrize("bound", ["at_most: 9999-12-31", "at_least: 0001-01-01"])
def test_a_promise_up_to_the_last_day_that_there_is_lets_all_be_lacking(
    old: Path, new: Path, bound: str
) -> None:
    day = "{fact: application.opens, title: {zh: 开业日, en: opens}, type: date}"
    for folder in (old, new):
        spoil(write_decisions(folder), "facts.yaml", "facts:\n", f"facts:\n  - {day}\n")
    promised = f"committed: {{when: {{application.opens: {{{bound}}}}}, checked_within: {{days: 60}}}}}}"
    spoil(new, FOOD, FORM, with_(promised))
    assert [one.strictness for one in told(old, new)] == ["loosened"]
