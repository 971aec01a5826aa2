"""Single changes of a rule: every edit tried over the whole space, and what it would mean for the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.advice.edits import Edit, Ground, edits
from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.authoring.advice.guards import Guards, Obstacles
from chalicelib.authoring.advice.land import Land
from chalicelib.authoring.advice.members import Member
from chalicelib.authoring.advice.moves import Move, Moves, moves
from chalicelib.authoring.advice.shifting import Shift, shift
from chalicelib.authoring.advice.terrain import Terrain, deciding
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.channels import channels
from chalicelib.decisions.effect import ways
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.today import of_day

MOST_LENDERS = 60


@dataclass(frozen=True)
class RuleChange:
    """An edit, the cases that it moves, how many situations it moves, and what stands against it."""

    edit: Edit
    situations: int
    items: Moves
    cases: Moves | None
    obstacles: Obstacles

    @property
    def saved(self) -> Effort:
        """The net effect on past cases if there are any, else on the items."""
        return (self.items if self.cases is None else self.cases).saved


@dataclass
class Tried:
    """Every edit that was tried, and those worth telling."""

    edits: int = 0
    allowed: list[RuleChange] = field(default_factory=list)
    forbidden: list[RuleChange] = field(default_factory=list)

    @property
    def against(self) -> Counter[str]:
        """How many lightening edits each invariant stands against."""
        return Counter(
            invariant.invariant for change in self.forbidden for invariant in change.obstacles.invariants
        )

    @property
    def against_items(self) -> int:
        """How many of them would overrule what an item says of itself, or the law demands of it."""
        return sum(bool(change.obstacles.items) for change in self.forbidden)


def rule_changes(
    land: Land,
    items: Sequence[Member],
    cases: Sequence[Member] | None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Tried:
    """
    All edits that save something on the whole, those first that save most; of equals those that move
    the fewest situations. Of edits that come to the same only the gentlest is told.

    Args:
        progress: told of how many owners of rules how many are done.
    """
    tried, guards = Tried(), Guards(land)
    crowds = _Crowd(land, items), None if cases is None else _Crowd(land, cases)
    owners: list[str | None] = [None, *land.own]
    for number, owner in enumerate(owners):
        _try(land, owner, guards, crowds, tried)
        progress(number + 1, len(owners))
    for changes in (tried.allowed, tried.forbidden):
        changes.sort(key=lambda change: change.situations)
        changes.sort(key=lambda change: change.saved, reverse=True)
    return tried


def _try(
    land: Land, owner: str | None, guards: Guards, crowds: tuple[_Crowd, _Crowd | None], tried: Tried
) -> None:
    terrain, seen = land.terrain(owner), set()
    for edit in edits(_ground(land, owner, terrain)):
        tried.edits += 1
        found = shift(terrain, edit)
        same = frozenset(found.moved.items())
        if same in seen:
            continue
        seen.add(same)
        on_items = crowds[0].moves(edit, found)
        on_cases = None if crowds[1] is None else crowds[1].moves(edit, found)
        change = RuleChange(edit, found.situations, on_items, on_cases, Obstacles())
        if change.saved > NOTHING:
            moved = [on_items, *([] if on_cases is None else [on_cases])]
            obstacles = guards.against(edit, found, moved) or guards.later(edit)
            change = RuleChange(edit, found.situations, on_items, on_cases, obstacles)
            (tried.forbidden if obstacles else tried.allowed).append(change)


def _ground(land: Land, owner: str | None, terrain: Terrain) -> Ground:
    rules = land.region if owner is None else land.own[owner]
    lenders = land.rules(owner)
    few = lenders if len(lenders) <= MOST_LENDERS else []
    return Ground(owner, rules, few, land.declared, terrain.space.classes, channels(land.release))


def _on(rules: Sequence[Rule], day: date) -> list[tuple[None, Rule]]:
    return [(None, of_day(way, day)) for way in ways(rules)]


class _Crowd:
    """Cases by the situation that they stand in, in the region's terrain and in their item's own."""

    def __init__(self, land: Land, members: Iterable[Member]) -> None:
        self._land = land
        self._at: dict[str | None, dict[Situations, list[Member]]] = {None: {}}
        nowhere: list[Member] = []
        for member in members:
            if not member.wrong:
                nowhere += self._enter(member)
        self._nowhere = land.alike(nowhere)
        self._taken = {owner: reduce(or_, there) for owner, there in self._at.items() if there}

    def moves(self, edit: Edit, found: Shift) -> Moves:
        """Those whom an edit moves."""
        return moves(self._moved(edit, found))

    def _enter(self, member: Member) -> Sequence[Member]:
        """Note where a case stands; it comes back where that hangs on what is not known of it."""
        land = self._land
        owner = land.owner(member.item)
        situation = land.terrain(owner).place(member.facts)
        if situation is None:
            return (member,)
        if owner is not None:
            self._at.setdefault(owner, {}).setdefault(situation, []).append(member)
            if reference.first(_on(land.own[owner], land.on), None, member.facts):
                return ()
        place = land.terrain(None).place(member.facts)
        if place is not None:  # its own terrain reads all that the region's reads
            self._at[None].setdefault(place, []).append(member)
        return ()

    def _moved(self, edit: Edit, found: Shift) -> Iterator[Move]:
        places = self._at.get(edit.owner, {})
        if edit.owner in self._taken and found.anywhere & self._taken[edit.owner]:
            for situation, members in places.items():
                to = found.at(situation)
                if to is None:
                    continue
                for alike in self._land.alike(members):
                    was, becomes = self._land.standing(alike[0]), self._land.stand(alike[0], to)
                    yield from (Move(one, one, was, becomes) for one in alike)
        yield from self._without_all(edit)

    def _without_all(self, edit: Edit) -> Iterator[Move]:
        """Cases without a fact that some rule reads: the edit may take away why it matters, or bring it."""
        land = self._land
        for alike in self._nowhere:
            first = alike[0]
            if edit.owner in (None, first.item):
                rule = deciding(land.release.facts, self._after(first, edit), first.facts, land.on)
                to = UNDETERMINED if rule is None else rule.choose
                was, becomes = land.standing(first), land.stand(first, to)
                yield from (Move(one, one, was, becomes) for one in alike)

    def _after(self, member: Member, edit: Edit) -> list[Rule]:
        at = self._land.position(edit.owner, edit.at, member.item)
        rules = self._land.rules(member.item)
        return [*rules[:at], *edit.new, *rules[at + edit.gone :]]
