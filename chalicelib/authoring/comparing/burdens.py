"""
What an application costs the applicant 申请人负担: visits, parcels, papers, files and fees. It is told
whenever it changes, whatever the cause: a fact of the item, a step, a material, a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.forms.days import changing_days
from chalicelib.authoring.comparing.replaying.replay import errands
from chalicelib.authoring.findings.message import singular
from chalicelib.authoring.findings.telling import first_of, joined, span
from chalicelib.authoring.space.domain import Situation, refined, spans
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.decision import Decision, nested
from chalicelib.decisions.effect import as_of, cut_days, in_effect
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.facts import scope_of
from chalicelib.decisions.facts.needs import needs_of, tests_of
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.plans import tests_of as tests_of_plan

BURDENS = Text(zh="申请人要做的、要交的、要付的", en="what applicants do, hand in and pay")
"""Stands above ``burden_lines``."""
NAMED = 5
"""Items that are told by name."""


class Burden(NamedTuple):
    """
    What a grant costs the applicant: how often she comes, parcels either way, sheets to hand in, materials
    of which she shows the original, files to upload, and the fee: None where it is free, or nothing is said.
    """

    visits: int
    parcels_in: int
    parcels_out: int
    sheets: int
    shown: int
    uploads: int
    fee: Text | None


_CALLED = {
    "visits": Text(zh="跑腿次数", en="visits"),
    "parcels_in": Text(zh="快递取件", en="parcels fetched"),
    "parcels_out": Text(zh="快递送件", en="parcels sent out"),
    "sheets": Text(zh="须交的纸质件份数", en="sheets to hand in"),
    "shown": Text(zh="须出示原件的材料", en="materials to show the original of"),
    "uploads": Text(zh="须上传的材料", en="materials to upload"),
    "fee": Text(zh="收费", en="fee"),
}


Cost = int | Text | None
Changes = tuple[tuple[str, Cost, Cost], ...]
"""Of a burden what is not as before: its name, how much there was and is."""


@dataclass(frozen=True)
class BurdenMove:
    """
    What an application for an item costs otherwise from ``on`` to ``until``, None where that has no end: the
    ordinary one, or what is otherwise only for one with the answer that ``given`` has.
    """

    item: Item
    given: Situation
    changes: Changes
    on: date
    until: date | None
    words: Text

    def as_json(self) -> dict[str, Any]:
        changes = {name: {"old": _as_json(was), "new": _as_json(now)} for name, was, now in self.changes}
        days = {"on": self.on.isoformat(), "until": None if self.until is None else self.until.isoformat()}
        return {"item": self.item.item, "facts": nested(self.given), **days, "changes": changes}


def _as_json(value: Cost) -> int | str | None:
    """A number, or a fee in the Chinese of the rules, empty where these do not say how much it is."""
    if isinstance(value, Text):
        return "" if value is _CHARGED else value.zh
    return value


Sides = tuple["_Side", "_Side"]


def burdens(old: Release, new: Release, since: date) -> Iterator[BurdenMove]:
    """
    The items that both releases have of which an application costs more, less or something else, on a day or
    later. An application that is left to a person costs nobody knows what: of it nothing is said.
    """
    sides, days = (_Side(old), _Side(new)), changing_days(old, new, since)
    plain = (old.facts, old.plans, old.units) == (new.facts, new.plans, new.units)
    declared = sides[0].declared | sides[1].declared
    for code, item in new.items.items():
        alike = plain and old.items.get(code) == item
        if code in old.items and not (alike and old.rules == new.rules):
            materials = (*old.items[code].materials, *item.materials)
            on = sorted({*days, *(day for day in cut_days(materials) if day > since)})
            for one in _in_spans(item, sides, on, alike):
                yield BurdenMove(item, *one, _words(declared, one.given, one.changes))


class _Span(NamedTuple):
    given: Situation
    changes: Changes
    on: date
    until: date | None


def _in_spans(item: Item, sides: Sides, days: Sequence[date], alike: bool) -> Iterator[_Span]:
    """
    What differs of an item, each difference from its first day to its last.

    Args:
        alike: it costs the same on both sides, as long as the channel is the same.
    """
    known: dict[str, list[_Span]] = {}
    for on, until in spans(days):
        for given, changes in _on(item, sides, on, alike):
            each = known.setdefault(repr((given, changes)), [])
            goes_on = bool(each) and each[-1].until == on - timedelta(days=1)
            start = each.pop().on if goes_on else on
            each.append(_Span(given, changes, start, until))
    yield from (one for each in known.values() for one in each)


def _on(item: Item, sides: Sides, on: date, alike: bool) -> Iterator[tuple[Situation, Changes]]:
    """What differs on a day: of the ordinary application, then besides of each with another answer."""
    ordinary = _changes(item, sides, {}, on, alike)
    if ordinary:
        yield {}, ordinary
    told = {(name, _more(was, now)) for name, was, now in ordinary}
    for given in _answers(item, sides, on):
        changes = _changes(item, sides, given, on, alike)
        besides = tuple(one for one in changes if (one[0], _more(*one[1:])) not in told)
        if besides:
            yield given, besides


def _changes(item: Item, sides: Sides, given: Situation, on: date, alike: bool) -> Changes:
    old, new = sides
    before, after = old.decided(item.item, given, on), new.decided(item.item, given, on)
    if before is None or after is None or (alike and before.outcome == after.outcome):
        return ()
    was, now = old.burden(before, given, on), new.burden(after, given, on)
    if was is None or now is None:
        return ()
    costs = zip(Burden._fields, was, now, strict=True)
    return tuple(one for one in costs if _as_json(one[1]) != _as_json(one[2]))  # a translation costs nothing


def _more(was: Cost, now: Cost) -> object:
    """How much more there is than before; of fees both."""
    return now - was if isinstance(was, int) and isinstance(now, int) else (was, now)


def _answers(item: Item, sides: Sides, on: date) -> Iterator[Situation]:
    """
    Each answer that the ordinary applicant does not give and on which steps or materials hang; what only
    rules look at makes the channel another, which is told where situations are counted.
    """
    tests = [test for one in sides for test in one.tests(item.item)]
    asked = {CONSENT, *(test.fact for test in tests if scope_of(test.fact) in _ANSWERED)}
    usual = sides[1].usual
    for name, values in refined([one.declared for one in sides], asked, tests, on).items():
        yield from ({name: value} for value in values if value != usual.get(name))


_ANSWERED = ("application", "applicant")
"""What facts are of that an applicant answers."""


class _Side:
    """A release, and what its applications cost."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self.declared: dict[str, Fact] = dict(release.declared)
        self.usual = usual_facts(release)
        self._tests = [test for plan in release.plans.values() for test in tests_of_plan(plan)]

    def tests(self, item: str) -> Iterator[Condition]:
        """All that plans and the item's materials test."""
        yield from self._tests
        yield from (test for one in self._release.items[item].materials for test in tests_of(one))

    def decided(self, code: str, given: Situation, on: date) -> Decision | None:
        """The channel of an application on a day; None where the item is not there."""
        if not in_effect(as_of(self._release.items[code], on), on):
            return None
        return decide(self._release, code, self._said(given), on)

    def burden(self, decided: Decision, given: Situation, on: date) -> Burden | None:
        """What an application costs on a day; None where a person has to decide."""
        plan = self._release.plans.get(decided.outcome)
        if plan is None:
            return None
        item, said = as_of(self._release.items[decided.item], on), self._said(given)
        found = errands(self._release, plan, item, decided.facts, on)
        needs = needs_of(item, said)
        due = [one for one in item.materials if one.material in needs and needs[one.material].required]
        taken = due if plan.paper_in != "none" else []
        return Burden(
            *found,
            sum(one.originals_taken + one.copies_taken for one in taken),
            sum(one.original == "seen" for one in due),
            sum(one.uploaded for one in due),
            _fee(item),
        )

    def _said(self, given: Situation) -> Situation:
        return self.usual | {name: value for name, value in given.items() if name in self.declared}


