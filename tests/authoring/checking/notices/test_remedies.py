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
        "You may ask {review_body} for review after sixty days",
        "You may not sue at {court} within six months",
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
        "一年内不得再次申请该行政许可",
        "You may ask for review within sixty days after receiving it",
        "You may not sue while a review is pending",
    ],
)
def test_what_a_law_bars_at_a_time_or_for_a_reason_may_be_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []
