"""What an application must state: the facts that can still matter for its item, and no others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from chalicelib.decisions.effect import apart, as_of, cut_days, in_effect, ways
from chalicelib.decisions.facts.conditions import as_told, each_once, holds, unsettled
from chalicelib.decisions.facts.facts import attributes, checked, is_of_applicant, item_facts, narrowed
from chalicelib.decisions.facts.matters import Matters, Settling, followed, mattering
from chalicelib.decisions.facts.needs import open_tests
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Item, Release, Rule
from chalicelib.decisions.tables import as_decision, asked_at_submission
from chalicelib.decisions.today import moves, of_day

CONSENT = "application.courier"
"""Couriers are sent by this consent alone, whatever the rules test; an applicant may change it later."""
_CHOSEN = attrgetter("choose")


def asked(
    release: Release,
    item: str,
    on: date,
    said: Mapping[str, FactValue] | None = None,
    applied: date | None = None,
) -> tuple[Fact, ...]:
    """
    The facts that whoever applies for ``item`` on a day is asked for, in the order of facts.yaml.

    Only those that can change the answer for this item, by its own facts, which of its materials are
    needed, or a step of a plan that it may take. A rule that has ended by then asks nothing. One that is
    still to come does: a case is decided when its last file is there, not when it is opened.

    Args:
        said: what was stated already, checked: then those that can matter besides. The consent to
            couriers does not count as settled, for it may change.
        applied: the day of the application, by which its materials go; None: ``on``.

    Raises:
        KeyError: the release has no such item.
    """
    stated = {name: value for name, value in (said or {}).items() if name != CONSENT}
    form = as_of(release.items[item], applied or on)
    known, _ = checked(release.declared, item_facts(release, form, stated))
    known |= attributes(form) | stated
    return Asking(release, on).of(form, known)


def asked_of_applicant(
    release: Release, item: str, on: date, said: Mapping[str, FactValue], applied: date | None = None
) -> tuple[Fact, ...]:
    """
    What of an applicant herself can change the answer for ``item`` on a day or later, of any decision that is
    asked on submission, besides what she ``said``: her kind, her age. Not worked out where no rule tests any
    of it; plans cannot.

    Args:
        applied: as of ``asked``.

    Raises:
        KeyError: the release has no such item.
    """
    views = [as_decision(release, name) for name in asked_at_submission(release)]
    wanted = {
        fact.fact
        for view in views
        if reads_applicant(view, item)
        for form in (as_of(view.items[item], applied or on),)
        for fact in Asking(view, on).of(form, _known(view, form, said), "applicant.")
    }
    return tuple(fact for fact in release.facts if fact.fact in wanted)


def asked_besides(release: Release, item: str, on: date) -> tuple[Fact, ...]:
    """
    Facts of the application that only decisions beside the channel look at on submission, in the order of
    facts.yaml. They may be left out: the channel is decided all the same, and see ``unclaimed``.

    Raises:
        KeyError: the release has no such item.
    """
    first = {fact.fact for fact in asked(release, item, on)}
    views = [as_decision(release, name) for name in asked_at_submission(release)[1:]]
    wanted = {fact.fact for view in views for fact in asked(view, item, on)}
    return tuple(fact for fact in release.facts if fact.fact in wanted - first)


def unclaimed(release: Release, item: str, said: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """
    The yes-or-no questions that only decisions beside the channel ask on submission and that nobody answered:
    each as no. Who says nothing of urgency claims none, just as of a disability, and no clerk has to ask.
    """
    views = [as_decision(release, name) for name in asked_at_submission(release)[1:]]
    read = {name for view in views for name in read_by(view, item)}
    open_ = {name for name in read if name.startswith("application.") and name not in said}
    yes_or_no = {name for name in open_ if release.declared[name].type == "bool"}
    return dict.fromkeys(yes_or_no - read_by(release, item), False) if yes_or_no else {}


def reads_applicant(release: Release, item: str) -> bool:
    """Whether a rule that can decide for an item looks at the applicant herself."""
    return any(is_of_applicant(name) for name in read_by(release, item))


def read_by(release: Release, item: str) -> frozenset[str]:
    """The facts that the rules for an item look at, by full name."""
    rules = (*release.items[item].rules, *release.rules)
    return frozenset(test.fact for rule in rules for group in rule.groups for test in group)


def _known(release: Release, item: Item, said: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """What is known of an application for an item: its own facts, its attributes, what was said."""
    right, _ = checked(release.declared, item_facts(release, item, said) | dict(said))
    return right | attributes(item)


class Asking:
    """What a release asks from a day on, of one item after another."""

    def __init__(self, release: Release, on: date) -> None:
        self._release, self._on = release, on
        self._cuts = cut_days(release.rules)
        self._regional: dict[int, tuple[list[Rule], list[Rule]]] = {}
        self._moving = any(map(moves, each_once(test for way in ways(release.rules) for test in way.when)))
        self._shared: dict[date, _Shared] = {}

    def of(self, item: Item, known: Mapping[str, FactValue], scope: str = "application.") -> tuple[Fact, ...]:
        """
        ``asked`` of any item with these rules of its own, these materials and these facts known: those whose
        names begin with ``scope``.
        """
        tested = {CONSENT, *(test.fact for one in item.materials for test in open_tests(one, known))}
        channels: set[str] = set()
        declared = narrowed(self._release.facts, item, known)
        for found in self._each(item.rules, declared, known):
            tested |= found.facts
            channels.update(map(_CHOSEN, found.rules))
            if found.gap:  # a person may choose any
                channels |= self._release.plans.keys()
        tested |= {test.fact for test in _of_plans(self._release, channels, known)}
        return tuple(
            fact for fact in self._release.facts if fact.fact.startswith(scope) and fact.fact in tested
        )

    def _each(
        self, own: Sequence[Rule], declared: Sequence[Fact], known: Mapping[str, FactValue]
    ) -> Iterator[Matters]:
        """What matters on the day, and on each later one on which a rule comes or goes."""
        later = {day for day in (*cut_days(own), *self._cuts) if day > self._on}
        for day in (self._on, *sorted(later)):
            if own:
                yield mattering(declared, self._rules(own, day), known)
                continue
            if day not in self._shared:
                self._shared[day] = _Shared(self._rules((), day))
            yield self._shared[day].mattering(declared, known)

    def _rules(self, own: Sequence[Rule], day: date) -> list[Rule]:
        """The rules in effect on a day, in order of precedence."""
        before, after = self._on_day(day)
        here = [of_day(way, day) for way in ways(rule for rule in own if in_effect(rule, day))]
        if self._moving:
            before, after = ([of_day(way, day) for way in some] for some in (before, after))
        return [*before, *here, *after]

    def _on_day(self, day: date) -> tuple[list[Rule], list[Rule]]:
        """The region's in effect, before and after an item's own; once for the days between two changes."""
        band = bisect_right(self._cuts, day)
        if band not in self._regional:
            self._regional[band] = apart(rule for rule in self._release.rules if in_effect(rule, day))
        return self._regional[band]


class _Shared:
    """Rules of all items without their own: what these tests cannot tell apart is followed once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._tests: dict[str, list[Condition]] = {}
        tests = each_once(test for rule in rules for test in rule.when)
        for test in {as_told(test): test for test in tests}.values():
            self._tests.setdefault(test.fact, []).append(test)
        self._met: dict[Hashable, Matters] = {}
        self._settling: dict[tuple[str, ...], Settling] = {}

    def mattering(self, declared: Sequence[Fact], known: Mapping[str, FactValue]) -> Matters:
        """``mattering`` of the rules; of what is not known, only the bounds of computed facts differ."""
        passed = tuple(
            (name, tuple(holds(test, known[name]) for test in tests))
            for name, tests in self._tests.items()
            if known.get(name) is not None
        )
        spans = tuple((fact.at_least, fact.at_most) for fact in declared if fact.computed is not None)
        if (passed, spans) not in self._met:
            names = tuple(name for name, _ in passed)
            if names not in self._settling:
                self._settling[names] = Settling(self._rules, names)
            self._met[passed, spans] = followed(declared, self._settling[names].left(known))
        return self._met[passed, spans]


