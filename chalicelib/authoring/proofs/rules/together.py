"""
Parts of rules that can go together 可一并删去: each alone does not matter, and all of them together do not.

Two conditions may each be idle because the other one stands there. So the parts are taken out of the
rules bit by bit, and with those that are out every situation is gone through again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from chalicelib.authoring.proofs.rules.duplicates import DuplicateRules
from chalicelib.authoring.space.coverage import Coverage, Ending
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.space import spaces
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Release, Rule

PASSES = 64
"""So often all situations are gone through; what is not settled by then is not told this time."""


class Part(NamedTuple):
    """
    A part of a rule that may be idle: ``number`` is its condition's place, ``path`` where it stands.

    ``wider`` is the condition without it, None for no condition at all; or else it is a listed
    ``value``, without which the rule holds in fewer situations.
    """

    number: int
    path: tuple[object, ...]
    wider: Condition | None = None
    value: FactValue | None = None

    @property
    def whole(self) -> bool:
        """Whether it is the whole condition."""
        return self.wider is None and self.value is None


class Idled(NamedTuple):
    """A rule and a part of it that does not matter while all others stand there."""

    rule: Rule
    part: Part


def together(release: Release, each: Sequence[Idled], repeats: DuplicateRules) -> list[Idled]:
    """
    As many of the parts as can be taken out at once without any situation ending in another way, by
    channel and basis; to take out one more would change some (or is not settled after 64 passes). Where sets
    of situations are not drawn one part is taken out: whether another may go besides would take long. A part
    without which the days of two rules would overlap stays.
    """
    each = [one for one in each if not _overlap([one], repeats)]
    if len(each) <= 1:
        return list(each)
    trials = _Trials(release, repeats)
    return trials.add([], each) if trials.drawn else [each[0]]


def _overlap(out: Sequence[Idled], repeats: DuplicateRules) -> bool:
    left = _without(out)
    return left is not None and repeats.would_overlap(left)


class _Trials:
    def __init__(self, release: Release, repeats: DuplicateRules) -> None:
        self._left, self._repeats = PASSES, repeats
        self._spaces = list(spaces(release))
        self.drawn = all(one.situations.drawn for one in self._spaces)

    @cached_property
    def _coverages(self) -> list[Coverage]:
        return list(map(Coverage, self._spaces))

    def add(self, kept: list[Idled], more: list[Idled]) -> list[Idled]:
        """Those that are out, and of ``more`` what can go besides: all at once, or else by halves."""
        if not more or (kept and self._left <= 0):
            return kept
        if (not kept and len(more) == 1) or self._same([*kept, *more]):
            return [*kept, *more]
        if len(more) == 1:
            return kept
        middle = len(more) // 2
        return self.add(self.add(kept, more[:middle]), more[middle:])

    def _same(self, out: Sequence[Idled]) -> bool:
        """Whether every situation ends as before with these parts taken out."""
        self._left -= 1
        left = _without(out)
        if left is None or self._repeats.would_overlap(left):
            return False
        return all(_ends_alike(found, left) for found in self._coverages)


def _without(out: Sequence[Idled]) -> dict[int, tuple[Condition, ...]] | None:
    """What is left of each rule, by identity; None where a list of values would be left empty."""
    found: dict[int, tuple[Condition, ...]] = {}
    for rule in {id(one.rule): one.rule for one in out}.values():
        parts = [one.part for one in out if one.rule is rule]
        conditions = []
        for number, test in enumerate(rule.when):
            of_test = [part for part in parts if part.number == number]
            rest = _rest(test, of_test)
            if test.any_of and not rest.any_of and not any(part.whole for part in of_test):
                return None
            if _asks(rest):
                conditions.append(rest)
        found[id(rule)] = tuple(conditions)
    return found


def _rest(test: Condition, parts: Sequence[Part]) -> Condition:
    """A condition without some of its parts."""
    if any(part.whole for part in parts):
        return Condition(fact=test.fact)
    values = [part.value for part in parts if part.value is not None]
    rest = test.model_copy(update={"any_of": tuple(one for one in test.any_of if one not in values)})
    for part in parts:
        if part.wider is not None:
            rest = rest.model_copy(
                update={
                    "none_of": tuple(one for one in rest.none_of if one in part.wider.none_of),
                    "at_least": rest.at_least if part.wider.at_least is not None else None,
                    "at_most": rest.at_most if part.wider.at_most is not None else None,
                }
            )
    return rest


def _asks(test: Condition) -> bool:
    bounds = (test.at_least, test.at_most)
    return bool(test.any_of or test.none_of) or any(bound is not None for bound in bounds)


def _ends_alike(found: Coverage, left: Mapping[int, tuple[Condition, ...]]) -> bool:
    """Whether each situation of a space ends by the same channel and basis with less of the rules left."""
    if not any(id(turn.rule) in left for turn in found.turns):
        return True
    still, ends = found.space.all, dict[Ending, Situations]()
    for turn in found.turns:
        tests = left.get(id(turn.rule))
        decides = still & (turn.holds if tests is None else found.space.all_holding(tests))
        if decides:
            ending = turn.rule.choose, turn.rule.basis
            ends[ending] = ends[ending] | decides if ending in ends else decides
            still -= decides
    before = {ending: some for ending, some in found.endings.items() if some}
    return before == ends
