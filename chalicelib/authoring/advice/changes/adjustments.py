"""
What the rules of a decision beside the channel leave open: bounds and lists that could be otherwise.

No outcome of such a decision is lighter than another, so nothing is ranked by what it saves: told are those
that move the fewest situations, and against which no invariant and no example stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from chalicelib.authoring.advice.changes.guards import Guards
from chalicelib.authoring.advice.changes.members import of_items
from chalicelib.authoring.advice.changes.rule_changes import MOST, distinct
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.statements import Statements
from chalicelib.authoring.advice.words import BOUNDS_TRIED
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.findings.telling import channel_words
from chalicelib.authoring.space.edits import Edit, Kind
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

_GENTLE = (Kind.BOUND, Kind.VALUE_ADDED, Kind.VALUE_REMOVED)


@dataclass(frozen=True)
class Adjustment:
    """An edit of a bound or a list, and what it moves."""

    release: Release
    edit: Edit
    shift: Replacement

    @property
    def words(self) -> Text:
        return edit_words(self.release, self.edit)

    def moves(self) -> Iterator[tuple[str, str, int | None]]:
        """From which outcome to which, and how many situations; None: those searched are not counted."""
        space = self.shift.was.space
        for (from_, to), found in self.shift.moved.items():
            yield from_, to, space.count(found) if space.drawn else None

    def as_json(self) -> dict[str, Any]:
        where = self.edit.rule.where
        return {
            "kind": self.edit.kind,
            "rule": self.edit.rule.rule,
            "file": where.file,
            "line": where.line,
            **self.words.model_dump(),
            "moves": [{"from": from_, "to": to, "situations": n} for from_, to, n in self.moves()],
        }

    def lines(self) -> Iterator[Text]:
        """What it is, and what it moves, for people."""
        yield self.words
        for from_, to, number in self.moves():
            was, becomes = (channel_words(self.release, one) for one in (from_, to))
            zh, en = ("若干", "some") if number is None else (number, number)
            yield Text(
                zh=f"{zh} 种情形：{was.zh} → {becomes.zh}",
                en=f"{en} situation{'' if number == 1 else 's'}: {was.en} → {becomes.en}",
            )


@dataclass(frozen=True)
class Adjustments:
    """How many edits would move something, and those of them that nothing stands against: at most ten."""

    tried: int
    allowed: tuple[Adjustment, ...]

    def words(self) -> Text:
        """What is to be said of them before they are listed, or in their place."""
        return Text(zh=f"{self._found.zh}{BOUNDS_TRIED.zh}", en=f"{self._found.en} {BOUNDS_TRIED.en}")

    @property
    def _found(self) -> Text:
        if not self.tried:
            return Text(
                zh="没有可建议的调整：规则中没有界限和取值，或者试过的都不改变任何情形。",
                en="There is nothing to advise: the rules have no bounds and lists, or none of those tried "
                "moves anything.",
            )
        if not self.allowed:
            return Text(
                zh=f"试过的调整有 {self.tried} 处会改变结果，都与不变式、示例、事项自己的要素或法律所定的"
                "要素不符，没有可建议的。",
                en=f"{self.tried} of the edits tried would move something; against each stands an invariant, "
                "an example, an item's own statement or what a law sets, so there is none to advise.",
            )
        return Text(
            zh=f"试过的调整有 {self.tried} 处会改变结果；其中不违反不变式、示例和事项自己的要素的如下，"
            f"影响情形最少的在前，最多列 {MOST} 处。",
            en=f"{self.tried} of the edits tried would move something; those that go against no invariant, "
            f"no example and no item's own statement stand below, the smallest first, at most {MOST}.",
        )


def _set_by_law(context: AdviceContext, edit: Edit) -> bool:
    """Whether the edit is about what a law says of a matter, which is no bound that an office could move."""
    asks = [one for one in (edit.was, edit.becomes) if one is not None]
    return any(context.declared[one.fact].set_by == "law" for one in asks)


def adjustments(release: Release, on: date) -> Adjustments:
    """
    What could be adjusted, the smallest first.

    Args:
        release: as the decision.

    Raises:
        TooManySituationsError: its rules tell too many situations apart to try all.
    """
    context = AdviceContext(release, on)
    guards, statements = Guards(context), Statements(context)
    items = list(of_items(context.of_day, {}))
    found = [
        Adjustment(release, edit, shifted)
        for edit, shifted in distinct(context, None)
        if edit.kind in _GENTLE and shifted is not None and shifted.moved
    ]
    found.sort(key=lambda one: one.shift.situations or 0)
    open_ = (
        one
        for one in found
        if not _set_by_law(context, one.edit)
        and not statements.denied(items, one.shift)
        and guards.allow(one.edit)
    )
    return Adjustments(len(found), tuple(islice(open_, MOST)))
