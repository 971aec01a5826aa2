"""A published release is checked again from its bytes as its folder was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.recheck import recheck
from chalicelib.authoring.review import compare, review
from chalicelib.authoring.space import diagrams
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.forms.plan import Limit
from chalicelib.decisions.release import read
from tests.authoring.region import spoil, write_region

LICANG = Path(__file__).parents[2] / "rules" / "licang"
REGIONS = sorted(file.parent for file in LICANG.parent.glob("*/region.yaml"))
TODAY = date(2026, 9, 25)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A small region as the store gives it back."""
    found = check(write_region(tmp_path_factory.mktemp("small") / "region"), TODAY).release
    assert found is not None
    return read(found.canonical(), found.digest)


def changed(release: Release, **update: Any) -> Release:
    return release.model_copy(update=update)


@pytest.mark.parametrize("folder", REGIONS, ids=lambda folder: folder.name)
def test_what_the_folder_passed_its_release_passes(folder: Path) -> None:
    first = check(folder, TODAY)
    assert first.release is not None
    again = recheck(read(first.release.canonical(), first.release.digest), TODAY)
    assert (again.ok, again.situations, len(again.problems)) == (True, first.situations, len(first.problems))
    assert [(p.file, p.code) for p in again.problems] == [(p.file, p.code) for p in first.problems]


def _without_a_rule(release: Release) -> Release:
    return changed(release, rules=release.rules[1:])


def _other_total(release: Release) -> Release:
    published = release.region.published.model_copy(update={"licence_items": 177})
    return changed(release, region=release.region.model_copy(update={"published": published}))


def _rule_twice(release: Release) -> Release:
    return changed(release, rules=(*release.rules, release.rules[-1]))


def _no_plan(release: Release) -> Release:
    return changed(release, plans={c: p for c, p in release.plans.items() if c != "outbound_courier"})


def _item_without_a_fact(release: Release) -> Release:
    code, item = next(iter(release.items.items()))
    facts = {name: value for name, value in item.facts.items() if name != "secret"}
    return changed(release, items={**release.items, code: item.model_copy(update={"facts": facts})})


def _promise_longer_than_the_law(release: Release) -> Release:
    code, item = next(iter(release.items.items()))
    longer = Limit(working_days=item.limits.statutory.most + 1)
    limits = item.limits.model_copy(update={"promised": longer})
    return changed(release, items={**release.items, code: item.model_copy(update={"limits": limits})})


def _wrong_example(release: Release) -> Release:
    first, *others = release.examples
    wrong = first.model_copy(update={"expect": "one_visit"})
    return changed(release, examples=(wrong, *others))


@pytest.mark.parametrize(
    ("spoil", "code", "file"),
    [
        (_without_a_rule, "unknown-rule", "channels.yaml"),
        (_other_total, "totals", "region.yaml"),
        (_rule_twice, "duplicate", "channels.yaml"),
        (_no_plan, "missing-plan", "channels.yaml"),
        (_item_without_a_fact, "missing-fact", None),
        (_promise_longer_than_the_law, "promised-longer", None),
        (_wrong_example, "example", "channels.yaml"),
    ],
)
def test_what_is_wrong_with_a_release_is_found_with_file_and_line(
    release: Release, spoil: Callable[[Release], Release], code: str, file: str | None
) -> None:
    bad = spoil(release)
    found = [problem for problem in recheck(bad, TODAY).problems if problem.code == code]
    assert found
    wanted = file or next(iter(release.items.values())).where.file
    assert {problem.file for problem in found} == {wanted}
    places = [*(rule.where for rule in bad.rules), *(example.where for example in bad.examples)]
    lines = [where.line for where in places if where.file == wanted]
    assert all(problem.line in (lines or [1, *_lines(bad, wanted)]) for problem in found)
    assert all(problem.line >= 1 and problem.zh and problem.mend_zh for problem in found)
    assert not recheck(bad, TODAY).ok


def test_a_notice_that_a_release_has_lost_is_told_where_a_step_or_clock_names_it(release: Release) -> None:
    for lost, file in (("refusal", "parts/"), ("extension", "clocks.yaml")):
        kept = {name: notice for name, notice in release.notices.items() if name != lost}
        found = recheck(changed(release, notices=kept), TODAY)
        told = [problem for problem in found.problems if f"'{lost}'" in problem.en]
        assert told
        assert all(problem.file.startswith(file) for problem in told)
        assert not found.ok


def _lines(release: Release, file: str) -> list[int]:
    return [item.where.line for item in release.items.values() if item.where.file == file]


def test_a_release_with_errors_is_compared_with_nothing(release: Release) -> None:
    found = review(release, _other_total(release), [], TODAY)
    assert (found.ok, found.difference, found.replayed) == (False, None, None)


def test_the_first_release_of_a_region_has_nothing_to_be_compared_with(release: Release) -> None:
    found = review(None, release, [], TODAY)
    assert (found.ok, found.difference, found.replayed) == (True, None, None)
    assert found.as_json()["in_force"] is None


def test_forty_facts_that_no_rule_asks_and_that_may_be_other_numbers_are_compared(release: Release) -> None:
    old, new = (changed(release, facts=(*release.facts, *_numbers(most))) for most in (1, 2))
    found = review(old, new, (), TODAY)
    assert found.ok
    assert found.difference is not None
    assert found.difference.channel.days[0].situations >= 2**40
    assert found.difference.channel.moves


def test_a_release_that_cannot_be_compared_is_told_of_and_refused(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = recheck(release, TODAY)
    monkeypatch.setattr(diagrams, "NODES", 4)
    found = compare(release.model_copy(update={"rules": release.rules[1:]}), checked, (), TODAY)
    assert not found.ok
    (error,) = found.errors
    assert error.en.startswith("channels.yaml:1 Together with the release in force the decision 'Channel'")
    assert "in several releases" in error.en
    assert found.difference is not None, "what was found is shown all the same"
    assert found.difference.as_json()["decisions"] == []


def _numbers(most: int) -> Iterator[Fact]:
    for number in range(40):
        name, title = f"application.number_{number}", Text(zh=f"数{number}", en=f"number {number}")
        yield Fact(fact=name, title=title, type="whole_number", at_least=0, at_most=most, usual=0)


def test_a_place_has_the_line_of_the_file_and_no_column_for_a_release_remembers_none(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    spoil(region, "channels.yaml", "  - {name: 涉密, item: vault, expect: one_visit, by: secret}\n", "")
    first = check(region, TODAY, engines=())
    assert first.release is not None
    before = next(found for found in first.problems if found.code == "no-example")
    after = next(found for found in recheck(first.release, TODAY).problems if found.code == "no-example")
    assert (before.place, after.place) == ("channels.yaml:3:5", "channels.yaml:3")
    assert (after.as_json()["line"], after.as_json()["column"]) == (3, None)