def missed(
    facts: Sequence[Fact],
    rules: Sequence[Rule],
    known: Mapping[str, FactValue],
    absent: Collection[str],
    computed: Collection[str] = (),
) -> frozenset[str]:
    """
    Those of the absent facts without which the rules cannot decide: of an item's own and the consent to
    couriers, on which more hangs than the channel, all; of others what can change which rule decides.

    Args:
        rules: in order of precedence, all of them for the item and in effect.
        absent: what the rules test and ``known`` lacks.
        computed: those of the item's facts that hang on what the applicant has not said.
    """
    own = {name for name in absent if name.startswith("item.") and name not in computed}
    always = frozenset(own.union(name for name in absent if name == CONSENT))
    if len(always) == len(absent):
        return always
    return always | mattering(facts, rules, known).facts.intersection(absent)


def _of_plans(release: Release, channels: set[str], known: Mapping[str, FactValue]) -> Iterator[Condition]:
    """What a step of these channels looks at, where what is known does not settle that it is left out."""
    for channel in release.plans.keys() & channels:
        plan = release.plans[channel]
        lanes = {lane.lane: lane.when for lane in plan.lanes}
        for step in plan.steps:
            in_turn = [lanes.get(step.lane or "", ()), *(gate.when for gate in step.gates)]
            yield from _up_to_settled(in_turn, known)


def _up_to_settled(
    asked_in_turn: Iterable[Sequence[Condition]], known: Mapping[str, FactValue]
) -> Iterator[Condition]:
    """The tests of what is not known, up to the first that leaves the step out in any case."""
    for tests in asked_in_turn:
        left = unsettled(tests, known)
        if left is None:
            return
        yield from left
