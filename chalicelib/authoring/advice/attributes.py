"""
Single changes of a fact: of an item's attribute, or of what applicants answer; exact, and all of them.

For every fact and every value that the rules tell from the present one, the cases are looked up again
with that fact otherwise. Of a class of numbers each case takes the value nearest to its own. A fact
that is computed from the materials only ever falls: nobody is asked for more paper to save an errand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.authoring.advice.land import Land
from chalicelib.authoring.advice.members import Member
from chalicelib.authoring.advice.moves import Move, Moves, moves, total
from chalicelib.authoring.bits import place
from chalicelib.authoring.nearest import near
from chalicelib.decisions.form import FactValue
from chalicelib.decisions.model import Fact


@dataclass(frozen=True)
class AttributeChange:
    """
    A fact brought into one class of values, ``first`` to ``last`` (None: without end).

    ``items`` and ``cases`` are what would follow if it were done wherever it is not so already; an
    office does it for those that it lifts only, but all applicants may answer alike.
    """

    fact: Fact
    first: FactValue
    after: FactValue | None
    items: Moves
    cases: Moves | None

    @property
    def of_item(self) -> bool:
        return self.fact.fact.startswith("item.")

    @property
    def saved(self) -> Effort:
        """What counts: past cases if there are any, else the items."""
        return self.gain(self.items if self.cases is None else self.cases)

    def gain(self, found: Moves) -> Effort:
        """Over those that are lifted, for an item's attribute; over all for what applicants answer."""
        return total(found.lifted) if self.of_item else found.saved


def attribute_changes(
    land: Land, items: Sequence[Member], cases: Sequence[Member] | None
) -> list[AttributeChange]:
    """
    All that save something, those first that save most: visits, then collections, parcels and sheets.

    Between equals the order of the declarations counts, so the same region gives the same list.
    """
    found = []
    for fact in land.declared.values():
        values = land.classes[fact.fact]
        for number, first in enumerate(values):
            after = values[number + 1] if number + 1 < len(values) else None
            on_items = moves(_moved(land, fact, number, items))
            on_cases = None if cases is None else moves(_moved(land, fact, number, cases))
            found.append(AttributeChange(fact, first, after, on_items, on_cases))
    lifting = [change for change in found if change.saved > NOTHING]
    return sorted(lifting, key=lambda change: (change.saved, len(change.items.lifted)), reverse=True)


def _moved(land: Land, fact: Fact, number: int, who: Iterable[Member]) -> Iterator[Move]:
    values = land.classes[fact.fact]
    for member in who:
        now = member.facts.get(fact.fact)
        if now is not None and place(values, now) == number:
            continue
        value = near(fact, values, values[number], now)
        if fact.computed is None or now is None or int(value) < int(now):
            after = member.having(fact.fact, value)
            yield Move(member, after, land.standing(member), land.standing(after))
