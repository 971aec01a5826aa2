"""A reform radar: which one change of an attribute or a rule would lift most items to a lighter channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from chalicelib.authoring.advice.changes.attributes import AttributeChange, attribute_changes
from chalicelib.authoring.advice.changes.members import of_cases, of_items
from chalicelib.authoring.advice.changes.rule_changes import Tried, rule_changes
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.decisions.forms.form import FactValue


@dataclass(frozen=True)
class Advice:
    """
    What was found for a region on a day.

    ``by_law`` are changes of attributes that only a law could make: they are never advised. ``cases``
    is how many past cases were weighed, None if the items were.
    """

    context: AdviceContext
    assumed: Mapping[str, FactValue]
    cases: int | None
    attributes: tuple[AttributeChange, ...]
    by_law: tuple[AttributeChange, ...]
    rules: Tried


def advise(
    context: AdviceContext,
    assumed: Mapping[str, FactValue],
    cases: Iterable[tuple[Case, int]] | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Advice:
    """
    Try every single change, on every item and in every situation.

    Args:
        assumed: answers of the applicant that stand in for the ordinary ones.
        cases: past cases to weigh by, each with how many there were; without them each item weighs one.
            Those of items that are not in effect on the day do not come again.

    Raises:
        TooManySituationsError: memory does not hold the situations that the rules tell apart.
    """
    items = [one for one in of_items(context.of_day, assumed) if one.item in context.items]
    again = () if cases is None else of_cases(context.of_day, cases, assumed, context.on)
    past = None if cases is None else [one for one in again if one.item in context.items]
    met = [*(items if assumed else ()), *(past or ())]
    context = AdviceContext(context.release, context.on, met) if met else context
    found = attribute_changes(context, items, past)
    advised = [change for change in found if change.fact.set_by == "office"]
    return Advice(
        context=context,
        assumed=assumed,
        cases=None if past is None else sum(member.number for member in past),
        attributes=tuple(advised),
        by_law=tuple(change for change in found if change.fact.set_by == "law"),
        rules=rule_changes(context, items, past, progress),
    )
