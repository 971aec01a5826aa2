"""What comes of a rule's date is told once, with the rule, and not as the faults of all that it touches."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
FOOD = "items/market/food.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Couriers bring papers, too; two more shops are like the first, and no item says why anybody comes."""
    region = write_region(tmp_path / "licang")
    spoil(region, "channels.yaml", "item.paper_originals: {at_most: 0}, ", "")
    spoil(region, FOOD, "format: electronic, originals: 0", "format: paper, originals: 1")
    text = (region / FOOD).read_text(encoding="utf-8")
    for name, zh, en in (("tea", "茶馆许可", "Tea house"), ("inn", "旅馆许可", "Inn")):
        other = text.replace("item: food", f"item: {name}").replace("食品经营许可", zh)
        path = region / f"items/market/{name}.yaml"
        path.write_text(other.replace("Food business licence", en), encoding="utf-8")
    return region


def found(folder: Path, code: str) -> list[Problem]:
    return [one for one in check(folder, TODAY).problems if one.code == code]


@pytest.mark.parametrize(
    ("dates", "zh"),
    [
        ("from: 2030-01-01", "规则“快递送达”自 2030-01-01 起才有效"),
        ("from: 2016-08-01\n    until: 2025-12-31", "规则“快递送达”到 2025-12-31 为止，已失效"),
    ],
)
def test_visits_that_come_of_a_rules_date_are_told_once_at_that_date(
    folder: Path, dates: str, zh: str
) -> None:
    assert found(folder, "visit-without-reason") == []
    spoil(folder, "channels.yaml", "from: 2016-08-01", dates)
    (one,) = found(folder, "visit-without-reason")
    assert (one.file, zh in one.zh, "3 个事项须到场" in one.zh) == ("channels.yaml", True, True)
    written = (folder / one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]
    assert dates.splitlines()[-1].strip() in written
    assert "'By courier'" in one.en


def test_an_item_that_needs_a_visit_whatever_the_day_is_told_at_itself(folder: Path) -> None:
    spoil(folder, "items/health/vault.yaml", "visit_reason: {zh: 涉密, en: secret}\n", "")
    (one,) = found(folder, "visit-without-reason")
    assert one.file == "items/health/vault.yaml"


def test_an_example_whose_rule_begins_later_says_so(folder: Path) -> None:
    spoil(folder, "channels.yaml", "from: 2016-08-01", "from: 2030-01-01")
    told = found(folder, "example")
    assert Counter("自 2030-01-01 起才有效，而这个示例按 2026-06-01 判断" in one.zh for one in told) == {
        True: 1
    }
    assert (
        "the rule 'By courier' begins on 2030-01-01, and the example is decided as of 2026-06-01"
        in told[0].en
    )
    lacking = [one.line for one in found(folder, "no-example")]
    courier = FILES["channels.yaml"].splitlines().index("  - rule: courier") + 1
    assert courier not in lacking  # it has one; only its date is another


def test_an_example_that_comes_out_otherwise_on_any_day_is_told_as_before(folder: Path) -> None:
    spoil(folder, "channels.yaml", "expect: outbound_courier, by: courier", "expect: one_visit, by: counter")
    (one,) = found(folder, "example")
    assert "而这个示例按" not in one.zh
