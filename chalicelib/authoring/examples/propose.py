"""
Examples that a region's file still lacks: each condition told apart, each mistake noticed.

Everything is exact: pairs and mutants are looked for among all situations, as bit sets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring.examples import cover
from chalicelib.authoring.examples.choosing import Chooser
from chalicelib.authoring.examples.describing import Describer
from chalicelib.authoring.examples.index import Index
from chalicelib.authoring.examples.pairs import Contrast, Idle, contrasts
from chalicelib.authoring.examples.proposal import Proposal
from chalicelib.authoring.examples.scenes import Scenes
from chalicelib.authoring.examples.standing import Standing, from_file
from chalicelib.authoring.examples.trials import Trial, Trials
from chalicelib.authoring.mutants import mutants
from chalicelib.decisions.effect import in_effect, rules_of
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Release


@dataclass(frozen=True)
class Proposed:
    """
    What there is and what is proposed.

    ``told`` are the conditions told apart by the file's examples alone, ``killed`` the mutants that
    these notice, ``killed_by_pairs`` those noticed with the examples that tell conditions apart,
    ``killed_by_all`` with everything proposed.
    """

    release: Release
    on: date
    proposals: tuple[Proposal, ...]
    contrasts: tuple[Contrast, ...]
    idle: tuple[Idle, ...]
    trials: tuple[Trial, ...]
    told: frozenset[Contrast]
    killed: frozenset[Trial]
    killed_by_pairs: frozenset[Trial]
    killed_by_all: frozenset[Trial]

    @property
    def worth(self) -> int:
        """How many mutants count: those that are not equivalent."""
        return sum(not trial.equivalent for trial in self.trials)

    @property
    def alive(self) -> tuple[Trial, ...]:
        """The mutants that the file's examples do not notice, though they could be noticed."""
        return tuple(one for one in self.trials if not one.equivalent and one not in self.killed)

    def would_be(self, trial: Trial, proposal: Proposal) -> Channel:
        """The channel that a mutant would give a proposed example."""
        return trial.would_be(rules_of(self.release), proposal.shown)


def propose(release: Release, on: date, today: date) -> Proposed:
    """
    What the examples of a release still lack.

    Args:
        on: the day whose rules are asked about; those that come into effect later count too.
        today: the day of an example that has none.

    Raises:
        TooManySituationsError: there are too many situations to go through.
    """
    return _Work(release, on, today).done()


class _Work:
    def __init__(self, release: Release, on: date, today: date) -> None:
        self._release, self._on, self._today = release, on, today
        self._rules = [led for led in rules_of(release) if led.rule.until is None or on <= led.rule.until]
        self._mutants = list(mutants(release, [led for led in self._rules if in_effect(led.rule, on)]))
        changed = (rule for mutant in self._mutants for rules in mutant.instead.values() for rule in rules)
        self._scenes = Scenes(release, (test for rule in changed for test in rule.when))
        self._file = from_file(release, today)

    def done(self) -> Proposed:
        standing = Standing(self._file)
        tried = Trials(self._scenes)
        trials = list(tried.each(self._mutants, self._on))
        found = list(contrasts(self._rules, tried.since(self._on)))
        matter = [one for one in found if isinstance(one, Contrast)]
        told = frozenset(one for one in matter if one.told(standing))
        killed = _killed(trials, standing)
        chooser = Chooser(self._release, self._on, self._today, self._file)
        index = Index(matter, trials)
        new = list(cover.pairs(index, standing, chooser))
        by_pairs = _killed(trials, standing)
        new += cover.killers(index, standing, chooser)
        new = cover.needed(new, index, standing)
        describer = Describer(self._release, standing, [one for one in matter if one not in told])
        return Proposed(
            release=self._release,
            on=self._on,
            proposals=describer.proposals(new, Index([], (one for one in trials if one not in killed))),
            contrasts=tuple(matter),
            idle=tuple(one for one in found if isinstance(one, Idle)),
            trials=tuple(trials),
            told=told,
            killed=killed,
            killed_by_pairs=by_pairs,
            killed_by_all=_killed(trials, standing),
        )


def _killed(trials: Iterable[Trial], standing: Standing) -> frozenset[Trial]:
    return frozenset(trial for trial in trials if trial.killed(standing))