def _fee(item: Item) -> Text | None:
    """What is charged, in the guide's words; that something is, where it does not say how much."""
    fee = None if item.guide is None else item.guide.fee
    return (fee.rate or _CHARGED) if fee is not None and fee.charged else None


_CHARGED = Text(zh="有", en="charged")


def _words(declared: Mapping[str, Fact], given: Situation, changes: Changes) -> Text:
    each = joined((_change(_CALLED[name], was, now) for name, was, now in changes), "，", ", ")
    if not given:
        return each
    where = in_words(declared, given)
    return Text(zh=f"“{where.zh}”的，{each.zh}", en=f'where "{where.en}": {each.en}')


def _change(called: Text, was: Cost, now: Cost) -> Text:
    before, after = _said(was), _said(now)
    return Text(zh=f"{called.zh} {before.zh} → {after.zh}", en=f"{called.en} {before.en} → {after.en}")


def _said(value: Cost) -> Text:
    """A number, or a fee."""
    if isinstance(value, int):
        return Text(zh=str(value), en=str(value))
    if value is None:
        return Text(zh="无", en="none")
    return value if value is _CHARGED else Text(zh=f"“{value.zh}”", en=f'"{value.en}"')


def burden_lines(moves: Iterable[BurdenMove]) -> Iterator[Text]:
    """A sentence for each difference: how many items, from when to when, and which."""
    for _, each in groupby(sorted(moves, key=_alike), key=_alike):
        found = list(each)
        one, names = found[0], first_of((move.item.name for move in found), NAMED, "个")
        days = span(one.on, one.until)
        count = singular(f"{len(found)} items")
        yield Text(
            zh=f"{len(found)} 个事项（{days.zh}）：{one.words.zh}。事项：{names.zh}",
            en=f"{count} ({days.en}): {one.words.en}. Items: {names.en}",
        )


def _alike(move: BurdenMove) -> tuple[bool, date, date, str]:
    return bool(move.given), move.on, move.until or date.max, move.words.zh
