"""Which spaces there are: items without rules of their own share one, each other has its own."""

from __future__ import annotations

import pytest

from chalicelib.authoring.space.space import Space, SpaceCache, space, spaces
from chalicelib.decisions.forms.model import Release
from tests.authoring.exports.regions import odd_region


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def test_an_item_has_a_space_while_a_rule_of_its_own_is_in_effect(odd: Release) -> None:
    found = list(spaces(odd))
    own = [one for one in found if one.item is not None]
    assert {one.item for one in own} == {code for code, item in odd.items.items() if item.rules}
    assert all({rule.rule for rule in one.rules} & names_of(odd, one) for one in own)
    (region, *_) = found
    assert region.item is None


def names_of(release: Release, one: Space) -> set[str]:
    return {rule.rule for rule in release.items[one.item or ""].rules}


def test_spaces_that_tell_the_same_apart_share_their_sets(odd: Release) -> None:
    first = next(spaces(odd))
    cache = SpaceCache()
    one, other = (space(odd, None, first.days, first.rules, cache) for _ in range(2))
    assert one.situations is other.situations


def test_rules_that_look_at_nothing_make_a_space_of_one_situation(odd: Release) -> None:
    without = odd.model_copy(update={"invariants": ()})
    first = next(spaces(odd))
    assert space(without, None, first.days, (), SpaceCache()).situations.size == 1
