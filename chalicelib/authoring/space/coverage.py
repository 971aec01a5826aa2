"""The rules of a space worked out: beside which rule decides where, which situations end alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from chalicelib.authoring.space.decision_space import RuleCoverage
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import Space
from chalicelib.decisions.forms.form import Basis, ChannelName

Ending = tuple[ChannelName, tuple[Basis, ...]]


class Coverage(RuleList):
    """The rules of an item, None for any without rules of its own, on some days, by how they let it end."""

    def __init__(self, of: Space) -> None:
        super().__init__(of.rules, of.situations)
        self.item, self.days = of.item, of.days

    @cached_property
    def endings(self) -> Mapping[Ending, Situations]:
        """The situations that end alike, by channel and legal basis; those of the gap are left out."""
        once = {id(ending): ending for ending in self._ending}
        return {ending: self._alike[name] for name, ending in once.items()}

    def ends_otherwise(self, turn: RuleCoverage) -> Situations:
        """The situations that are open at a turn, and end in another way than those that it decides."""
        return self._otherwise[turn.number]

    @cached_property
    def _ending(self) -> Sequence[Ending]:
        """How each turn ends; equal ones are the same object, for to compare them takes long."""
        known: dict[Ending, Ending] = {}
        each = ((turn.rule.choose, turn.rule.basis) for turn in self.turns)
        return [known.setdefault(ending, ending) for ending in each]

    @cached_property
    def _alike(self) -> Mapping[int, Situations]:
        return self.together(list(map(id, self._ending)))

    @cached_property
    def _otherwise(self) -> Sequence[Situations]:
        """The same for turns in a row that end alike: what one of them decides is not among them."""
        found: list[Situations] = []
        last: Ending | None = None
        for turn, ending in zip(self.turns, self._ending, strict=True):
            found.append(found[-1] if ending is last else turn.open - self._alike[id(ending)])
            last = ending
        return found
