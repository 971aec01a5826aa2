"""Name new examples, and describe what they show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from chalicelib.authoring.examples.example_set import ExampleSet, Shown
from chalicelib.authoring.examples.proposal import Apart, Outcome, Proposal
from chalicelib.authoring.examples.search.index import Index
from chalicelib.authoring.examples.search.pairs import Contrast, Place
from chalicelib.authoring.examples.sentences import name_of, sentence
from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.domain import place as class_of
from chalicelib.decisions.effect import rules_on
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

ID = 6


class _Pair(NamedTuple):
    contrast: Contrast
    place: Place
    yes: Shown
    no: Shown


class Describer:
    """
    Describes new examples.

    Args:
        standing: the examples of the file and the new ones.
        contrasts: what the new ones tell apart, with those of the file or among themselves.
    """

    def __init__(self, release: Release, standing: ExampleSet, contrasts: Sequence[Contrast]) -> None:
        self._release, self._standing = release, standing
        self._names = {example: example.name for example in standing.examples if example.name is not None}
        self._titles: dict[Shown, Text] = {}
        self._demanded = Demanded(release)
        self._pairs = [self._pair(contrast) for contrast in contrasts]

    def proposals(self, new: Sequence[Shown], living: Index) -> tuple[Proposal, ...]:
        """
        The new examples, numbered, in the order of the rules that decide them.

        Args:
            living: mutants that the file's examples do not notice.
        """
        outcomes = {example: self._outcome(example) for example in new}
        order = {rule.rule: number for number, rule in enumerate(self._release.rules)}
        ranked = sorted(new, key=lambda one: (one.on is not None, order.get(outcomes[one].name or "", -1)))
        for example in ranked:
            taken = set(self._names.values())
            self._titles[example] = name_of(self._release, example, taken)
            self._names[example] = self._titles[example].zh
        ids = self._ids(ranked, outcomes)
        return tuple(
            self._proposal(number, ids[example], example, outcomes[example], living)
            for number, example in enumerate(ranked, 1)
        )

    def _proposal(self, number: int, name: str, example: Shown, outcome: Outcome, living: Index) -> Proposal:
        apart = tuple(self._apart(example))
        notices = tuple(living.noticed_by(example))
        mutants = [trial.mutant for trial in notices]
        told = [one for one in apart if not self._demanded.lifted(example.known, example.known | one.changes)]
        words = sentence(self._release, example, outcome, told, mutants)
        return Proposal(
            number=number,
            id=name,
            title=self._titles[example],
            shown=example,
            outcome=outcome,
            tells_apart=apart,
            notices=notices,
            words=words,
        )

    def _pair(self, contrast: Contrast) -> _Pair:
        """Of the pairs that stand one with as many examples of the file as there is."""
        found = [pair for place in contrast.places for pair in self._standing_pairs(contrast, place)]
        return max(found, key=lambda pair: (pair.yes in self._names) + (pair.no in self._names))

    def _standing_pairs(self, contrast: Contrast, place: Place) -> Iterator[_Pair]:
        for yes in self._standing.showing(place.period, place.yes):
            near = place.partners(yes.in_period(place.period)) & place.no
            for no in self._standing.showing(place.period, near):
                yield _Pair(contrast, place, yes, no)

    def _apart(self, example: Shown) -> Iterator[Apart]:
        for contrast, place, yes, no in self._pairs:
            if example in (yes, no):
                other = no if example is yes else yes
                yield Apart(
                    contrast=contrast,
                    holds=example is yes,
                    other=self._names[other],
                    changes=_differing(place, example, other),
                    becomes=self._outcome(other),
                )

    def _outcome(self, example: Shown) -> Outcome:
        rules = [led for led in rules_on(self._release, example.day) if led.item in (None, example.item)]
        found = reference.first(rules, example.item, example.known)
        before = takewhile(lambda rule: rule is not found, (rule for _, rule in rules))
        return Outcome(found, tuple(before), otherwise(self._release))

    def _ids(self, examples: Sequence[Shown], outcomes: dict[Shown, Outcome]) -> dict[Shown, str]:
        """Short names that hold as long as the rules do, whatever examples are confirmed meanwhile."""
        rules = self._release.model_copy(update={"examples": (), "decisions": {}}).digest
        whole = {example: _digest(rules, example, outcomes[example]) for example in examples}
        length = ID
        while len({one[:length] for one in whole.values()}) < len(whole):
            length += 1
        return {example: one[:length] for example, one in whole.items()}


def _digest(rules: str, example: Shown, outcome: Outcome) -> str:
    on = None if example.on is None else example.on.isoformat()
    content = [rules, example.item, sorted(example.facts.items()), on, outcome.channel, outcome.name]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _differing(place: Place, one: Shown, other: Shown) -> Situation:
    """The facts of the other that no rule takes for the same."""
    here, there = (place.period.placed(each.day, each.known) or each.known for each in (one, other))
    return {
        fact: other.known[fact]
        for fact, values in place.period.space.classes.items()
        if class_of(values, here[fact]) != class_of(values, there[fact])
    }
