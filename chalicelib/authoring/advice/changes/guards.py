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

from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.moves import Moves
from chalicelib.authoring.advice.rules_in_effect import RulesInEffect, current, deciding, standing_order
from chalicelib.authoring.advice.statements import Statements
from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.edits import Edit
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.decisions.decide import usual_facts
from chalicelib.decisions.effect import as_of, cut_days, in_effect, rules_of
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.forms.form import FactValue, OutcomeName
from chalicelib.decisions.forms.model import Example, Invariant, Release, Rule


@dataclass(frozen=True)
class _Confirmed:
    """An example on the rules of the day: where it stands, None if a fact that they read is not known."""

    example: Example
    owner: str | None
    facts: dict[str, FactValue]
    situation: Situation | None


class Guards:
    """All that stands against edits of a region's rules from a day on."""

    def __init__(self, context: AdviceContext) -> None:
        self._land = context
        self._statements = Statements(context)
        self._cuts = [day for day in _cuts(context.release) if day > context.on]
        self._forbidden: dict[str | None, list[tuple[Invariant, Situations]]] = {}
        self._before: dict[tuple[str | None, date], tuple[frozenset[str], bool]] = {}
        self._now: list[_Confirmed] = []
        self._later: list[tuple[Example, dict[str, FactValue], date]] = []
        for example, facts, day in _standing(context):
            if self._cuts and day >= self._cuts[0]:
                self._later.append((example, facts, day))
            else:
                owner = context.owner(example.item)
                situation = context.rules_in_effect(owner).place(facts)
                self._now.append(_Confirmed(example, owner, facts, situation))

    def allow(self, edit: Edit, moved: Iterable[Moves] = ()) -> bool:
        """Whether nothing stands against an edit, on its day and later."""
        return not self.against(edit, self._land.shift(edit), moved) and not self.later(edit)

    def against(self, edit: Edit, shift: Replacement, moved: Iterable[Moves] = ()) -> bool:
        """
        Whether something stands against an edit on its day.

        Args:
            moved: the items and past cases that it moves.
        """
        return (
            bool(shift.gap)
            or any(self._broken(edit.owner, to, found) for to, found in shift.into())
            or self._statements.contradicted(moved)
            or any(self._contradicts(one, edit, shift) for one in self._now)
        )

    def later(self, edit: Edit) -> bool:
        """Whether something stands against it on a later day, by rules to come, and did not already."""
        after = self.edited(edit)
        for day in self._cuts:
            broken, gap = _failing(after, edit.owner, day)
            known, had_gap = self._already(edit.owner, day)
            if broken - known or (gap and not had_gap):
                return True
        return not all(_holds(after, one, facts, day) for one, facts, day in self._later)

    def _already(self, owner: str | None, day: date) -> tuple[frozenset[str], bool]:
        known = self._before.get((owner, day))
        if known is None:
            known = self._before[owner, day] = _failing(self._land.release, owner, day)
        return known

    def edited(self, edit: Edit) -> Release:
        """The release as the edit would make it."""
        release = self._land.release
        if edit.owner is None:
            return release.model_copy(update={"rules": tuple(edit.applied(release.rules))})
        item = release.items[edit.owner]
        rules = tuple(edit.applied(item.rules))
        items = {**release.items, edit.owner: item.model_copy(update={"rules": rules})}
        return release.model_copy(update={"items": items})

    def _broken(self, owner: str | None, to: OutcomeName, moved: Situations) -> bool:
        """Whether an invariant forbids an outcome in some of these situations."""
        known = self._forbidden.get(owner)
        if known is None:
            rules_in_effect = self._land.rules_in_effect(owner)
            known = self._forbidden[owner] = list(
                _forbidden(rules_in_effect, self._land.release, self._land.on)
            )
        return any(to not in invariant.expect and bool(moved & found) for invariant, found in known)

    def _contradicts(self, one: _Confirmed, edit: Edit, shift: Replacement) -> bool:
        """Whether an example no longer comes out as someone confirmed it."""
        if edit.owner not in (None, one.owner):
            return False
        rules_in_effect = self._land.rules_in_effect(edit.owner)
        situation = one.situation if one.owner == edit.owner else rules_in_effect.place(one.facts)
        if situation is not None and not rules_in_effect.space.has(shift.touched, situation):
            return False
        rules = edit.applied(self._land.rules(one.owner))
        return not _comes_out(self._land.release, rules, one.example, one.facts, self._land.on)


def _standing(context: AdviceContext) -> Iterator[tuple[Example, dict[str, FactValue], date]]:
    """The examples from the day on that come out as confirmed; what fails already is no edit's fault."""
    usual = usual_facts(context.release)
    for example in context.release.examples:
        said = {**usual, **example.facts}
        day = example.on or context.on
        item = as_of(context.release.items[example.item], day)
        facts = {**item_facts(context.release, item, said), **said}
        if day >= context.on and _holds(context.release, example, facts, day):
            yield example, facts, day


def _cuts(release: Release) -> list[date]:
    """The days on which a rule comes or goes, or an invariant comes."""
    begins = {one.from_ for one in release.invariants if one.from_ is not None}
    return sorted({*cut_days(led.rule for led in rules_of(release)), *begins})


def _forbidden(
    rules_in_effect: RulesInEffect, release: Release, on: date
) -> Iterator[tuple[Invariant, Situations]]:
    """Each invariant in effect on a day with the situations that it speaks of."""
    for invariant in release.invariants:
        if in_effect(invariant, on):
            yield invariant, rules_in_effect.space.any_holding(invariant.groups)


def _in_effect_for(release: Release, owner: str | None, day: date) -> RulesInEffect:
    own = [] if owner is None else current(release.items[owner].rules, day)
    return RulesInEffect(release, standing_order(own, current(release.rules, day)), (), None, day)


def _failing(release: Release, owner: str | None, day: date) -> tuple[frozenset[str], bool]:
    """The invariants that fail in some situation on a day, and whether no rule decides some."""
    rules_in_effect = _in_effect_for(release, owner, day)
    broken = frozenset(
        invariant.invariant
        for invariant, found in _forbidden(rules_in_effect, release, day)
        if any(found & was for to, was in rules_in_effect.outcomes.items() if to not in invariant.expect)
    )
    return broken, bool(rules_in_effect.gap)


def _holds(release: Release, example: Example, facts: dict[str, FactValue], day: date) -> bool:
    """Whether an example with a day of its own comes out as it was confirmed."""
    rules = standing_order(current(release.items[example.item].rules, day), current(release.rules, day))
    return _comes_out(release, rules, example, facts, day)


def _comes_out(
    release: Release, rules: Sequence[Rule], example: Example, facts: dict[str, FactValue], day: date
) -> bool:
    rule = deciding(release.facts, rules, facts, day)
    outcome = otherwise(release) if rule is None else rule.choose
    by = None if rule is None else rule.rule
    return outcome == example.expect and example.by in (None, by)
