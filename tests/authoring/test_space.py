"""A space of any size is gone through in slices of a bearable one."""

from __future__ import annotations

from itertools import chain

import pytest

from chalicelib.authoring.space import space as spaces_
from chalicelib.authoring.space.domain import bands
from chalicelib.authoring.space.slices import cut
from chalicelib.authoring.space.space import Days, Shelf, Space, space
from chalicelib.decisions.model import Release
from tests.authoring.exports.regions import odd_region


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def newest(release: Release) -> Space:
    band = bands(release)[-1]
    return space(release, None, Days(band.first, band.last), [rule for item, rule in band.rules if not item])


@pytest.mark.parametrize("largest", [1, 7, 64, 500, 1 << 20])
def test_each_situation_of_a_space_is_in_one_slice_however_small_these_are(
    largest: int, odd: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spaces_, "LARGEST", largest)
    whole = newest(odd)
    found = list(cut(whole, Shelf()))
    assert len(found) == whole.pieces
    assert {one.bits.size for one in found} == {whole.size // whole.pieces}
    assert whole.size // whole.pieces <= largest
    told = chain.from_iterable(
        ({**one.fixed, **each} for each in one.bits.each(one.bits.all)) for one in found
    )
    assert len({tuple(sorted(situation.items())) for situation in told}) == whole.size


def test_rules_that_look_at_nothing_make_a_space_of_one_situation(odd: Release) -> None:
    whole = newest(odd)._replace(rules=(), classes={})
    (found,) = cut(whole, Shelf())
    assert (whole.size, whole.pieces, found.bits.size) == (1, 1, 1)
