"""What an application must state: the facts that can still matter for its item, and no others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.decisions.effect import cut_days, in_effect
from chalicelib.decisions.facts import attributes, checked, item_facts
from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.matters import holds, mattering
from chalicelib.decisions.model import Fact, Release, Rule

CONSENT = "application.courier"
"""Couriers are sent by this consent alone, whatever the rules test; an applicant may change it later."""


def asked(
    release: Release, item: str, on: date, said: Mapping[str, FactValue] | None = None
) -> tuple[Fact, ...]:
    """
    The facts that whoever applies for ``item`` on a day is asked for, in the order of facts.yaml.

    Only those that can change the answer for this item, by its own facts, or a step of a plan that it
    may take. A rule that has ended by then asks nothing. One that is still to come does: a case is
    decided when its last file is there, not when it is opened.

    Args:
        said: what was stated already, checked: then those that can matter besides. The consent to
            couriers does not count as settled, for it may change.

    Raises:
        KeyError: the release has no such item.
    """
    known, _ = checked({fact.fact: fact for fact in release.facts}, item_facts(release, item))
    known |= attributes(release.items[item])
    known |= {name: value for name, value in (said or {}).items() if name != CONSENT}
    return Asking(release, on).of(release.items[item].rules, known)


class Asking:
    """What a release asks from a day on, of one item after another."""

    def __init__(self, release: Release, on: date) -> None:
        self._release, self._on = release, on
        self._cuts = cut_days(release.rules)
        self._regional: dict[int, list[Rule]] = {}

    def of(self, own: Sequence[Rule], known: Mapping[str, FactValue]) -> tuple[Fact, ...]:
        """``asked`` of any item with these rules of its own and these facts known."""
        tested: set[str] = {CONSENT}
        channels: set[str] = set()
        for rules in self._bands(own):
            found = mattering(self._release.facts, rules, known)
            tested |= found.facts
            channels |= {rule.choose for rule in found.rules}
            if found.gap:  # a person may choose any
                channels |= self._release.plans.keys()
        tested |= {test.fact for test in _of_plans(self._release, channels, known)}
        return tuple(
            fact
            for fact in self._release.facts
            if fact.fact.startswith("application.") and fact.fact in tested
        )

    def _bands(self, own: Sequence[Rule]) -> Iterator[list[Rule]]:
        """The rules in effect on the day, and on each later one on which one of them comes or goes."""
        later = {day for day in (*cut_days(own), *self._cuts) if day > self._on}
        for day in (self._on, *sorted(later)):
            yield [*(rule for rule in own if in_effect(rule, day)), *self._on_day(day)]

    def _on_day(self, day: date) -> list[Rule]:
        """The region's rules in effect; worked out once for the days between two on which one changes."""
        band = bisect_right(self._cuts, day)
        if band not in self._regional:
            self._regional[band] = [rule for rule in self._release.rules if in_effect(rule, day)]
        return self._regional[band]


def missed(
    facts: Sequence[Fact], rules: Sequence[Rule], known: Mapping[str, FactValue], absent: Collection[str]
) -> frozenset[str]:
    """
    Those of the absent facts without which the rules cannot decide: of an item's own and the consent to
    couriers, on which more hangs than the channel, all; of others what can change which rule decides.

    Args:
        rules: in order of precedence, all of them for the item and in effect.
        absent: what the rules test and ``known`` lacks.
    """
    always = frozenset(name for name in absent if name == CONSENT or name.startswith("item."))
    if len(always) == len(absent):
        return always
    return always | mattering(facts, rules, known).facts.intersection(absent)


def _of_plans(release: Release, channels: set[str], known: Mapping[str, FactValue]) -> Iterator[Condition]:
    """What a step of these channels looks at, where what is known does not settle that it is left out."""
    for channel in release.plans.keys() & channels:
        plan = release.plans[channel]
        lanes = {lane.lane: lane.when for lane in plan.lanes}
        for step in plan.steps:
            yield from _unsettled(
                [lanes.get(step.lane or "", ()), *(gate.when for gate in step.gates)], known
            )


def _unsettled(
    asked_in_turn: Iterable[Sequence[Condition]], known: Mapping[str, FactValue]
) -> Iterator[Condition]:
    """The tests of what is not known, up to the first that leaves the step out in any case."""
    for tests in asked_in_turn:
        if any(test.fact in known and not holds(test, known[test.fact]) for test in tests):
            return
        yield from (test for test in tests if test.fact not in known)
