"""Look at an item before anybody applies: its channel, its way, its papers, and the questions of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.facts.asked import asked
from chalicelib.decisions.facts.facts import checked
from chalicelib.decisions.facts.needs import Need, needs_of
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import Met, ordinary_way

_MOST_OPTIONS = 8


class Option(NamedTuple):
    """An answer to a question, and what would come of it; ``visits`` None: a person decides."""

    value: FactValue
    chosen: bool
    visits: int | None
    papers: int


class Asked(NamedTuple):
    """A question that matters for an item, and its answers where they can be counted."""

    fact: Fact
    value: FactValue | None
    options: tuple[Option, ...]


class Seen(NamedTuple):
    """
    An item as it would go: with the ``facts`` that were said, the usual ones in the place of others. ``way``
    is empty and ``plan`` None where a person would have to decide.
    """

    item: Item
    facts: Mapping[str, FactValue]
    decision: Decision
    plan: Plan | None
    way: tuple[Met, ...]
    needs: Mapping[str, Need]
    asked: tuple[Asked, ...]


def look_at_item(release: Release, item: Item, said: Mapping[str, FactValue], on: date) -> Seen:
    """
    How an item would go on a day for someone who says this; what is said wrongly counts as not said.

    Args:
        said: facts of the application, by full name.
    """
    declared = {fact.fact: fact for fact in release.facts if fact.fact.startswith("application.")}
    right, _ = checked(declared, {name: value for name, value in said.items() if name in declared})
    usual = {name: value for name, value in usual_facts(release).items() if name in declared}
    facts = usual | right
    decision = what_if(release, item.item, facts, on)
    plan = release.plans.get(decision.channel)
    way = () if plan is None else tuple(ordinary_way(release, plan, item, decision.facts, on))
    questions = asked(release, item.item, on)
    return Seen(
        item=item,
        facts=facts,
        decision=decision,
        plan=plan,
        way=way,
        needs=needs_of(item, facts),
        asked=tuple(_asked(release, item, fact, facts, on) for fact in questions),
    )


def values_of(fact: Fact) -> tuple[FactValue, ...]:
    """The answers that a question can have; none where they are too many to list."""
    if fact.type == "bool":
        return (True, False)
    values = tuple(value.value for value in fact.values)
    return values if len(values) <= _MOST_OPTIONS else ()


def _asked(release: Release, item: Item, fact: Fact, facts: Mapping[str, FactValue], on: date) -> Asked:
    options = []
    for value in values_of(fact):
        other = {**facts, fact.fact: value}
        visits = what_if(release, item.item, other, on).visits
        papers = sum(need.required for need in needs_of(item, other).values())
        options.append(Option(value, facts.get(fact.fact) == value, visits, papers))
    return Asked(fact, facts.get(fact.fact), tuple(options))


def trips_by_oneself(seen: Seen) -> int:
    """
    How often somebody would come to the hall who did there herself what this way does for her: apply, bring
    the originals, fetch what is handed out on paper. Reckoned from the item, not counted by anybody.
    """
    originals = any(need.on_paper for need in seen.needs.values())
    return 1 + originals + (seen.item.result.form != "electronic")
