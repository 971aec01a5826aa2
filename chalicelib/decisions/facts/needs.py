"""
What an application needs 申请材料需求: an item's materials as this applicant has to give them.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, assert_never

from pydantic import model_serializer, model_validator

from chalicelib.decisions.facts.conditions import hold, unsettled
from chalicelib.decisions.forms.form import Condition, FactValue, Form
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item

Computed = Literal["paper_originals", "paper_copies"]


class Need(Form):
    """
    A material as one application needs it, written as a few letters: a case may have two hundred.

    ``required`` r: the applicant has to give it. ``uploaded`` u: as a file. ``on_paper`` p: as sheets;
    ``returned`` b: which go home (back) with the result. ``seen`` v: its original is only shown (viewed).
    ``deferrable`` d: it may follow later. ``shared`` s: nobody asks for it. ``committed`` c: a written
    promise stands in for it.
    """

    required: bool = False
    uploaded: bool = False
    on_paper: bool = False
    returned: bool = False
    seen: bool = False
    deferrable: bool = False
    shared: bool = False
    committed: bool = False

    @property
    def due(self) -> bool:
        """Whether sheets are due from the applicant, be a file of them uploaded or not."""
        return self.on_paper and (self.required or not (self.uploaded or self.committed))

    @model_serializer(mode="plain")
    def _code(self) -> str:
        return "".join(letter for letter, name in _LETTERS.items() if getattr(self, name))

    @model_validator(mode="before")
    @classmethod
    def _read(cls, code: Any) -> Any:  # of any shape, as it was written
        if not isinstance(code, str):
            return code
        if not set(code) <= _LETTERS.keys():
            raise ValueError("a need has other letters than it may")
        return {name: letter in code for letter, name in _LETTERS.items()}


_LETTERS = {
    "r": "required",
    "u": "uploaded",
    "p": "on_paper",
    "b": "returned",
    "v": "seen",
    "d": "deferrable",
    "s": "shared",
    "c": "committed",
}


def needs_of(item: Item, said: Mapping[str, FactValue]) -> dict[str, Need]:
    """
    What an application needs by the item's materials, in their order; what it does not need is left out.

    Args:
        said: the facts of the application, by full name; a condition on one that is missing does not hold.
    """
    return {one.material: _need(one, said) for one in item.materials if hold(one.when, said)}


def due_papers(materials: Iterable[Material], said: Mapping[str, FactValue]) -> Iterator[Material]:
    """The materials of which sheets are due from the applicant, as ``Need.due`` has it."""
    for one in materials:
        asked_for = one.need == "required" or not one.uploaded
        if one.on_paper and asked_for and hold(one.when, said) and not is_committed(one, said):
            yield one


def _need(material: Material, said: Mapping[str, FactValue]) -> Need:
    committed = is_committed(material, said)
    return Need(
        required=material.need == "required" and material.shared is None and not committed,
        uploaded=material.uploaded,
        on_paper=material.on_paper,
        returned=material.on_paper and material.returned,
        seen=material.original == "seen",
        deferrable=material.deferrable is not None,
        shared=material.shared is not None,
        committed=committed,
    )


def is_committed(material: Material, said: Mapping[str, FactValue]) -> bool:
    """Whether a written promise stands in for a material."""
    return material.committed is not None and hold(material.committed.when, said)


def count(item: Item, computed: Computed, said: Mapping[str, FactValue]) -> int | None:
    """
    How many sheets of required paper an application hands in, originals or copies; None where that hangs
    on what is not said.
    """
    least, most = spread(item, computed, said)
    return least if least == most else None


def spread(item: Item, computed: Computed, said: Mapping[str, FactValue]) -> tuple[int, int]:
    """The fewest and the most sheets that an application can come to hand in, by what is said."""
    each = [(_handed_in(material, said), sheets) for material, sheets in counted(item, computed)]
    least = sum(sheets for asked, sheets in each if asked)
    return least, least + sum(sheets for asked, sheets in each if asked is None)


def counted(item: Item, computed: Computed) -> Iterator[tuple[Material, int]]:
    """The materials of an item that add sheets to a computed fact, and how many."""
    for material in item.materials:
        if material.need == "required":
            sheets = _sheets(material, computed)
            if sheets:
                yield material, sheets


def tests_of(material: Material) -> tuple[Condition, ...]:
    """All that the need for a material hangs on."""
    return (*material.when, *(material.committed.when if material.committed else ()))


def hangs_on(item: Item) -> tuple[str, ...]:
    """The facts of the application on which an item's needs hang, by full name."""
    return tuple(dict.fromkeys(test.fact for one in item.materials for test in tests_of(one)))


def hanging(item: Item) -> tuple[Material, ...]:
    """The materials that not every application needs in the same way."""
    return tuple(one for one in item.materials if tests_of(one))


def open_tests(material: Material, said: Mapping[str, FactValue]) -> tuple[Condition, ...]:
    """Of these the ones that what is said does not settle."""
    needed = unsettled(material.when, said)
    promised = unsettled(material.committed.when, said) if material.committed else None
    return () if needed is None else (*needed, *(promised or ()))


def _handed_in(material: Material, said: Mapping[str, FactValue]) -> bool | None:
    """Whether a material on paper has to be handed in; None where it is not known."""
    if not hold(material.when, said):
        return False if unsettled(material.when, said) is None else None
    if material.committed is None:
        return True
    open_ = unsettled(material.committed.when, said)
    return None if open_ else open_ is None


def _sheets(material: Material, computed: Computed) -> int:
    match computed:
        case "paper_originals":
            return material.originals_taken
        case "paper_copies":
            return material.copies_taken
        case _:
            assert_never(computed)
