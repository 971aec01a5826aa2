"""What a code refers to is told by its name, so that nobody has to know the codes to see what changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.forms.entry import Entry
from tests.authoring.region import spoil, write_region

FOOD = "items/market/food.yaml"
UNITS = "units.yaml"
HEALTH = "name: {zh: 卫健局, en: Health bureau}, kind: department"
TWO = "name: {zh: 大厅, en: Hall}, kind: counter"


def changed(tmp_path: Path, file: str, was: str, new: str) -> list[Entry]:
    before, after = write_region(tmp_path / "old" / "licang"), write_region(tmp_path / "new" / "licang")
    spoil(after, file, was, new)
    return entries(load(before), load(after))


@pytest.mark.parametrize(
    ("file", "was", "new", "field", "old_name", "new_name"),
    [
        (
            FOOD,
            "decides: market",
            "decides: health",
            "units.decides",
            "市场监管局（market）",
            "卫健局（health）",
        ),
        (
            FOOD,
            "decides: market",
            "decides: market, inspects: [health]",
            "units.inspects[health]",
            None,
            "卫健局（health）",
        ),
        (
            UNITS,
            HEALTH,
            f"{HEALTH}, until: 2026-12-31, joined: market",
            "units[health].joined",
            None,
            "市场监管局（market）",
        ),
        (
            UNITS,
            "卫健局, en: Health bureau}, kind: department",
            "卫健局, en: Health bureau}, kind: authority",
            "units[health].kind",
            "部门（department）",
            "审批机关（authority）",
        ),
        (
            FOOD,
            "acceptance_trigger:",
            "until: 2027-01-31\nreplaced_by: vault\nacceptance_trigger:",
            "replaced_by",
            None,
            "金库方案（vault）",
        ),
        (
            "parts/decision.yaml",
            "    unit: decides",
            "    unit: hall",
            "steps[decision].unit",
            "决定单位（decides）",
            "大厅（hall）",
        ),
        (
            "parts/hand-out.yaml",
            "next: send}",
            "next: at-counter}",
            "steps[delivery-problem].outcomes[again].next",
            "送达（delivery）",
            "窗口领取（delivery-at-counter）",
        ),
        (
            "parts/acceptance.yaml",
            "        issues: correction",
            "        issues: acceptance-refused",
            "steps[acceptance].outcomes[correct].issues",
            "补正告知书（correction）",
            "不予受理通知书（acceptance-refused）",
        ),
        (
            "parts/counter.yaml",
            "late: [given-up, not-handed-in]",
            "late: [given-up]",
            "steps[counter].late[not-handed-in]",
            "未交（not-handed-in）",
            None,
        ),
        (
            "parts/acceptance.yaml",
            "when: {item.acceptance_trigger: paper}",
            "when: {item.acceptance_trigger: prereview}",
            "steps[acceptance].gates[1].when[item.acceptance_trigger]",
            "“受理时点”为“收到纸质材料后受理”",
            "“受理时点”为“预审通过即受理”",
        ),
        (
            "clocks.yaml",
            "stops: [told, accepted, not-accepted]",
            "stops: [told, accepted]",
            "clocks[reply].stops[not-accepted]",
            "不予受理（not-accepted）",
            None,
        ),
    ],
)
def test_what_a_code_refers_to_is_told_by_name(
    tmp_path: Path, file: str, was: str, new: str, field: str, old_name: str | None, new_name: str | None
) -> None:
    found = {one.at.field: one for one in changed(tmp_path, file, was, new)}
    words = tuple(None if each is None else each.zh for each in found[field].words)
    assert words == (old_name, new_name)


def test_a_way_out_that_leads_elsewhere_is_told_by_the_steps_names(tmp_path: Path) -> None:
    edit = ("lost: [{go_on: licence}]", "lost: [{go_on: decision}]")
    (one,) = [one for one in changed(tmp_path, "plans/one_visit.yaml", *edit) if one.at.field == "exits.lost"]
    assert [None if each is None else each.en for each in one.words] == [
        "Licence is made (licence)",
        "Decision (decision)",
    ]


def test_names_within_what_comes_new_are_told_too(tmp_path: Path) -> None:
    edit = (TWO, f'{TWO}, members: [{{member: "01", knows: [food]}}]')
    (one,) = changed(tmp_path, UNITS, *edit)
    said = [each.words[1].zh for each in one.inside if each.words[1] is not None]
    assert said == ["食品经营许可（food）"]


@pytest.mark.parametrize(("name", "said"), [("卫健局", True), ("市场监菅局", False)])
def test_two_names_that_look_alike_are_still_told_apart_by_their_signs(
    tmp_path: Path, name: str, said: bool
) -> None:
    """Names of units are anybody's words: where one could be taken for the other their signs are told."""
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    for folder in (old, new):
        spoil(folder, "units.yaml", "zh: 卫健局", f"zh: {name}")
    spoil(new, FOOD, "decides: market", "decides: health")
    (one,) = entries(load(old), load(new))
    assert one.said is said
