"""
Single changes of a fact: of an item's attribute, or of what applicants answer; exact, and all of them.

For every fact and every value that the rules tell from the present one, the cases are looked up again
with that fact otherwise. Of a class of numbers each case takes the value nearest to its own. A fact
that is computed from the materials only ever falls: nobody is asked for more paper to save an errand. A
case that would lose by it what the law demands, such as an inspection, is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from chalicelib.authoring.advice.changes.members import WeightedCase
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.effort import NOTHING, Effort
from chalicelib.authoring.advice.moves import Move, Moves, moves
from chalicelib.authoring.space.neighbours import single_changes
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact


@dataclass(frozen=True)
class AttributeChange:
    """
    A fact brought into one class of values, from ``first`` (None: days without beginning) to before ``after``
    (None: without end).

    ``items`` and ``cases`` are what would follow if it were done wherever it is not so already; an
    office does it for those items only that gain by it, but all applicants may answer alike.
    """

    fact: Fact
    first: FactValue | None
    after: FactValue | None
    items: Moves
    cases: Moves | None

    @property
    def of_item(self) -> bool:
        return self.fact.fact.startswith("item.")

    @property
    def counted(self) -> Moves:
        """What counts: past cases if there are any, by what was said in them; else the items."""
        return self.items if self.cases is None else self.cases

    @property
    def saved(self) -> Effort:
        return self.gain(self.counted)

    def gain(self, found: Moves) -> Effort:
        """What is saved where it is done."""
        return self.done(found).saved

    def done(self, found: Moves) -> Moves:
        """
        Those of its moves that come if it is done where it pays: of an item's attribute, all of each item
        whose cases gain together, for nobody can change an item for one of its cases alone.
        """
        if not self.of_item:
            return found
        saved: dict[str, Effort] = {}
        for move in (*found.lifted, *found.burdened):
            item = move.member.item
            saved[item] = saved.get(item, NOTHING).plus(move.saved, move.member.number)
        lifted, burdened = (
            tuple(move for move in moved if saved[move.member.item] > NOTHING)
            for moved in (found.lifted, found.burdened)
        )
        return Moves(lifted, burdened)


def attribute_changes(
    context: AdviceContext, items: Sequence[WeightedCase], cases: Sequence[WeightedCase] | None
) -> list[AttributeChange]:
    """
    All that save something, those first that save most: visits, then parcels and sheets.

    Between equals the order of the declarations counts, so the same region gives the same list.
    """
    on_items = _moved(context, items)
    on_cases = None if cases is None else _moved(context, cases)
    found = [
        AttributeChange(
            fact,
            None if number == 0 and fact.type == "date" else first,
            after,
            moves(on_items.get((fact.fact, number), [])),
            None if on_cases is None else moves(on_cases.get((fact.fact, number), [])),
        )
        for fact in context.declared.values()
        for number, (first, after) in enumerate(_pairs(context.classes[fact.fact]))
    ]
    lifting = [change for change in found if change.saved > NOTHING]
    return sorted(lifting, key=lambda change: (change.saved, len(change.items.lifted)), reverse=True)


def _pairs(values: Sequence[FactValue]) -> Iterator[tuple[FactValue, FactValue | None]]:
    """Each class by where it begins and where the next does."""
    return zip_longest(values, values[1:])


def _moved(context: AdviceContext, who: Iterable[WeightedCase]) -> dict[tuple[str, int], list[Move]]:
    """What moves, by the fact that changes and the number of the class that it changes to."""
    found: dict[tuple[str, int], list[Move]] = {}
    for alike in context.alike(who):
        first = alike[0]
        was = context.standing(first)
        for fact, number, value in single_changes(context.declared, context.classes, first.facts):
            now = first.facts.get(fact)
            if context.declared[fact].computed is not None and now is not None and int(value) >= int(now):
                continue
            after = context.having(first, fact, value)
            becomes = context.standing(after)
            if becomes != was and not context.demanded.lost(first.facts, after.facts, becomes.channel):
                moved = (Move(one, after.of(one), was, becomes) for one in alike)
                found.setdefault((fact, number), []).extend(moved)
    return found
