"""No notice asks for money where nothing is charged; that nothing is paid, or by whom, it may tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.notices.laws import lint_laws
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.broken import FOOD, GUIDE
from tests.authoring.region import spoil, write_region

FREE = GUIDE.replace(
    "charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true", "charged: false"
)


def told(tmp_path: Path, text: str, guide: str) -> list[tuple[str, str]]:
    region = write_region(tmp_path / "licang")
    spoil(region, FOOD, "materials:\n", f"{guide}materials:\n")
    spoil(region, "notices/grant.yaml", "准予{item}。", f"准予{{item}}。{text}。")
    return [(one.code, one.severity) for one in lint_laws(read_folder(region))]


@pytest.mark.parametrize(
    "text",
    [
        "请在三日内缴纳工本费",
        "请携带工本费10元到{hall}领取",
        "请先缴费",
        "请支付快递费",
        "Please pay the fee",
    ],
)
def test_a_notice_asks_for_money_only_where_every_item_that_sends_it_has_a_fee(
    tmp_path: Path, text: str
) -> None:
    assert told(tmp_path / "free", text, FREE) == [("guide-L09", "warning")]
    assert told(tmp_path / "charged", text, GUIDE) == []


@pytest.mark.parametrize(
    "text",
    [
        "可以预约上门取件，由政府付费",
        "不承担组织听证的费用",
        "本事项不收费",
        "本事项收费的，按办事指南公布的标准缴纳",
        "请勿向任何人转账缴费",
        "Nothing is to be paid",
    ],
)
def test_what_nobody_has_to_pay_may_be_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text, FREE) == []
