"""A bound of the law or of the rules that holds less than before, loosened 放宽, or more, tightened 收紧."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.forms.words.titles import within
from chalicelib.decisions.decision import nested
from chalicelib.decisions.forms.form import FactValue, Text


class Strictness(StrEnum):
    """What has become of a bound; what an approver has to see first stands first."""

    LOOSENED = "loosened"
    BOTH = "both"
    UNCLEAR = "unclear"
    TIGHTENED = "tightened"

    @property
    def rank(self) -> int:
        return list(Strictness).index(self)

    @property
    def called(self) -> Text:
        return _CALLED[self]


_CALLED = {
    Strictness.LOOSENED: Text(zh="放宽", en="loosened"),
    Strictness.BOTH: Text(zh="有放宽也有收紧", en="loosened and tightened"),
    Strictness.UNCLEAR: Text(zh="须由人判断是放宽还是收紧", en="for a person to judge"),
    Strictness.TIGHTENED: Text(zh="收紧", en="tightened"),
}


_OF_ITEMS = {
    Strictness.LOOSENED: Text(zh="因事项改变而适用更少事项", en="that reach fewer items: items changed"),
    Strictness.BOTH: Text(zh="因事项改变而适用别的事项", en="that reach other items: items changed"),
    Strictness.TIGHTENED: Text(zh="因事项改变而适用更多事项", en="that reach more items: items changed"),
}
"""The same of bounds of which nothing but the items that they reach is otherwise."""


class Witness(NamedTuple):
    """
    A situation that shows it: a real item's if one is in it. ``outcomes`` may come out of it now and might
    not before, or the other way round; of a demand of the law they are what has to be done, of a clock the
    clock.
    """

    item: str | None
    facts: dict[str, FactValue]
    outcomes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"item": self.item, "facts": nested(self.facts), "outcomes": list(self.outcomes)}


BY_ITEMS = "items"
"""That a bound reaches fewer items, or more, by what these say of themselves (``Step.how``)."""


class Step(NamedTuple):
    """
    In which way a bound is looser, or stricter (``how``), and on which days: from ``on`` to ``until``, None
    where that has no end. ``words`` say all of it.
    """

    how: str
    words: Text
    on: date
    until: date | None = None
    witness: Witness | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "how": self.how,
            "on": self.on.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "example": None if self.witness is None else self.witness.as_json(),
            **self.words.model_dump(),
        }


@dataclass(frozen=True)
class Change:
    """
    One bound, where it stands and what it is called, with what is looser about it and what is stricter;
    ``unclear``: what changed about it of which the program cannot say which of both it is.
    """

    file: str
    field: str
    title: Text
    looser: Step | None = None
    stricter: Step | None = None
    unclear: Step | None = None

    def key(self, key: str, title: Text) -> Change:
        """A key of what stands here."""
        return Change(self.file, f"{self.field}.{key}", within(self.title, title))

    def but(
        self, *, looser: Step | None = None, stricter: Step | None = None, unclear: Step | None = None
    ) -> Change:
        """The same with what is looser about it, what is stricter, and what is unclear."""
        return replace(self, looser=looser, stricter=stricter, unclear=unclear)

    @property
    def strictness(self) -> Strictness:
        if self.looser is not None:
            return Strictness.LOOSENED if self.stricter is None else Strictness.BOTH
        return Strictness.TIGHTENED if self.unclear is None else Strictness.UNCLEAR

    @property
    def called(self) -> Text:
        """What became of it, as a heading says it of bounds."""
        of_items = all(
            one is None or one.how == BY_ITEMS for one in (self.looser, self.stricter, self.unclear)
        )
        return _OF_ITEMS[self.strictness] if of_items else self.strictness.called

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "field": self.field,
            "title": self.title.model_dump(),
            "strictness": self.strictness.value,
            "looser": None if self.looser is None else self.looser.as_json(),
            "stricter": None if self.stricter is None else self.stricter.as_json(),
            **({} if self.unclear is None else {"unclear": self.unclear.as_json()}),
        }

    def lines(self) -> Iterator[Text]:
        """For people: what it is called, where it stands, then what is looser and what is stricter."""
        yield self.title
        yield Text(zh=f"{self.file}  {self.field}", en=f"{self.file}  {self.field}")
        for step, kind in (
            (self.looser, Strictness.LOOSENED),
            (self.stricter, Strictness.TIGHTENED),
            (self.unclear, Strictness.UNCLEAR),
        ):
            if step is not None and step.how == BY_ITEMS:
                yield step.words
            elif step is not None:
                word = kind.called
                yield Text(zh=f"{word.zh}：{step.words.zh}", en=f"{word.en}: {step.words.en}")


def by_strictness(changes: Iterable[Change]) -> Iterator[tuple[Text, list[Change]]]:
    """The changes under the headings that they come under, those that are looser first."""
    each = sorted(changes, key=lambda one: (one.strictness.rank, one.called is not one.strictness.called))
    for _, alike in groupby(each, key=lambda one: one.called.zh):
        found = list(alike)
        words = found[0].called
        yield Text(zh=f"{words.zh}的底线（{len(found)} 处）", en=f"bounds {words.en} ({len(found)})"), found
