"""One fact otherwise: in which classes of values it could be, and which value there is nearest to its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from chalicelib.authoring.space.domain import Classes, Situation, place
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact

Facts = Mapping[str, FactValue]


def near(fact: Fact, values: Sequence[FactValue], number: int, now: FactValue | None) -> FactValue:
    """The value of a class that is nearest to the one that is now: its first, or from above its last."""
    begins = values[number]
    if number + 1 == len(values):
        return begins
    after = values[number + 1]
    if fact.type == "whole_number" and now is not None and int(now) >= int(after):
        return int(after) - 1
    if fact.type == "date" and now is not None and str(now) >= str(after):
        return (date.fromisoformat(str(after)) - timedelta(days=1)).isoformat()
    return begins


def single_changes(
    declared: Mapping[str, Fact], classes: Classes, known: Facts
) -> Iterator[tuple[str, int, FactValue]]:
    """Each fact with every class that it is not in, by number, and the nearest value there."""
    for name, fact in declared.items():
        values, now = classes[name], known.get(name)
        here = None if now is None else place(values, now)
        for number in range(len(values)):
            if number != here:
                yield name, number, near(fact, values, number, now)


def changes_to(
    wanted: Facts,
    declared: Mapping[str, Fact],
    classes: Classes,
    known: Facts,
    written: Classes | None = None,
) -> Situation:
    """
    What has to be otherwise than it is known to come to a situation, which has each class by its first value.

    Args:
        written: the same classes with the values to write, where those are others on the day in question.
    """
    found = Situation()
    for name, values in classes.items():
        there = values if written is None else written[name]
        number = place(values, wanted[name]) or 0
        if name not in known or place(there, known[name]) != number:
            found[name] = near(declared[name], there, number, known.get(name))
    return found
