"""
What stands against an edit: an invariant that would break, an example that would no longer be decided
as someone confirmed it, an item moved against its own word or past what the law demands of it, a situation
that no rule would cover any more.

An edit is in effect from its day on: examples of earlier days stay as they are. Rules that come later
are looked at too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring.advice.edits import Edit, applied
from chalicelib.authoring.advice.land import Land
from chalicelib.authoring.advice.moves import Moves
from chalicelib.authoring.advice.shifting import Shift
from chalicelib.authoring.advice.statements import Statements
from chalicelib.authoring.advice.terrain import Terrain, current, deciding, standing_order
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.decide import usual_facts
from chalicelib.decisions.effect import cut_days, in_effect, rules_of
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.forms.form import UNDETERMINED, FactValue
from chalicelib.decisions.forms.model import Example, Invariant, Item, Release, Rule


@dataclass(frozen=True)
class Obstacles:
    """Why an edit may not be made; nothing if it may."""

    invariants: tuple[Invariant, ...] = ()
    examples: tuple[Example, ...] = ()
    gap: bool = False
    items: tuple[Item, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.invariants or self.examples or self.items or self.gap)


@dataclass(frozen=True)
class _Confirmed:
    """An example on the rules of the day: where it stands, None if a fact that they read is not known."""

    example: Example
    owner: str | None
    facts: dict[str, FactValue]
    situation: Situations | None


class Guards:
    """All that stands against edits of a region's rules from a day on."""

    def __init__(self, land: Land) -> None:
        self._land = land
        self._statements = Statements(land)
        self._cuts = [day for day in _cuts(land.release) if day > land.on]
        self._forbidden: dict[str | None, list[tuple[Invariant, Situations]]] = {}
        self._before: dict[tuple[str | None, date], Obstacles] = {}
        self._now: list[_Confirmed] = []
        self._later: list[tuple[Example, dict[str, FactValue], date]] = []
        for example, facts, day in _standing(land):
            if self._cuts and day >= self._cuts[0]:
                self._later.append((example, facts, day))
            else:
                owner = land.owner(example.item)
                situation = land.terrain(owner).place(facts)
                self._now.append(_Confirmed(example, owner, facts, situation))

    def against(self, edit: Edit, shift: Shift, moved: Iterable[Moves] = ()) -> Obstacles:
        """
        What stands against an edit on its day.

        Args:
            moved: the items and past cases that it moves.
        """
        invariants = tuple(
            invariant
            for invariant, found in self._invariants(edit.owner)
            if any(to not in invariant.expect and moved & found for to, moved in shift.into())
        )
        gap = any(to == UNDETERMINED for to, _ in shift.into())
        items = self._statements.contradicted(moved)
        return Obstacles(invariants, tuple(self._examples(edit, shift)), gap, items)

    def later(self, edit: Edit) -> Obstacles:
        """What stands against it on later days, by rules to come, and did not stand there already."""
        after = self.edited(edit)
        broken: dict[str, Invariant] = {}
        gap = False
        for day in self._cuts:
            terrain = _terrain(after, edit.owner, day)
            before = self._already(edit.owner, day)
            gap = gap or (bool(terrain.left[-1]) and not before.gap)
            broken |= {
                one.invariant: one for one in _broken(terrain, after, day) if one not in before.invariants
            }
        wrong = tuple(one for one, facts, day in self._later if not _holds(after, one, facts, day))
        return Obstacles(tuple(broken.values()), wrong, gap)

    def _already(self, owner: str | None, day: date) -> Obstacles:
        known = self._before.get((owner, day))
        if known is None:
            terrain = _terrain(self._land.release, owner, day)
            broken = tuple(_broken(terrain, self._land.release, day))
            known = self._before[owner, day] = Obstacles(broken, (), bool(terrain.left[-1]))
        return known

    def edited(self, edit: Edit) -> Release:
        """The release as the edit would make it."""
        release = self._land.release
        if edit.owner is None:
            return release.model_copy(update={"rules": applied(release.rules, self._land.region, edit)})
        item = release.items[edit.owner]
        rules = applied(item.rules, self._land.own[edit.owner], edit)
        items = {**release.items, edit.owner: item.model_copy(update={"rules": rules})}
        return release.model_copy(update={"items": items})

    def _invariants(self, owner: str | None) -> list[tuple[Invariant, Situations]]:
        known = self._forbidden.get(owner)
        if known is None:
            terrain = self._land.terrain(owner)
            known = self._forbidden[owner] = list(_forbidden(terrain, self._land.release, self._land.on))
        return known

    def _examples(self, edit: Edit, shift: Shift) -> Iterator[Example]:
        for one in self._now:
            if edit.owner not in (None, one.owner):
                continue
            terrain = self._land.terrain(edit.owner)
            situation = one.situation if one.owner == edit.owner else terrain.place(one.facts)
            if situation is not None and not shift.touched & situation:
                continue
            rules = self._land.rules(one.owner)
            at = self._land.position(edit.owner, edit.at, one.owner)
            after = [*rules[:at], *edit.new, *rules[at + edit.gone :]]
            if not _comes_out(self._land.release, after, one.example, one.facts, self._land.on):
                yield one.example


def _standing(land: Land) -> Iterator[tuple[Example, dict[str, FactValue], date]]:
    """The examples from the day on that come out as confirmed; what fails already is no edit's fault."""
    usual = usual_facts(land.release)
    for example in land.release.examples:
        said = {**usual, **example.facts}
        facts = {**item_facts(land.release, example.item, said), **said}
        day = example.on or land.on
        if day >= land.on and _holds(land.release, example, facts, day):
            yield example, facts, day


def _cuts(release: Release) -> list[date]:
    """The days on which a rule comes or goes, or an invariant comes."""
    begins = {one.from_ for one in release.invariants if one.from_ is not None}
    return sorted({*cut_days(led.rule for led in rules_of(release)), *begins})


def _forbidden(terrain: Terrain, release: Release, on: date) -> Iterator[tuple[Invariant, Situations]]:
    """Each invariant in effect on a day with the situations that it speaks of."""
    for invariant in release.invariants:
        if in_effect(invariant, on):
            yield invariant, terrain.holding(invariant)


def _terrain(release: Release, owner: str | None, day: date) -> Terrain:
    own = [] if owner is None else current(release.items[owner].rules, day)
    return Terrain(release, standing_order(own, current(release.rules, day)), today=day)


def _broken(terrain: Terrain, release: Release, on: date) -> Iterator[Invariant]:
    """The invariants that fail in some situation on a day."""
    for invariant, found in _forbidden(terrain, release, on):
        if any(found & was for to, was in terrain.channels.items() if to not in invariant.expect):
            yield invariant


def _holds(release: Release, example: Example, facts: dict[str, FactValue], day: date) -> bool:
    """Whether an example with a day of its own comes out as it was confirmed."""
    rules = standing_order(current(release.items[example.item].rules, day), current(release.rules, day))
    return _comes_out(release, rules, example, facts, day)


def _comes_out(
    release: Release, rules: Sequence[Rule], example: Example, facts: dict[str, FactValue], day: date
) -> bool:
    rule = deciding(release.facts, rules, facts, day)
    channel = UNDETERMINED if rule is None else rule.choose
    by = None if rule is None else rule.rule
    return channel == example.expect and example.by in (None, by)
