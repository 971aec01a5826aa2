"""A space worked out: which rule decides where, and what is left over."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.space import Space
from chalicelib.decisions.forms.form import UNDETERMINED, Basis, ChannelName
from chalicelib.decisions.forms.model import Rule


class Turn(NamedTuple):
    """A rule's turn: the situations still open when it is asked, where it holds, and those it decides."""

    number: int
    rule: Rule
    open: Situations
    holds: Situations
    decides: Situations


Ending = tuple[ChannelName, tuple[Basis, ...]]


@dataclass(frozen=True)
class Survey:
    """All turns of a space in order of precedence; the gap are the situations that no rule decides."""

    space: Space
    turns: Sequence[Turn]
    gap: Situations

    @property
    def situations(self) -> DecisionSpace:
        return self.space.situations

    @cached_property
    def channels(self) -> Mapping[ChannelName, Situations]:
        """The situations that come out as each channel; those of the gap as undetermined."""
        found: dict[ChannelName, Situations] = {UNDETERMINED: self.gap}
        for turn in self.turns:
            before = found.get(turn.rule.choose)
            found[turn.rule.choose] = turn.decides if before is None else before | turn.decides
        return found

    def channel(self, name: ChannelName) -> Situations:
        """The situations that come out as a channel."""
        return self.channels.get(name, self.situations.none)

    @cached_property
    def endings(self) -> Mapping[Ending, Situations]:
        """The situations that end alike, by channel and legal basis; those of the gap are left out."""
        once = {id(ending): ending for ending in self._ending}
        return {ending: self._alike[name] for name, ending in once.items()}

    def otherwise(self, turn: Turn) -> Situations:
        """The situations that are open at a turn, and end in another way than those that it decides."""
        return self._otherwise[turn.number]

    def after(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come later."""
        yield from self.turns[turn.number + 1 :]

    def before(self, turn: Turn) -> Iterator[Turn]:
        """The turns that come earlier."""
        yield from self.turns[: turn.number]

    def by(self, found: Situations) -> Rule | None:
        """The rule that decides the first situation of a set; None: none does."""
        turn = self.turn(found)
        return None if turn is None else turn.rule

    def turn(self, found: Situations) -> Turn | None:
        """The turn in which the first situation of a set is decided; None: in none."""
        number = self.number(self.situations.assignment(self.situations.situation(found)))
        return None if number is None else self.turns[number]

    def number(self, assignment: Sequence[tuple[int, bool]]) -> int | None:
        """The number of the turn that decides a situation; None: none does."""
        number = bisect(self._lefts, False, key=lambda left: not left.has(assignment))
        return number if number < len(self.turns) else None

    @cached_property
    def _lefts(self) -> Sequence[Situations]:
        """What is left after each turn, which is less and less."""
        return [*(turn.open for turn in self.turns[1:]), self.gap][: len(self.turns)]

    @cached_property
    def _ending(self) -> Sequence[Ending]:
        """How each turn ends; equal ones are the same object, for to compare them takes long."""
        known: dict[Ending, Ending] = {}
        each = ((turn.rule.choose, turn.rule.basis) for turn in self.turns)
        return [known.setdefault(ending, ending) for ending in each]

    @cached_property
    def _alike(self) -> Mapping[int, Situations]:
        found: dict[int, Situations] = {}
        for turn, ending in zip(self.turns, self._ending, strict=True):
            before = found.get(id(ending))
            found[id(ending)] = turn.decides if before is None else before | turn.decides
        return found

    @cached_property
    def _otherwise(self) -> Sequence[Situations]:
        """The same for turns in a row that end alike: what one of them decides is not among them."""
        found: list[Situations] = []
        last: Ending | None = None
        for turn, ending in zip(self.turns, self._ending, strict=True):
            found.append(found[-1] if ending is last else turn.open - self._alike[id(ending)])
            last = ending
        return found


def survey(space: Space) -> Survey:
    """Work a space out, rule by rule."""
    left, turns = space.situations.all, []
    for number, rule in enumerate(space.rules):
        holds = space.situations.matching(rule)
        decides = left & holds
        turns.append(Turn(number, rule, left, holds, decides))
        left -= decides
    return Survey(space, turns, left)
