"""The district's catalogue: what was published comes out, and every file says what it is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.proofs.totals import counted, usual_decisions
from chalicelib.cases.time.time_limits import add_period
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import ItemType, Release
from chalicelib.decisions.forms.plan import Limit

AS_OF, TODAY = date(2018, 6, 28), date(2026, 11, 23)
LICANG = Path(__file__).parents[1] / "rules" / "licang"
PUBLISHED = {
    "outbound_courier": 61,
    "two_way_courier": 41,
    "inspection_collection": 74,
    "one_visit": 2,
}


@pytest.fixture(scope="module")
def release() -> Release:
    return load(LICANG)


def channels(release: Release, on: date, *, licences: bool) -> Counter[str]:
    """The items in effect on a day by channel: the licences, or all others."""
    found = usual_decisions(release, on).items()
    return Counter[str](
        decision.channel
        for code, decision in found
        if (release.items[code].type is ItemType.LICENCE) == licences
    )


@pytest.mark.parametrize("on", [AS_OF, TODAY], ids=str)
def test_the_licences_come_out_as_published_and_the_other_powers_online(release: Release, on: date) -> None:
    assert channels(release, on, licences=True) == PUBLISHED
    assert set(channels(release, on, licences=False)) == {"fully_online"}
    assert channels(release, on, licences=False).total() >= 12
    total = counted(release, on)
    assert (total.licence_items, total.zero_errand, total.zero_errand_percent) == (178, 176, 98.9)


def test_the_figures_say_as_of_which_day_they_hold(release: Release) -> None:
    assert release.region.published.as_of == AS_OF


def test_what_was_abolished_since_is_kept_and_balanced_by_what_began_since_in_the_same_channel(
    release: Release,
) -> None:
    then, now = usual_decisions(release, AS_OF), usual_decisions(release, TODAY)
    licences = {code for code, item in release.items.items() if item.type is ItemType.LICENCE}
    over = (then.keys() - now.keys()) & licences
    begun = (now.keys() - then.keys()) & licences
    assert {"additional-child-approval", "refined-oil-retail-licence"} < over
    assert "high-risk-sports-event-permit" in begun
    assert Counter(then[code].channel for code in over) == Counter(now[code].channel for code in begun)
    assert all(release.items[code].until for code in over)
    assert all(release.items[code].from_ for code in begun)


def test_what_stands_in_the_place_of_an_abolished_item_can_be_applied_for_today(release: Release) -> None:
    named = {item.replaced_by for item in release.items.values() if item.replaced_by}
    assert {"birth-registration", "seal-engraving-filing", "vehicle-repair-filing"} <= named
    assert named <= items_on(release, TODAY).keys()


# --- law -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "statutory", "promised", "article"),
    [
        ("sole-trader-registration", 3, 0, "第十九条"),  # 市场主体登记管理条例
        ("domestic-company-registration", 3, 0, "第十九条"),
        ("foreign-invested-enterprise-registration", 3, 0, "第十九条"),
        ("farmer-cooperative-registration", 3, 0, "第十九条"),
        ("electronic-registration-setup", 3, 0, "第十九条"),
        ("electronic-registration-change", 3, 0, "第十九条"),
        ("electronic-registration-deregistration", 3, 0, "第十九条"),
        ("construction-permit", 7, 4, "第八条"),  # 建筑法
    ],
)
def test_limits_are_those_of_the_law_that_the_item_names(
    release: Release, code: str, statutory: int, promised: int, article: str
) -> None:
    item = release.items[code]
    within = Limit(working_days=promised) if promised else Limit(at_once=True)
    assert (item.limits.statutory, item.limits.promised) == (Limit(working_days=statutory), within)
    assert [basis for basis in item.basis if article in (basis.article or "")]


@pytest.mark.parametrize("year", range(2016, 2026))
def test_three_months_in_working_days_are_never_longer_than_three_months(release: Release, year: int) -> None:
    """民办教育促进法 art. 17 has three months; the form has working days alone."""
    for code in (
        "private-kindergarten-licence",
        "private-school-establishment",
        "out-of-school-training-licence",
        "vocational-training-school-licence",
    ):
        limits = release.items[code].limits
        for month in range(1, 13):
            late, after = divmod(month + 2, 12)
            accepted, last = date(year, month, 5), date(year + late, after + 1, 5)
            assert add_period(accepted, limits.statutory, release.calendars).date <= last, (code, accepted)


def test_the_police_register_dogs_and_the_radio_bureau_permits_foreign_television(release: Release) -> None:
    assert release.items["dog-licence"].units.decides == "public-security"
    assert release.items["dog-licence"].basis[0].title == "青岛市养犬管理条例"
    assert release.items["foreign-satellite-tv-reception"].units.decides == "culture-tourism"


def test_an_entertainment_venue_is_told_of_the_hearing_that_does_not_count_in_its_limit(
    release: Release,
) -> None:
    item = release.items["entertainment-venue-licence"]
    assert item.guide is not None
    (hearing,) = [step for step in item.guide.special_steps if step.kind == "hearing"]
    assert (hearing.counts_toward_limit, hearing.basis) == (False, "行政许可法第四十五条")
    assert "第十条" in (item.basis[0].article or "")


def test_a_school_bus_permit_rests_on_opinions_and_no_joint_inspection(release: Release) -> None:
    item = release.items["school-bus-permit"]
    assert (item.facts["inspection"], len(item.units.inspects)) == ("required", 1)


def test_no_identity_card_and_no_household_register_leaves_its_holder(release: Release) -> None:
    """居民身份证法 art. 15: nobody may hold an identity card back."""
    for code, item in release.items.items():
        for material in item.materials:
            if re.search("身份证|户口簿", material.name.zh):
                assert not material.on_paper, (code, material.material)


def test_what_offices_share_is_not_asked_of_the_applicant(release: Release) -> None:
    """国务院令第716号 art. 7; items that were over before are as they were."""
    for code in items_on(release, TODAY):
        named = [
            material.name.zh
            for material in release.items[code].materials
            if material.need == "required" and material.shared is None
        ]
        assert not {"营业执照", "身份证", "建设工程规划许可证", "建设用地规划许可证"} & set(named), code


def test_every_legal_basis_has_a_name(release: Release) -> None:
    titles = {basis.title for item in release.items.values() for basis in item.basis}
    assert not [title for title in titles if "核定" in title]


def test_no_item_names_a_channel_and_each_says_in_both_languages_that_it_is_demonstration_data(
    release: Release,
) -> None:
    files = sorted(LICANG.glob("items/*/*.yaml"))
    assert len(files) >= 190
    for file in files:
        text = file.read_text(encoding="utf-8")
        first, second, *_ = text.splitlines()
        assert "演示数据" in first, file
        assert "Demonstration data" in second, file
        assert not [channel for channel in release.plans if channel in text], file


def test_only_the_two_visits_give_a_reason_and_names_stand_once(release: Release) -> None:
    with_reason = {code for code, item in release.items.items() if item.visit_reason}
    decisions = usual_decisions(release, TODAY)
    visits = {code for code, decision in decisions.items() if decision.channel == "one_visit"}
    assert with_reason == visits
    names = [item.name.zh for item in release.items.values()]
    assert len(set(names)) == len(names)
