"""Single changes of a rule: every edit tried over the whole space, and what it would mean for the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.advice.changes.guards import Guards
from chalicelib.authoring.advice.changes.members import WeightedCase
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.authoring.advice.moves import Move, Moves, moves
from chalicelib.authoring.advice.rules_in_effect import deciding
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.diagrams import Assignment, Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.edits import Edit, Ground, Kind, edits
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.decisions.effect import ways
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.tables import outcomes
from chalicelib.decisions.today import of_day

MOST = 10
"""More changes of rules than this nobody weighs."""
MOST_LENDERS = 60
GENTLE = tuple(kind for kind in Kind if kind not in (Kind.NEGATED, Kind.DATE))


@dataclass(frozen=True)
class RuleChange:
    """An edit, the cases that it moves, and how many situations, None where these are not counted."""

    edit: Edit
    situations: int | None
    items: Moves
    cases: Moves | None

    @property
    def moved(self) -> list[Moves]:
        """All that it moves: the items, and the past cases if there are any."""
        return [self.items] if self.cases is None else [self.items, self.cases]

    @property
    def counted(self) -> Moves:
        """What counts: past cases if there are any, by what was said in them; else the items."""
        return self.moved[-1]

    @property
    def saved(self) -> Effort:
        """The net effect on what counts."""
        return self.counted.saved


@dataclass(frozen=True)
class Tried:
    """
    How many edits were tried, how many would lighten something, and the ten best that may be made. Of
    ``unproved`` it would take too long to see whether something stands against them: they are not advised.
    """

    edits: int
    lightening: int
    allowed: tuple[RuleChange, ...]
    unproved: int = 0


def rule_changes(
    context: AdviceContext,
    items: Sequence[WeightedCase],
    cases: Sequence[WeightedCase] | None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Tried:
    """
    The edits that save something on the whole and that nothing stands against, those first that save most; of
    equals those that move the fewest situations. Of edits that come to the same only the gentlest is told.

    Args:
        progress: told of how many owners of rules how many are done.
    """
    crowds = _Crowd(context, items), None if cases is None else _Crowd(context, cases)
    owners: list[str | None] = [None, *context.own]
    found: list[RuleChange] = []
    number = 0
    for done, owner in enumerate(owners, 1):
        for edit, shifted in distinct(context, owner):
            number += 1
            if shifted is not None:
                on_cases = None if crowds[1] is None else crowds[1].moves(edit, shifted)
                change = RuleChange(edit, shifted.situations, crowds[0].moves(edit, shifted), on_cases)
                found += [change] if change.saved > NOTHING else []
        progress(done, len(owners))
    found.sort(key=lambda change: change.situations or 0)
    found.sort(key=lambda change: change.saved, reverse=True)
    return Tried(number, len(found), *_allowed(Guards(context), found))


def _allowed(guards: Guards, found: Iterable[RuleChange]) -> tuple[tuple[RuleChange, ...], int]:
    """The first ten that nothing stands against; and of how many before these that is not known."""
    allowed, unproved = list[RuleChange](), 0
    for change in found:
        try:
            allowed += [change] if guards.allow(change.edit, change.moved) else []
        except TooManySituationsError:
            unproved += 1
        if len(allowed) == MOST:
            break
    return tuple(allowed), unproved


def distinct(context: AdviceContext, owner: str | None) -> Iterator[tuple[Edit, Replacement | None]]:
    """
    The edits of an owner's rules, the gentlest first, with what each shifts; None if one does the same, which
    is not looked for where situations are searched.
    """
    seen: set[frozenset[tuple[object, Situations]]] = set()
    for edit in edits_of(context, owner):
        shifted = context.shift(edit)
        if not _drawn(context, owner):
            yield edit, shifted
            continue
        same = frozenset(shifted.moved.items())
        yield edit, None if same in seen else shifted
        seen.add(same)


def edits_of(context: AdviceContext, owner: str | None) -> list[Edit]:
    """What a careful person might try on the rules of an owner, the gentlest first."""
    rules = context.region if owner is None else context.own[owner]
    lenders = context.rules(owner)
    few = lenders if len(lenders) <= MOST_LENDERS else []
    classes = context.rules_in_effect(owner).space.classes
    ground = Ground(context.declared, outcomes(context.release, context.release.decides), classes, few)
    made = edits(ground, [OwnedRule(owner, rule) for rule in rules])
    return sorted((edit for edit in made if edit.kind in GENTLE), key=lambda edit: GENTLE.index(edit.kind))


def _drawn(context: AdviceContext, owner: str | None) -> bool:
    """Whether sets of situations are diagrams: if they are searched one is not made for every edit."""
    return context.rules_in_effect(owner).space.drawn


def _on(rules: Sequence[Rule], day: date) -> list[tuple[None, Rule]]:
    return [(None, of_day(way, day)) for way in ways(rules)]


_Places = dict[Assignment, tuple[Situation, list[WeightedCase]]]
"""Situations, each with the cases in it."""


class _Crowd:
    """Cases by the situation that they stand in, among the region's rules and among their item's own."""

    def __init__(self, context: AdviceContext, members: Iterable[WeightedCase]) -> None:
        self._land = context
        self._at: dict[str | None, _Places] = {None: {}}
        nowhere: list[WeightedCase] = []
        for member in members:
            if not member.wrong:
                nowhere += self._enter(member)
        self._nowhere = context.alike(nowhere)
        self._taken = {
            owner: reduce(
                or_, map(context.rules_in_effect(owner).space.only, (one for one, _ in there.values()))
            )
            for owner, there in self._at.items()
            if there and _drawn(context, owner)
        }

    def moves(self, edit: Edit, found: Replacement) -> Moves:
        """Those whom an edit moves."""
        return moves(self._moved(edit, found))

    def _enter(self, member: WeightedCase) -> Sequence[WeightedCase]:
        """Note where a case stands; it comes back where that hangs on what is not known of it."""
        context = self._land
        owner = context.owner(member.item)
        situation = context.rules_in_effect(owner).place(member.facts)
        if situation is None:
            return (member,)
        if owner is not None:
            self._put(owner, situation, member)
            if reference.first(_on(context.own[owner], context.on), None, member.facts):
                return ()
        place = context.rules_in_effect(None).place(member.facts)
        if place is not None:  # its item's own rules look at all that the region's look at
            self._put(None, place, member)
        return ()

    def _put(self, owner: str | None, situation: Situation, member: WeightedCase) -> None:
        here = self._land.rules_in_effect(owner).space.assignment(situation)
        self._at.setdefault(owner, {}).setdefault(here, (situation, []))[1].append(member)

    def _moved(self, edit: Edit, found: Replacement) -> Iterator[Move]:
        places = self._at.get(edit.owner, {})
        taken = self._taken.get(edit.owner)
        if taken is None or found.anywhere & taken:
            for here, (_, members) in places.items():
                to = found.at(here)
                if to is None:
                    continue
                for alike in self._land.alike(members):
                    was, becomes = self._land.standing(alike[0]), self._land.stand(alike[0], to)
                    yield from (Move(one, one, was, becomes) for one in alike)
        yield from self._without_all(edit)

    def _without_all(self, edit: Edit) -> Iterator[Move]:
        """Cases without a fact that some rule reads: the edit may take away why it matters, or bring it."""
        context = self._land
        for alike in self._nowhere:
            first = alike[0]
            if edit.owner in (None, first.item):
                rule = deciding(
                    context.release.facts,
                    edit.applied(context.rules(context.owner(first.item))),
                    first.facts,
                    context.on,
                )
                to = otherwise(context.release) if rule is None else rule.choose
                was, becomes = context.standing(first), context.stand(first, to)
                yield from (Move(one, one, was, becomes) for one in alike)
