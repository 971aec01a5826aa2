"""
What an item says of itself against a channel: no change of a rule may overrule it.

Where every rule that chooses a channel asks the same fact of the item, such as that papers can be
collected at the inspection, an item whose file says otherwise cannot take it: the file would change first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.authoring.advice.changes.members import WeightedCase
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.moves import Move, Moves
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.decisions.effect import ways
from chalicelib.decisions.forms.form import ChannelName, Condition

Asked = Mapping[str, list[list[Condition]]]
"""By fact, what each rule for a channel asks of it."""


class Statements:
    """The facts that a channel cannot do without, by the rules of a day."""

    def __init__(self, context: AdviceContext) -> None:
        self._land = context
        self._asked: dict[tuple[str | None, ChannelName], Asked] = {}

    def contradicted(self, moves: Iterable[Moves]) -> bool:
        """Whether a change would move an item against its own word, or past what the law demands of it."""
        return any(self._against(move) for found in moves for move in (*found.lifted, *found.burdened))

    def denied(self, items: Iterable[WeightedCase], shift: Replacement) -> bool:
        """
        Whether in some situation a shift of the region's rules would move an item against its own word.

        Args:
            items: with what their files say; other facts may be anything.
        """
        space = shift.was.space
        for to, moved in shift.into():
            for member in items:
                own = {name: value for name, value in member.facts.items() if name.startswith("item.")}
                if any(self._denied(member, to)) and moved & space.with_values(own):
                    return True
        return False

    def _against(self, move: Move) -> bool:
        channel = move.becomes.channel
        lost = self._land.demanded.lost(move.before.facts, move.member.facts, channel)
        return lost or any(self._denied(move.member, channel))

    def _denied(self, member: WeightedCase, channel: ChannelName) -> Iterator[bool]:
        for fact, by_rule in self._of(self._land.owner(member.item), channel).items():
            if fact in member.facts:
                yield not any(all(reference.holds(one, member.facts) for one in asked) for asked in by_rule)

    def _of(self, owner: str | None, channel: ChannelName) -> Asked:
        known = self._asked.get((owner, channel))
        if known is None:
            known = self._asked[owner, channel] = self._work_out(owner, channel)
        return known

    def _work_out(self, owner: str | None, channel: ChannelName) -> Asked:
        """Of yes-or-no and one-of facts only: how many papers are few enough is for the rules to say."""
        rules = ways(self._land.rules(owner))
        into = [rule for rule in rules if rule.choose == channel]
        stated = [
            name
            for name, fact in self._land.declared.items()
            if name.startswith("item.") and fact.type in ("bool", "one_of")
        ]
        asked = {name: [[one for one in rule.when if one.fact == name] for rule in into] for name in stated}
        return {name: by_rule for name, by_rule in asked.items() if by_rule and all(by_rule)}
