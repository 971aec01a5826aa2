"""What engines are asked: everything once, and where that is too much what tells most."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.agreement import questions
from chalicelib.authoring.agreement.ends import with_ends
from chalicelib.authoring.agreement.engines.deciders import NO_RULE
from chalicelib.authoring.agreement.questions import Asked, Questions, size
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.decisions.forms.model import Release
from tests.authoring.exports.regions import licang, odd_region
from tests.authoring.spaces import spaces


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def own_band(release: Release) -> EffectPeriod:
    """The band in which an item of the odd region has a rule of its own."""
    return next(band for band in bands(release) if any(item for item, _ in band.rules))


def with_items(release: Release, *codes: str) -> Release:
    more = {code: release.items["food"].model_copy(update={"item": code}) for code in codes}
    return release.model_copy(update={"items": release.items | more})


def right(one: Asked) -> bool:
    """Whether the reference decides as expected, asked one by one."""
    rules = [rule for _, rule in one.band.rules]
    return all(
        reference.first(one.band.rules, one.code or "", one.situation(at))
        is (None if place == NO_RULE else rules[place])
        for at, place in enumerate(one.expected)
    )


@pytest.mark.parametrize("largest", [40, 1 << 20])
@pytest.mark.parametrize("share", [1.0, 0.02])
def test_what_is_expected_is_what_the_reference_decides(
    share: float, largest: int, odd: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "AT_ONCE", largest)
    for band in bands(odd):
        for one in Questions(odd, band, share):
            assert right(one)


def test_every_situation_is_asked_once_in_the_order_of_the_space(odd: Release) -> None:
    for band in bands(odd):
        whole = [one for one in Questions(odd, band) if not one.more]
        for one, each in zip(whole, spaces(odd, band), strict=True):
            assert [one.situation(at) for at in range(len(one))] == list(each)
        assert sum(map(len, whole)) == size(odd, band)


def test_every_situation_is_asked_once_however_small_the_pieces(
    odd: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "AT_ONCE", 40)
    for band in bands(odd):
        whole = [one for one in Questions(odd, band) if not one.more]
        assert max(map(len, whole)) <= 40
        told = {(one.code, *one.situation(at).items()) for one in whole for at in range(len(one))}
        assert len(told) == sum(map(len, whole)) == size(odd, band)


def test_questions_can_be_gone_through_again(odd: Release) -> None:
    asked = Questions(odd, own_band(odd), 0.05)
    assert [one.as_json() for one in asked] == [one.as_json() for one in asked]


def test_the_ends_of_each_rule_s_ranges_are_asked(odd: Release) -> None:
    more = [one for one in Questions(odd, own_band(odd)) if one.more and one.code == "vault"]
    facts = ("item.paper_originals", "application.applied")
    ends = {
        (place, fact, one.situation(at)[fact])
        for one in more
        for at, place in enumerate(one.expected)
        for fact in facts
    }
    assert len(ends) > 20


def test_items_are_asked_as_themselves_where_a_rule_looks_at_codes(odd: Release) -> None:
    release = with_items(odd, "late", "later")
    asked = [one for one in Questions(release, own_band(release)) if len(one) > 1 and not one.more]
    assert [one.code for one in asked] == ["food", "vault"]
    others = [one for one in Questions(release, own_band(release)) if len(one) == 1]
    assert [one.code for one in others] == ["late", "later"]
    assert others[0].expected != others[1].expected


def test_codes_are_not_given_where_no_rule_looks_at_them(odd: Release) -> None:
    assert {one.code for one in Questions(odd, bands(odd)[0])} == {None}


def test_where_every_item_has_rules_of_its_own_nobody_else_is_asked_for(odd: Release) -> None:
    alone = odd.model_copy(update={"items": {"vault": odd.items["vault"]}})
    assert {one.code for one in Questions(alone, own_band(alone))} == {"vault"}


def test_a_few_questions_meet_every_rule_and_every_value_of_every_fact() -> None:
    release = licang()
    band = bands(release)[-1]
    (one, *_) = Questions(release, band, 0.05)
    (whole, *_) = Questions(release, band)
    assert len(one) == int(len(whole) * 0.05)
    assert len(set(one.numbers)) == len(one)
    assert set(one.expected) == set(whole.expected)
    for fact, values in one.classes.items():
        assert {one.situation(at)[fact] for at in range(len(one))} == set(values)


def test_each_space_is_asked_at_least_once_however_small_the_share(odd: Release) -> None:
    asked = [one for one in Questions(odd, own_band(odd), 1e-9) if not one.more]
    assert [len(one) for one in asked] == [1, 1]


def test_ranges_are_asked_at_both_ends(odd: Release) -> None:
    (plain, *_) = spaces(odd, own_band(odd))
    ends = with_ends(odd.facts, plain.classes)
    assert set(ends) == {"item.paper_originals", "application.applied"}
    assert ends["item.paper_originals"] == (0, 1, 2, 3, 4, 6, 7, 8, 60)
    days = ends["application.applied"]
    assert (days[0], days[-1]) == ("0001-01-01", "9999-12-31")
    assert {"2018-03-31", "2018-04-01", "2019-12-31", "2020-01-01"} <= set(days)


def test_classes_of_one_value_have_no_ends_of_their_own(tmp_path: Path) -> None:
    release = odd_region(tmp_path)
    facts = {fact.fact: fact for fact in release.facts}
    one = facts["item.paper_originals"].model_copy(update={"at_least": 0, "at_most": 1})
    assert with_ends([one], {"item.paper_originals": (0, 1)}) == {}
