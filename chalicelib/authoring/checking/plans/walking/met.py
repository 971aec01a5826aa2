"""Which items the rules may send into a channel, as far as that hangs on what an item is."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from chalicelib.authoring.checking.plans.walking.made_up import Facts
from chalicelib.authoring.space import reference
from chalicelib.decisions.effect import precedence, versions, ways
from chalicelib.decisions.facts.conditions import as_told
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Item, Release, Rule
from chalicelib.decisions.today import moves


def items_met(release: Release) -> Mapping[str, Sequence[Item]]:
    """Of each channel the items that some rule may send there, whatever the applicant says."""
    tested = {test.fact for way in ways(release.rules) for test in way.when if test.fact.startswith("item.")}
    asked = sorted(tested)
    regional = _OfItems(precedence((), release.rules))
    known: dict[tuple[str, ...], set[str]] = {}
    found: dict[str, list[Item]] = {}
    for item in _each(release):
        facts = item_facts(release, item, {})
        kind = tuple(repr(facts.get(name)) for name in asked)
        if item.rules:
            channels = _OfItems(precedence(item.rules, release.rules)).chosen(facts)
        elif kind in known:
            channels = known[kind]
        else:
            channels = known[kind] = regional.chosen(facts)
        for channel in channels:
            found.setdefault(channel, []).append(item)
    return found


def _each(release: Release) -> Iterator[Item]:
    """The items as of each time of their materials."""
    return (version for item in release.items.values() for version in versions(item))


class _OfItems:
    """What rules, in order of precedence, ask of items; what many of them ask alike is looked at once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        numbers: dict[tuple[object, ...], int] = {}
        self._tests: dict[int, Condition] = {}
        each: dict[Hashable, tuple[Rule, Sequence[int]]] = {}
        for rule in rules:
            own: list[int] = []
            for test in rule.when:
                if test.fact.startswith("item."):
                    number = numbers.setdefault(as_told(test), len(numbers))
                    self._tests.setdefault(number, test)
                    own.append(number)
            if len(own) == len(rule.when):
                each[id(rule)] = rule, own
            else:  # never certain: a later one of the same days and channel that asks as much adds nothing
                each.setdefault((*own, rule.choose, rule.from_, rule.until), (rule, own))
        self._rules = list(each.values())

    def chosen(self, facts: Facts) -> set[str]:
        """What a rule may choose: no rule before it is certain to decide, on all of its days."""
        may_hold = [_may_hold(test, facts) for test in self._tests.values()]
        certain: list[Rule] = []
        found: set[str] = set()
        for rule, own in self._rules:
            if not all(map(may_hold.__getitem__, own)):
                continue
            if any(_covers(other, rule) for other in certain):
                continue
            found.add(rule.choose)
            if all(test.fact in facts and not moves(test) for test in rule.when):
                certain.append(rule)
        return found


def _covers(other: Rule, rule: Rule) -> bool:
    """Whether another rule is in effect on all days of a rule."""
    ends = other.until is None or (rule.until is not None and rule.until <= other.until)
    return ends and other.from_ <= rule.from_


def _may_hold(test: Condition, facts: Facts) -> bool:
    open_ = not test.fact.startswith("item.") or test.fact not in facts
    return open_ or reference.holds(test, facts) or moves(test)
