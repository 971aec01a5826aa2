"""
The space of each item: all that the rules of some days, or the invariants, tell apart.

Items without rules of their own share one space, each other item has its own while one of them is in effect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import FEW
from chalicelib.authoring.space.domain import Classes, Days, classes, stretches
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.searching.searched import SearchedSpace
from chalicelib.decisions.effect import in_effect, precedence, ways
from chalicelib.decisions.forms.model import Release, Rule


class SpaceCache:
    """
    Spaces by the classes that they are of: those of the same classes are made once, and shared. One in which
    diagrams of the rules would be too large is searched instead.

    Args:
        drawn: whether to try diagrams at all in spaces of many facts.
    """

    def __init__(self, drawn: bool = True) -> None:
        self._drawn = drawn
        self._known: dict[tuple[object, ...], DecisionSpace] = {}
        self._too_large: list[dict[int, Rule]] = []

    def of(self, classes: Classes, rules: Sequence[Rule] = ()) -> DecisionSpace:
        """All situations of the classes, in which these rules are going to be looked at."""
        key = tuple((name, tuple(map(repr, values))) for name, values in classes.items())
        known = self._known.get(key)
        if known is None:
            search = self._has_too_large(rules) or (not self._drawn and len(classes) > FEW)
            known = SearchedSpace(classes) if search else DecisionSpace(classes)
        large = known.too_large(rules)
        if large:
            self._too_large.append({id(rule): rule for rule in large})
            known = SearchedSpace(classes)
        self._known[key] = known
        return known

    def _has_too_large(self, rules: Sequence[Rule]) -> bool:
        """Whether diagrams of some of the rules were too large before."""
        here = set(map(id, rules)) if self._too_large else set()
        return any(some.keys() <= here for some in self._too_large)


class Space(NamedTuple):
    """
    All that can be told apart of one item, or of any item without rules of its own (``item`` is then
    None), on any of ``days``. ``rules`` are those in effect, in order of precedence.
    """

    item: str | None
    days: Days
    rules: Sequence[Rule]
    situations: DecisionSpace

    def searched(self) -> Space:
        """
        The same, searched and not drawn.

        Raises:
            TooManySituationsError: it was searched already, or is of so few facts that it need not be.
        """
        for other in searched(self.situations):
            return self._replace(situations=other)
        raise TooManySituationsError("neither drawn nor searched")


def searched(space: DecisionSpace) -> Sequence[DecisionSpace]:
    """
    The same situations to be searched, where diagrams grow too large only while they are worked with; none if
    they are searched already, or of so few facts that they need not be.
    """
    return [SearchedSpace(space.classes)] if space.drawn and len(space.classes) > FEW else []


def spaces(release: Release, cache: SpaceCache | None = None) -> Iterator[Space]:
    """
    Every space of a release, oldest days first. What is asked of invariants is told apart too.

    Args:
        cache: spaces made before, to share and to add to.
    """
    shared = cache or SpaceCache()
    region = {id(way) for way in ways(release.rules)}
    proved = [test for one in release.invariants for group in one.groups for test in group]
    for item, rules in _owners(release):
        for days in stretches(rules, proved):
            here = [rule for rule in rules if in_effect(rule, days.first)]
            if item is not None and all(id(rule) in region for rule in here):
                continue  # none of its own is in effect: it is like any other item
            yield space(release, item, days, here, shared)


def space(release: Release, item: str | None, days: Days, rules: Sequence[Rule], cache: SpaceCache) -> Space:
    """The situations that these rules, or the invariants, can tell apart."""
    groups = [group for invariant in release.invariants for group in invariant.groups]
    groups += (group for rule in rules for group in rule.groups)
    found = classes(release.facts, [test for group in groups for test in group], days.first)
    together = ([test.fact for test in group] for group in groups)
    return Space(item, days, rules, cache.of(arranged(found, together), rules))


def _owners(release: Release) -> Iterator[tuple[str | None, list[Rule]]]:
    """The region's rules, then for each item with rules of its own these and the region's, by their ways."""
    yield None, precedence((), release.rules)
    for code, item in release.items.items():
        if item.rules:
            yield code, precedence(item.rules, release.rules)
