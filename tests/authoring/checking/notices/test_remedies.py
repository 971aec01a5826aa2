"""A notice lets people ask for a review or sue; what laws bar at a time or for a reason it may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.notices.exchanged import lint_exchanged
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import spoil, write_region

RIGHT = "可在六十日内向{review_body}申请复议，六个月内向{court}起诉。"


def told(tmp_path: Path, more: str) -> list[str]:
    """What is told of a refusal that says a sentence more."""
    region = write_region(tmp_path / "licang")
    spoil(region, "notices/refusal.yaml", RIGHT, f"{RIGHT}{more}。")
    return [one.code for one in lint_exchanged(read_folder(region))]


@pytest.mark.parametrize(
    "text",
    [
        "自收到之日起六十日后可以向{review_body}申请复议",
        "自收到之日起满六个月后，可以向{court}起诉",
        "六十日期满以后申请行政复议",
        "如不服，六十日内不得申请行政复议",
        "本决定为终局决定，不得申请行政复议或者提起诉讼",
        "对本决定无权提起行政诉讼",
        "自本决定作出之日起六十日内可以向{review_body}申请复议",
        "自作出决定之日起六个月内，可以向{court}起诉",
        "You may ask {review_body} for review within sixty days of the date of this decision",
        "You may ask {review_body} for review after sixty days",
        "You may not sue at {court} within six months",
        "If you disagree, you may not ask {review_body} for review within sixty days of receiving this",
        "If you disagree, you may ask {review_body} for review within sixty days and may not sue at {court}",
        "可以申请复议，除此之外不得向{court}提起行政诉讼",
        "自受理之日起六十日内可以向{review_body}申请复议",
        "自申请之日起六个月内，可以向{court}起诉",
        "您无权就本决定向{review_body}申请行政复议",
        "You may not ask {review_body} for a review",
    ],
)
def test_no_notice_takes_a_remedy_away_or_lets_it_wait_until_it_is_too_late(
    tmp_path: Path, text: str
) -> None:
    assert told(tmp_path, text) == ["remedy-period"]


@pytest.mark.parametrize(
    "text",
    [
        "逾期不申请复议也不起诉的，本机关申请法院强制执行",
        "在行政复议期间不得提起行政诉讼",
        "未经复议不得直接起诉",
        "不得同时申请行政复议和提起行政诉讼",
        "公告满六十日后视为送达，可以自视为送达之日起申请复议",
        "复议机关六十日后仍未答复，可以起诉",
        "不能自行提起诉讼的，可以委托代理人",
        "六个月后可以重新提出申请",
        "自收到本决定之日起六十日内申请复议",
        "自知道作出本决定之日起六个月内起诉",
        "自决定送达之日起六十日内申请复议",
        "自受理之日起六十日内，复议机关作出决定",
        "自作出决定之日起六十日内制发许可证",
        "一年内不得再次申请该行政许可",
        "You may ask for review within sixty days after receiving it",
        "You may not sue while a review is pending",
        "可以在六十日内申请行政复议，六十日后提出的，复议机关不予受理",
        "复议机关六十日后仍不答复的，可以起诉",
        "申请行政复议不收费，复议机关不得向申请人收取任何费用",
        "任何单位不得对申请行政复议的人打击报复",
        "因不可抗力耽误的，障碍消除、六个月期满后十日内可以申请延长起诉期限",
        "被耽误的时间不计算在六个月之外，可以申请复议",
        "不得向本机关申请行政复议，请向{review_body}申请",
        "The review body may not ask for any fee for the review",
        "You may ask for review within sixty days; after sixty days no review is taken",
        "You may ask for review within sixty days of the day of the decision's receipt",
        "You may sue within six months from the date of this decision being served on you",
    ],
)
def test_what_a_law_bars_at_a_time_or_for_a_reason_may_be_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []
