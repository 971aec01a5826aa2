"""
What keeps outcomes from situations 底线: invariants of every decision, demands of the law, and clocks: where
one runs it may not be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, get_args

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import DOES, channel_words, joined, outcome_word
from chalicelib.decisions.effect import with_turns
from chalicelib.decisions.facts.facts import with_attributes
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import CHANNEL, Condition, Text
from chalicelib.decisions.forms.model import DecisionTable, Demand, Fact, Group, Invariant, Release
from chalicelib.decisions.forms.plan import Does
from chalicelib.decisions.tables import decisions, table


class Guard(NamedTuple):
    """
    Wherever all of one of ``groups`` holds, none of ``forbids`` may come out, from ``from_`` to ``until``,
    both included; None: always. ``key`` tells it from its like, ``name`` is what people call it, ``title``
    with the place where it stands.
    """

    key: str
    name: Text
    title: Text
    file: str
    field: str
    groups: Sequence[Group]
    forbids: frozenset[str]
    from_: date | None = None
    until: date | None = None

    def in_effect(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)

    @property
    def tests(self) -> Iterator[Condition]:
        return (test for group in self.groups for test in group)

    @property
    def over(self) -> date | None:
        """The first day on which it is no longer in effect."""
        return None if self.until is None or self.until == date.max else self.until + timedelta(days=1)


def days_of(guards: Sequence[Guard], since: date, more: Iterable[date] = ()) -> list[date]:
    """``since``, and each later day of ``more``, on which one comes or goes, or the order of dates turns."""
    cuts = {*more, *(day for one in guards for day in (one.from_, one.over) if day is not None)}
    tests = (test for one in guards for test in one.tests)
    return with_turns([since, *sorted(day for day in cuts if day > since)], (), tests)


Says = Callable[[Sequence[str]], Text]
"""What is said of outcomes of a situation."""


class Guards(NamedTuple):
    """
    The guards of one decision, of all that the law demands, or of a clock, under two releases. ``outcomes``
    are all that can come out under the newer one; ``allows`` and ``forbids`` say that some may come out now
    and might not before, and the other way round.
    """

    old: Sequence[Guard]
    new: Sequence[Guard]
    outcomes: Sequence[str]
    declared: tuple[Mapping[str, Fact], Mapping[str, Fact]]
    allows: Says
    forbids: Says


def pairs(of: Guards) -> Iterator[Guards]:
    """Each guard as it was and as it is, alone: by its key; of those left over by its title."""
    after, known = {one.key: one for one in of.new}, {one.key for one in of.old}
    come = [one for one in of.new if one.key not in known]
    for one in of.old:
        like = after.get(one.key) or next((other for other in come if other.name.zh == one.name.zh), None)
        come = [other for other in come if other is not like]
        yield of._replace(old=[one], new=[] if like is None else [like])
    yield from (of._replace(old=[], new=[one]) for one in come)


def too_many(guard: Guard, since: date) -> Change:
    """A guard that tells so many situations apart that nothing can be said of it."""
    words = Text(
        zh="情形太多，比较不出是放宽还是收紧，请对照修改前后的原文核对",
        en="too many situations to tell whether it is looser or stricter: hold the old text against the new",
    )
    step = Step("too-many", words, since)
    return Change(guard.file, guard.field, guard.title, unclear=step)


def guards(old: Release, new: Release) -> Iterator[Guards]:
    """
    Those of every decision that either release has, then those that the law demands, then each clock that
    both have.
    """
    for name in dict.fromkeys((*decisions(new), *decisions(old))):
        yield _of_decision(name, old, new)
    yield _of_law(old, new)
    before = {one.clock: one for one in old.clocks}
    for clock in new.clocks:
        if clock.clock in before:
            yield _of_clock(before[clock.clock], clock, (with_attributes(old), with_attributes(new)))


def _of_decision(name: str, old: Release, new: Release) -> Guards:
    tables = [table(one, name) if name in decisions(one) else None for one in (old, new)]
    known = [one for one in tables if one is not None]
    names = [one.outcome for one in known[-1].outcomes]
    if name == CHANNEL:
        names.sort()  # plans have no order: a release has them in another than its folder
    outcomes = dict.fromkeys((*names, known[-1].otherwise))
    called = {one.outcome: one.title for found in known for one in found.outcomes}
    was, now = ([] if one is None else list(_invariants(one, outcomes)) for one in tables)
    what = outcome_word(name).zh

    def words(names: Sequence[str]) -> Text:
        return joined((channel_words(called, one) for one in names), "、", ", ")

    allows = _saying(words, f"原来不允许、改后允许的{what}：{{}}", "allowed now, not before: {}")
    forbids = _saying(words, f"原来允许、改后不允许的{what}：{{}}", "allowed before, not now: {}")
    return Guards(was, now, list(outcomes), (old.declared, new.declared), allows, forbids)


def _invariants(one: DecisionTable, outcomes: Mapping[str, None]) -> Iterator[Guard]:
    for form in one.invariants:
        groups, forbidden = form.groups, frozenset(outcomes.keys() - set(form.expect))
        yield _guard(form, form.invariant, groups, forbidden, one)._replace(
            from_=form.from_, until=form.until
        )


def _of_law(old: Release, new: Release) -> Guards:
    was, now = (
        [_guard(form, form.demand, (form.when,), frozenset({form.does})) for form in one.demands]
        for one in (old, new)
    )

    allows = _saying(_done, "原来须先{}才能准予，改后不必", "granted without {} now, not before")
    forbids = _saying(_done, "原来不必先{0}，改后须先{0}才能准予", "granted only after {} now")
    return Guards(was, now, get_args(Does), (with_attributes(old), with_attributes(new)), allows, forbids)


def _done(names: Sequence[str]) -> Text:
    return joined((DOES[one] for one in get_args(Does) if one in names), "、", ", ")


def _saying(words: Says, zh: str, en: str) -> Says:
    """What is said of outcomes, with their names where braces stand."""

    def said(names: Sequence[str]) -> Text:
        each = words(names)
        return Text(zh=zh.format(each.zh), en=en.format(each.en))

    return said


def _of_clock(was: Clock, now: Clock, declared: tuple[Mapping[str, Fact], Mapping[str, Fact]]) -> Guards:
    """In which situations a clock runs."""
    called = within(named(FILES["clocks"][1], now.title), title(Clock, "when"))

    def of(one: Clock) -> Guard:
        field = f"clocks[{one.clock}].when"
        runs = frozenset({one.clock})
        return Guard(one.clock, one.title, called, one.where.file, field, (one.when,), runs)

    fewer = Text(zh="原来计时，改后不计时", en="the clock ran before, not now")
    more = Text(zh="原来不计时，改后计时", en="the clock runs now, not before")
    return Guards([of(was)], [of(now)], [now.clock], declared, lambda _: fewer, lambda _: more)


def _guard(
    form: Invariant | Demand,
    key: str,
    groups: Sequence[Group],
    forbids: frozenset[str],
    of: DecisionTable | None = None,
) -> Guard:
    """A form as it is listed: called and placed as every change of it is."""
    part = "invariants" if isinstance(form, Invariant) else "demands"
    called = named(FILES[part][1], form.title)
    if of is not None and of.decision != CHANNEL:
        above = named(FILES["decisions"][1], of.title)
        called = within(above, named(title(DecisionTable, part, of_decision=True), form.title))
    return Guard(key, form.title, called, form.where.file, f"{part}[{key}]", groups, forbids)
