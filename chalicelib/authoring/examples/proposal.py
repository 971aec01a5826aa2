"""Hold a proposed example with what it tells apart and what it would notice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.authoring.examples.example_set import Shown
from chalicelib.authoring.examples.search.pairs import Contrast
from chalicelib.authoring.examples.search.trials import Trial
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.reference import holds
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Text
from chalicelib.decisions.forms.model import Rule


@dataclass(frozen=True)
class Outcome:
    """
    What a situation comes to; no rule: ``otherwise``. ``earlier`` are the rules that are asked before.
    """

    rule: Rule | None
    earlier: tuple[Rule, ...] = ()
    otherwise: ChannelName = UNDETERMINED

    @property
    def channel(self) -> ChannelName:
        return self.otherwise if self.rule is None else self.rule.choose

    @property
    def name(self) -> str | None:
        return None if self.rule is None else self.rule.rule

    def reasons(self, known: Situation) -> list[str]:
        """
        The facts that the rule asks; of a rule for all else, few facts by which each earlier one fails.

        Args:
            known: the facts of the situation.
        """
        if self.rule is not None and self.rule.when:
            return [test.fact for test in self.rule.when]
        failing = [{test.fact for test in rule.when if not holds(test, known)} for rule in self.earlier]
        reasons: list[str] = []
        while failing := [facts for facts in failing if facts and facts.isdisjoint(reasons)]:
            times = Counter(fact for facts in failing for fact in facts)
            reasons.append(max(sorted(times), key=times.__getitem__))
        return reasons


@dataclass(frozen=True)
class Apart:
    """
    A condition that the example tells apart, together with another one, named ``other``.

    ``holds``: the condition holds in this one and not in the other. ``changes`` are the facts of the
    other that differ, and ``becomes`` what it comes to.
    """

    contrast: Contrast
    holds: bool
    other: str
    changes: Situation
    becomes: Outcome

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.contrast.rule.rule,
            "condition": self.contrast.condition.fact,
            "holds": self.holds,
            "how": how(self.contrast),
            "other": {
                "name": self.other,
                "facts": self.changes,
                "expect": self.becomes.channel,
                "by": self.becomes.name,
            },
        }


@dataclass(frozen=True)
class Proposal:
    """
    An example to be confirmed. ``id`` names it as long as the rules stay as they are.

    ``notices`` are the mutants that no example of the file would notice and this one would.
    """

    number: int
    id: str
    title: Text
    shown: Shown
    outcome: Outcome
    tells_apart: tuple[Apart, ...]
    notices: tuple[Trial, ...]
    words: Text

    @property
    def name(self) -> str:
        """What it is called in the rule file."""
        return self.title.zh

    @property
    def item(self) -> str:
        return self.shown.item

    @property
    def facts(self) -> Situation:
        return self.shown.facts

    @property
    def on(self) -> date | None:
        return self.shown.on

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "id": self.id,
            "name": self.name,
            "title": self.title.model_dump(),
            "item": self.item,
            "facts": self.facts,
            "on": None if self.on is None else self.on.isoformat(),
            "expect": self.outcome.channel,
            "by": self.outcome.name,
            "tells_apart": [apart.as_json() for apart in self.tells_apart],
            "notices": len(self.notices),
            "words": self.words.model_dump(),
        }


def how(contrast: Contrast) -> str:
    """Unique cause: the pair differs in one fact only; masking: in more, which is masked."""
    return "unique-cause" if contrast.unique else "masking"
