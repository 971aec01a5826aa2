"""
Propose the examples that a region's file still lacks: each condition told apart, each mistake noticed.

Everything is exact: pairs and mutants are looked for among all situations, as bit sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from chalicelib.authoring.examples.describing import Describer
from chalicelib.authoring.examples.example_set import ExampleSet, from_file
from chalicelib.authoring.examples.proposal import Proposal, how
from chalicelib.authoring.examples.search import cover
from chalicelib.authoring.examples.search.by_rule import by_rule
from chalicelib.authoring.examples.search.choosing import Chooser
from chalicelib.authoring.examples.search.index import Index
from chalicelib.authoring.examples.search.mutants import mutants
from chalicelib.authoring.examples.search.pairs import Contrast, contrasts
from chalicelib.authoring.examples.search.periods import Period, Periods
from chalicelib.authoring.examples.search.trials import Trials
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import in_effect, rules_of, ways, written
from chalicelib.decisions.forms.model import Release

T = TypeVar("T")
_TRIED = "试错误 mistakes tried"
_CHOSEN = "选示例 examples chosen"
_CHECKED = "去掉多余的示例 needless examples taken away"


@dataclass(frozen=True)
class Proposed:
    """What is there and what is proposed; ``told`` are the conditions that the file's examples tell apart."""

    release: Release
    on: date
    proposals: tuple[Proposal, ...]
    contrasts: tuple[Contrast, ...]
    idle: tuple[Contrast, ...]
    """Those that never matter: ``rules check`` tells of each."""
    told: frozenset[Contrast]
    whole: bool = True
    """Whether conditions were looked at; not where situations are too many: then each rule has an example."""

    def as_json(self) -> dict[str, Any]:
        """What ``rules examples --json`` prints."""
        return {
            "region": self.release.region.region,
            "decision": self.release.decides,
            "release": self.release.digest,
            "on": self.on.isoformat(),
            "proposed": [proposal.as_json() for proposal in self.proposals],
            "conditions": self._conditions() if self.whole else None,
        }

    def _conditions(self) -> dict[str, Any]:
        return {
            "all": len(self.contrasts) + len(self.idle),
            "told_apart": len(self.told),
            "by_masking": [_named(one) for one in self.contrasts if not one.unique],
            "same_channel": [_named(one) for one in self.contrasts if not one.channel],
            "never_matter": [
                {"rule": idle.rule.rule, "condition": idle.condition.fact, **dict(idle.rule.where)}
                for idle in self.idle
            ],
        }


def _named(contrast: Contrast) -> dict[str, str]:
    return {"rule": contrast.rule.rule, "condition": contrast.condition.fact, "how": how(contrast)}


class Follow(Protocol):
    """Follows long work: hands on each one as it comes, ``of`` so many if that is known."""

    def __call__(self, what: str, each: Iterable[T], of: int | None = None) -> Iterator[T]: ...


def _in_silence(what: str, each: Iterable[T], of: int | None = None) -> Iterator[T]:
    return iter(each)


def propose(release: Release, on: date, today: date, follow: Follow = _in_silence) -> Proposed:
    """
    What the examples of a release still lack; where situations are too many to tell each condition apart, an
    example for each rule that has none.

    Args:
        on: the day whose rules are asked about; those that come into effect later count too. Nobody is asked
            to confirm what came out before it.
        today: the day of an example that has none.
        follow: is told how far the work has come.

    Raises:
        TooManySituationsError: there are too many situations to go through.
    """
    try:
        return _Work(release, on, today, SpaceCache()).done(follow)
    except TooManySituationsError:
        return _Work(release, on, today, SpaceCache(drawn=False)).done(follow)


class _Work:
    def __init__(self, release: Release, on: date, today: date, cache: SpaceCache) -> None:
        self._release, self._on, self._today = release, on, today
        self._rules = [led for led in rules_of(release) if led.rule.until is None or on <= led.rule.until]
        here = [led for led in written(release) if in_effect(led.rule, on)]
        self._mutants = [one for one in mutants(release, here) if one.day is None or on <= one.day]
        changed = ways(rule for mutant in self._mutants for rule in mutant.new)
        self._periods = Periods(release, (test for rule in changed for test in rule.when), cache)
        self._file = from_file(release, today)

    def done(self, follow: Follow) -> Proposed:
        standing = ExampleSet(self._file)
        tried = Trials(self._periods)
        periods = tried.since(self._on)
        if not all(period.space.drawn for period in periods):
            return self._by_rule(periods, standing, follow)
        trials = list(follow(_TRIED, tried.each(self._mutants, self._on), len(self._mutants)))
        living = [trial for trial in trials if not trial.killed(standing)]
        found = list(contrasts(self._rules, periods))
        matter = [one for one in found if one.places]
        told = frozenset(one for one in matter if one.told(standing))
        chooser = Chooser(self._release, self._on, self._today, self._file)
        index = Index(matter, trials)
        new = list(follow(_CHOSEN, cover.pairs(index, standing, chooser)))
        new += follow(_CHOSEN, cover.killers(index, standing, chooser))
        needless = set(follow(_CHECKED, cover.needless(new, index, standing)))
        new = [example for example in new if example not in needless]
        describer = Describer(self._release, standing, [one for one in matter if one not in told])
        return Proposed(
            release=self._release,
            on=self._on,
            proposals=describer.proposals(new, Index([], living)),
            contrasts=tuple(matter),
            idle=tuple(one for one in found if not one.places),
            told=told,
        )

    def _by_rule(self, periods: Sequence[Period], standing: ExampleSet, follow: Follow) -> Proposed:
        chooser = Chooser(self._release, self._on, self._today, self._file)
        new = list(follow(_CHOSEN, by_rule(periods, standing, chooser)))
        proposals = Describer(self._release, standing, ()).proposals(new, Index((), ()))
        return Proposed(self._release, self._on, proposals, (), (), frozenset(), whole=False)
