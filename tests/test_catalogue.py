"""The district's catalogue: what was published comes out, and every file says what it is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.load import load
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import ItemType, Release

LICANG = Path(__file__).parents[1] / "rules" / "licang"
PUBLISHED = {
    Channel.OUTBOUND_COURIER: 61,
    Channel.TWO_WAY_COURIER: 41,
    Channel.INSPECTION_COLLECTION: 74,
    Channel.ONE_VISIT: 2,
}


@pytest.fixture(scope="module")
def release() -> Release:
    return load(LICANG)


@pytest.mark.parametrize("on", [date(2018, 6, 28), date(2026, 11, 23)], ids=str)
def test_the_licences_come_out_as_published_and_the_other_powers_online(release: Release, on: date) -> None:
    usual = usual_facts(release)
    found = Counter(
        (item.type, decide(release, code, usual, on).channel) for code, item in release.items.items()
    )
    assert {channel: n for (kind, channel), n in found.items() if kind is ItemType.LICENCE} == PUBLISHED
    others = {channel: n for (kind, channel), n in found.items() if kind is not ItemType.LICENCE}
    assert set(others) == {Channel.FULLY_ONLINE}
    assert others[Channel.FULLY_ONLINE] >= 12


def test_no_item_names_a_channel_and_each_says_in_both_languages_that_it_is_demonstration_data() -> None:
    files = sorted(LICANG.glob("items/*/*.yaml"))
    assert len(files) >= 190
    for file in files:
        text = file.read_text(encoding="utf-8")
        first, second, *_ = text.splitlines()
        assert "演示数据" in first, file
        assert "Demonstration data" in second, file
        assert not [channel for channel in Channel if channel.value in text], file


def test_only_the_two_visits_give_a_reason_and_names_stand_once(release: Release) -> None:
    with_reason = {code for code, item in release.items.items() if item.visit_reason}
    usual, on = usual_facts(release), date(2018, 6, 28)
    visits = {code for code in release.items if decide(release, code, usual, on).channel is Channel.ONE_VISIT}
    assert with_reason == visits
    names = [item.name.zh for item in release.items.values()]
    assert len(set(names)) == len(names)
