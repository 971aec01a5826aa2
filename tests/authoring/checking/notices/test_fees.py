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
    spoil(region, "notices/grant.yaml", 'zh: "准予{item}。"', f"zh: |\n    准予{{item}}。{text}。")
    return [(one.code, one.severity) for one in lint_laws(read_folder(region))]


@pytest.mark.parametrize(
    "text",
    [
        "请在三日内缴纳工本费",
        "请携带工本费10元到{hall}领取",
        "请先缴费",
        "请支付快递费",
        "Please pay the fee",
        "Courier fees are borne by the applicant",
        "Please pay 10.50 yuan and pay attention to the limit",
        "Leave a deposit at the hall",
        "请到财政局缴纳工本费",
        "逾期将取消资格。请提交社保证明和工本费",
        "请在三日内缴纳工本费，逾期取消预约",
        "不予退件。\n    请缴纳工本费",
        "逾期取消预约并缴纳工本费",
        "Fetch it from the bureau and pay 10 yuan",
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
        "Please pay attention to the limit",
        "Please deposit the originals at the hall",
        "Courier fees are borne by the government",
        "All fees are waived",
        "Whoever lies is fined up to 10,000 yuan",
        "Where this item has a fee,\n    please pay it by the rate in its guide",
        "本事项收费的，\n    请按办事指南公布的标准缴纳工本费",
        "工本费已经停征",
        "已取消工本费",
        "工本费自2025年1月1日起停征",
        "The government pays the courier fees",
        "Courier fees are paid out of public funds",
        "快递费财政承担",
        "请提交社会保险缴费证明",
        "请提交依法缴纳社会保险费的证明",
        "将处1万元罚款",
        "注册资本500万元以上",
    ],
)
def test_what_nobody_has_to_pay_may_be_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text, FREE) == []
