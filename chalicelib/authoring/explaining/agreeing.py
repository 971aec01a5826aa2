"""
Answers that are missing and agree: whatever they are, the same comes out, only by another rule.

It is left to a person all the same: a decision names the rule and the law that it stands on, and without the
answer nobody can say which. What she would find is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.authoring.findings.telling import channel_words, joined
from chalicelib.authoring.space.explained import Explained
from chalicelib.decisions.forms.form import Name, OutcomeName, Text


@dataclass(frozen=True)
class Agreeing:
    """What comes out whatever the missing facts are, and the rules by which it may."""

    missing: tuple[Name, ...]
    outcome: OutcomeName
    rules: tuple[Name, ...]
    words: Text

    def as_json(self) -> dict[str, Any]:
        return {
            "missing": list(self.missing),
            "outcome": self.outcome,
            "rules": list(self.rules),
            **self.words.model_dump(),
        }


def agreeing(asked: Explained) -> Agreeing | None:
    """What comes out whatever is missing is; None where nothing is, or several outcomes could be."""
    decision = asked.decision
    if not decision.missing or decision.invalid:
        return None
    here = asked.space.with_values(asked.known)
    outcomes = [outcome for outcome, found in asked.channels.items() if found & here]
    rules = {rule.rule: rule.title for rule in asked.rules if asked.decided[rule.rule] & here}
    if len(outcomes) != 1 or not rules:
        return None
    words = _words(asked, outcomes[0], list(rules.values()))
    return Agreeing(decision.missing, outcomes[0], tuple(rules), words)


def _words(asked: Explained, outcome: OutcomeName, rules: Sequence[Text]) -> Text:
    facts = joined((asked.declared[name].title for name in asked.decision.missing), "”和“", '" and "')
    name, by = channel_words(asked.release, outcome), joined(rules, "”或“", '" or "')
    if len(rules) > 1:
        why = Text(
            zh=f"只是决定的规则和依据随之不同（“{by.zh}”），所以没有自动决定",
            en=f'only the rule and its law would differ ("{by.en}"), so nothing was decided',
        )
    else:
        why = Text(
            zh=f"规则也都是“{by.zh}”；但办理过程还取决于它，所以没有自动决定",
            en=f'and the rule would be "{by.en}"; the steps hang on it, too, so nothing was decided',
        )
    return Text(
        zh=f"无论“{facts.zh}”如何，结果都是“{name.zh}”，{why.zh}。",
        en=f'Whatever "{facts.en}" is, it comes to "{name.en}", {why.en}.',
    )
