"""
Past cases that no rule can tell apart 同类办件: a hundred thousand come down to some thousand kinds.

They are grouped twice: first by what is written of them and by the times between which neither release
changes, at one look-up a case; then, for each release, by what its rules, plans and materials look at for
the item.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from chalicelib.decisions.effect import cut_days, days_of, rules_of, ways
from chalicelib.decisions.facts.asked import read_by
from chalicelib.decisions.facts.facts import checked, usual_facts, with_usual
from chalicelib.decisions.facts.needs import hangs_on
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.plans import reads
from chalicelib.decisions.roles import merger_days
from chalicelib.decisions.today import moves


class CaseThen(Protocol):
    """
    A real case on a day, without the person: its item, what is known of it by full name, the day whose rules
    count, and when it was opened, where that is known.
    """

    @property
    def item(self) -> str: ...
    @property
    def application(self) -> Mapping[str, object]: ...
    @property
    def on(self) -> date: ...
    @property
    def opened(self) -> datetime | None: ...


class Case(NamedTuple):
    """
    A past case: its item, what was said of it by full name, the day whose rules count, and that of the
    application if it is another: on this the item must be in effect.

    Facts of the item stand in for the item's own; None, or nothing but facts of the item, means that
    the applicant answered as the ordinary one does (as in ``rules decide --batch``).

    ``left_open``: no rule decided it then, as far as anybody knows. Then what is missing was missing; of a
    case that a rule decided, it was not asked for or not kept.
    """

    item: str
    facts: Mapping[str, object] | None
    on: date
    applied: date | None = None
    left_open: bool = True

    @classmethod
    def of(cls, then: CaseThen, zone: ZoneInfo, *, left_open: bool = True) -> Case:
        """A real case as it is decided again, in the time zone of its region."""
        opened = then.opened and then.opened.astimezone(zone).date()
        return cls(then.item, then.application, then.on, opened, left_open)


class Written(NamedTuple):
    """A case as it is told from others: its facts as text, both days as the times in which they lie."""

    item: str
    facts: str
    on: int
    applied: int
    left_open: bool


Alike = Mapping[Written, tuple[Case, int]]
"""One case of each kind, with how many cases are of it."""


class CaseGroups:
    """Groups cases that neither of two releases can tell apart."""

    def __init__(self, old: Release, new: Release) -> None:
        cuts = sorted({*days_of(old), *days_of(new), *merger_days(old.units), *merger_days(new.units)})
        self._times = _Times(
            cuts, by_today=any(_look_at_today(rule for _, rule in rules_of(one)) for one in (old, new))
        )
        self._facts = _Texts()

    def alike(self, cases: Iterable[tuple[Case, int]]) -> Alike:
        """The cases by kind, item by item: its own rules are compiled once."""
        times, facts = self._times, self._facts
        found: dict[Written, tuple[Case, int]] = {}
        for case, number in cases:
            on = times[case.on]
            applied = on if case.applied is None else times[case.applied]
            written = Written(case.item, facts.of(case.facts), on, applied, case.left_open)
            known = found.get(written)
            found[written] = (case, number) if known is None else (known[0], known[1] + number)
        return dict(sorted(found.items(), key=_item))

    def on(self, day: date, alike: Alike) -> Alike:
        """The same cases, had they all come on one day."""
        return self.alike((case._replace(on=day, applied=None), number) for case, number in alike.values())


def _item(alike: tuple[Written, object]) -> str:
    return alike[0].item


class _Texts:
    """Facts as text, in which a yes is not a one. Many cases share an object of facts: it is written once."""

    def __init__(self) -> None:
        self._written: dict[int, tuple[object, str]] = {}

    def of(self, facts: Mapping[str, object] | None) -> str:
        known = self._written.get(id(facts))
        if known is None:  # the facts are kept with their text, so that no others come to have their id
            known = self._written[id(facts)] = facts, repr(facts)
        return known[1]


class _Times(dict[date, int]):
    """The same number for days on which the same facts have the same answer; worked out once a day."""

    def __init__(self, cuts: Sequence[date], *, by_today: bool) -> None:
        super().__init__()
        self._cuts, self._by_today = cuts, by_today

    def __missing__(self, day: date) -> int:
        number = self[day] = day.toordinal() if self._by_today else bisect_right(self._cuts, day)
        return number


class Given(NamedTuple):
    """What a release is told of a case, and which of it is right: that matters only where it is looked at."""

    facts: Mapping[str, object]
    right: frozenset[str]


class RelevantFacts:
    """Tells what one release looks at in a case; the ``other`` is the one that it is compared with."""

    def __init__(self, release: Release, other: Release) -> None:
        self._release = release
        self._foreign = {fact.fact for fact in other.facts} - self._release.declared.keys()
        self._usual = usual_facts(release)
        self._plans = frozenset(name for plan in release.plans.values() for name in reads(plan))
        self._items: dict[str, _OfItem] = {}
        self._given: dict[str, Given] = {}

    def given(self, written: Written, case: Case) -> Given:
        """What the release is told: nothing that only the other declares."""
        known = self._given.get(written.facts)
        if known is None:
            known = self._given[written.facts] = self._told(case.facts)
        return known

    def question(self, written: Written, case: Case) -> tuple[object, ...]:
        """
        What its answer hangs on: the same for cases that it cannot tell apart.

        Raises:
            KeyError: the release has no such item.
        """
        item = self._items.get(case.item)
        if item is None:
            item = self._items[case.item] = _OfItem(self._release, case.item, self._plans)
        on, applied = item.times[case.on], item.times[case.applied or case.on]
        return case.item, on, applied, item.said(written.facts, self.given(written, case))

    def _told(self, said: Mapping[str, object] | None) -> Given:
        facts = with_usual(self._usual, said)
        told = {name: value for name, value in facts.items() if name not in self._foreign}
        return Given(told, frozenset(checked(self._release.declared, told)[0]))


class _OfItem:
    """What a release looks at for one item, on whatever day."""

    def __init__(self, release: Release, item: str, plans: frozenset[str]) -> None:
        form = release.items[item]
        rules = [*ways(release.rules), *ways(form.rules)]
        cuts = sorted({*cut_days([*rules, form, *form.materials]), *merger_days(release.units)})
        self.times = _Times(cuts, by_today=_look_at_today(rules))
        self._looked_at = plans.union(read_by(release, item), hangs_on(form))
        self._said: dict[str, str] = {}

    def said(self, written: str, given: Given) -> str:
        """Of what was said that which is looked at, and what is wrong: it leaves any decision open."""
        known = self._said.get(written)
        if known is None:
            passed = given.right - self._looked_at
            told = {name: value for name, value in given.facts.items() if name not in passed}
            known = self._said[written] = repr(told)
        return known


def _look_at_today(rules: Iterable[Rule]) -> bool:
    """Whether one of the rules, without alternatives, compares with the day of the decision."""
    return any(moves(test) for rule in rules for test in rule.when)
