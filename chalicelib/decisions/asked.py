"""What an application must state: the facts that can still matter for its item, and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.decisions.effect import cut_days, in_effect
from chalicelib.decisions.facts import checked, item_facts
from chalicelib.decisions.form import Channel, Condition, FactValue
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
    known |= {name: value for name, value in (said or {}).items() if name != CONSENT}
    return asked_of(release, release.items[item].rules, known, on)


def asked_of(
    release: Release, own: Sequence[Rule], known: Mapping[str, FactValue], on: date
) -> tuple[Fact, ...]:
    """``asked`` of any item with these rules of its own and these facts known."""
    tested: set[str] = {CONSENT}
    channels: set[Channel] = set()
    for rules in _bands([*own, *release.rules], on):
        found = mattering(release.facts, rules, known)
        tested |= found.facts
        channels |= {rule.choose for rule in found.rules}
        if found.gap:  # a person may choose any
            channels |= release.plans.keys()
    tested |= {test.fact for test in _of_plans(release, channels, known)}
    return tuple(
        fact for fact in release.facts if fact.fact.startswith("application.") and fact.fact in tested
    )


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


def _bands(rules: Sequence[Rule], on: date) -> Iterator[list[Rule]]:
    """Those in effect on a day, and on each later one on which one of them comes or goes."""
    for day in (on, *(day for day in cut_days(rules) if day > on)):
        yield [rule for rule in rules if in_effect(rule, day)]


def _of_plans(
    release: Release, channels: set[Channel], known: Mapping[str, FactValue]
) -> Iterator[Condition]:
    """What a step of these channels looks at, where what is known does not settle that it stays."""
    for channel, plan in release.plans.items():
        for step in plan.steps if channel in channels else ():
            tests = () if step.skip is None else step.skip.tests
            if all(test.fact not in known or holds(test, known[test.fact]) for test in tests):
                yield from (test for test in tests if test.fact not in known)
