"""What a region without some notice is told, and what nobody has to write a notice for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.notices.issued import OF_EXTENSION, OF_OUTCOME, OF_PROGRAM
from chalicelib.decisions.forms.notice import ALWAYS, BY_PROGRAM, Placeholder
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def codes(region: Path) -> list[tuple[str, str, str]]:
    found = check(region, TODAY, engines=()).problems
    return [(one.file, one.code, one.severity) for one in found if one.code != "no-example"]


@pytest.mark.parametrize("kind", [*BY_PROGRAM, "acceptance"])
def test_what_the_program_or_the_law_issues_must_be_there(region: Path, kind: str) -> None:
    (region / f"notices/{kind}.yaml").unlink()
    assert codes(region) == [(f"notices/{kind}.yaml", "missing-notice", "error")]


@pytest.mark.parametrize("kind", ["correction", "acceptance-refused", "grant", "refusal", "extension"])
def test_what_a_plan_or_a_clock_issues_must_be_there(region: Path, kind: str) -> None:
    (region / f"notices/{kind}.yaml").unlink()
    found = codes(region)
    assert found
    assert {(code, severity) for _, code, severity in found} == {("unknown-notice", "error")}


def test_a_region_without_a_notice_file_is_told_so_and_not_that_its_remedies_are_missing(
    region: Path,
) -> None:
    for file in (region / "notices").iterdir():
        file.unlink()
    assert {code for _, code, _ in codes(region)} == {"unknown-notice"}


def test_where_no_item_is_a_licence_the_licensing_law_asks_for_nothing(region: Path) -> None:
    for item in ("items/market/food.yaml", "items/health/vault.yaml"):
        spoil(region, item, 'type: "01"', 'type: "20"')
    spoil(region, "notices/acceptance.yaml", "seal: true", "seal: false")
    spoil(region, "notices/refusal.yaml", "六个月内", "三十日内")
    found = codes(region)
    assert not {code for _, code, _ in found} & {"notice-seal", "remedy-period", "notice-lacks"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("region.yaml", "zh: 区政府, en: the district government", body)
        for body in (
            "zh: 李沧区人民政府（法院路5号）, en: Licang District Government (Court Road 5)",
            "zh: 李沧区人民政府，法院路5号，信访局隔壁, en: 'Licang District Government, Court Road 5'",
            "zh: 区政府行政复议接待窗口, en: the review desk of the district government",
            "zh: 景德镇市人民政府, en: Jingdezhen Municipal Government",
            "zh: 青岛市市场监管局, en: Qingdao Market Supervision Administration",
        )
    ]
    + [
        ("notices/refusal.yaml", "可在六十日内向{review_body}申请复议，六个月内向{court}起诉。", told)
        for told in (
            "可以申请复议或者起诉：六个月内向{court}起诉，六十日内向{review_body}申请复议。",
            "可以向{review_body}申请复议或者向{court}起诉，期限分别为六十日和六个月。",
            "可在六十日、六个月内，分别向{review_body}、{court}申请行政复议、提起行政诉讼。",
            "可在60天内向{review_body}申请复议，6个月内向{court}起诉。",
        )
    ],
)
def test_a_body_is_known_by_its_name_and_a_period_by_its_remedy(
    region: Path, file: str, old: str, new: str
) -> None:
    spoil(region, file, old, new)
    assert not codes(region)


def test_a_notice_with_a_mistake_is_not_called_missing(region: Path) -> None:
    spoil(region, "notices/grant.yaml", "seal: true", "sael: true")
    assert [code for _, code, _ in codes(region)] == ["unknown-key"]


def test_everything_that_can_be_filled_in_is_known_at_some_time() -> None:
    known = OF_OUTCOME.union(OF_EXTENSION, *OF_PROGRAM.values())
    assert known == set(Placeholder)
    assert all(each >= ALWAYS for each in (OF_OUTCOME, OF_EXTENSION, *OF_PROGRAM.values()))
