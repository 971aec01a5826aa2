"""What was found about a region's examples as JSON, and the score rule by rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from chalicelib.authoring.examples.pairs import Contrast
from chalicelib.authoring.examples.proposal import Proposal, how
from chalicelib.authoring.examples.propose import Proposed
from chalicelib.authoring.examples.sentences import idle_words, mutant_words
from chalicelib.authoring.examples.trials import Trial
from chalicelib.decisions.forms.model import Rule


class Score(NamedTuple):
    """Of so many mutants so many are equivalent and so many were noticed."""

    mutants: int
    equivalent: int
    killed: int

    @property
    def percent(self) -> float | None:
        """The share noticed of those that can be, to one decimal; rounded down, so 100 is all of them."""
        worth = self.mutants - self.equivalent
        return 1000 * self.killed // worth / 10 if worth else None

    def as_json(self) -> dict[str, Any]:
        return {**self._asdict(), "score": self.percent}


def score(trials: Iterable[Trial], killed: Collection[Trial]) -> Score:
    there = list(trials)
    equivalent = sum(trial.equivalent for trial in there)
    return Score(len(there), equivalent, sum(trial in killed for trial in there))


def by_rule(found: Proposed) -> Iterator[tuple[Rule, Score]]:
    """The score of each rule that has mutants, in order of precedence."""
    trials: dict[str, list[Trial]] = {}
    for trial in found.trials:
        trials.setdefault(trial.mutant.rule.rule, []).append(trial)
    for each in trials.values():
        yield each[0].mutant.rule, score(each, found.killed)


def noticing(found: Proposed, trial: Trial) -> Proposal:
    """The proposed example that would notice a mutant that is alive."""
    return next(proposal for proposal in found.proposals if trial in proposal.notices)


def as_json(found: Proposed) -> dict[str, Any]:
    """What ``rules examples --json`` prints."""
    return {
        "region": found.release.region.region,
        "decision": found.release.decides,
        "release": found.release.digest,
        "on": found.on.isoformat(),
        "proposed": [proposal.as_json() for proposal in found.proposals],
        "conditions": _conditions(found),
        "mutation": {
            **score(found.trials, found.killed).as_json(),
            "with_pairs": score(found.trials, found.killed_by_pairs).as_json(),
            "with_proposed": score(found.trials, found.killed_by_all).as_json(),
            "rules": [{"rule": rule.rule, **scored.as_json()} for rule, scored in by_rule(found)],
            "alive": [_alive(found, trial) for trial in found.alive],
        },
    }


def _conditions(found: Proposed) -> dict[str, Any]:
    declared = {fact.fact: fact for fact in found.release.facts}
    return {
        "all": len(found.contrasts) + len(found.idle),
        "told_apart": len(found.told),
        "by_masking": [_named(one) for one in found.contrasts if not one.unique],
        "same_channel": [_named(one) for one in found.contrasts if not one.channel],
        "never_matter": [
            {
                "rule": idle.rule.rule,
                "condition": idle.condition.fact,
                "file": idle.rule.where.file,
                "line": idle.rule.where.line,
                "why": idle.why,
                **idle_words(declared, idle).model_dump(),
            }
            for idle in found.idle
        ],
    }


def _named(contrast: Contrast) -> dict[str, str]:
    return {"rule": contrast.rule.rule, "condition": contrast.condition.fact, "how": how(contrast)}


def _alive(found: Proposed, trial: Trial) -> dict[str, Any]:
    by, rule = noticing(found, trial), trial.mutant.rule
    return {
        "rule": rule.rule,
        "file": rule.where.file,
        "line": rule.where.line,
        "kind": trial.mutant.kind,
        "words": mutant_words(trial.mutant).model_dump(),
        "noticed_by": by.id,
        "example": {"item": by.item, "facts": by.facts, "on": None if by.on is None else by.on.isoformat()},
        "expect": by.outcome.channel,
        "would_be": found.would_be(trial, by),
    }
