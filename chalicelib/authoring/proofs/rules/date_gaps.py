"""
Days on which a rule is missing 日期空档: one ends, a later one takes its place again, and in between
situations that both decide take another channel.

An interim rule that begins on the very next day is on purpose, and no gap. Neither is what comes again, as
every summer: a rule for a time, after which for at least as long the same rule decides as before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from chalicelib.authoring.findings.message import Message
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.words import named
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, classes
from chalicelib.authoring.space.order import arranged
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.forms.form import ChannelName, Text
from chalicelib.decisions.forms.model import Rule

_DAY = timedelta(days=1)


class Pair(NamedTuple):
    """A rule that ends, and the next one of the same channel that begins more than a day later."""

    ends: Rule
    end: date
    begins: Rule

    @property
    def for_a_time(self) -> bool:
        """Whether the first lasts no longer than it is missing then."""
        return self.end - self.ends.from_ <= self.begins.from_ - self.end - 2 * _DAY


def date_gaps(places: Places) -> Iterator[Problem]:
    """The gaps between the days of rules of the same owner."""
    for pair in _pairs(places):
        facts = _hole(places, pair)
        if facts is not None:
            words = in_words(places.declared, facts)
            yield places.at(pair.begins, _say(pair, words, places.word), "warning", "from")


def _pairs(places: Places) -> Iterator[Pair]:
    alike: dict[tuple[str | None, ChannelName], list[Rule]] = {}
    for owner, read in places.rules:
        alike.setdefault((owner, read.form.choose), []).append(read.form)
    for owner, read in places.rules:
        ends = read.form
        if ends.until is not None and ends.until < date.max:
            after = ends.until + _DAY
            later = [other for other in alike[owner, ends.choose] if other.from_ > after]
            if later:
                yield Pair(ends, ends.until, min(later, key=lambda rule: rule.from_))


def _hole(places: Places, pair: Pair) -> Situation | None:
    """A situation that both rules decide, and that takes another channel on the day after the first ends."""
    first, after = max(pair.ends.from_, date.min + _DAY) - _DAY, pair.end + _DAY
    before, *days = (_rules_on(places, day, pair.ends) for day in (first, pair.end, after, pair.begins.from_))
    groups = [group for rules in (before, *days) for rule in rules for group in rule.groups]
    found = classes(list(places.declared.values()), chain.from_iterable(groups), after)
    space = DecisionSpace(arranged(found, ([test.fact for test in group] for group in groups)))
    both = _decides(space, days[0], pair.ends) & _decides(space, days[2], pair.begins)
    for rule, decides in space.first_matches(days[1], both):
        meant = rule is not None and (rule.choose == pair.ends.choose or rule.from_ == pair.end + _DAY)
        left = decides if rule is None or not pair.for_a_time else decides - _decides(space, before, rule)
        if left and not meant:
            return space.situation(left)
    return None


def _rules_on(places: Places, day: date, of: Rule) -> Sequence[Rule]:
    owners = {None, places.owner(of)}
    return [read.form for owner, read in places.rules if owner in owners and in_effect(read.form, day)]


def _decides(space: DecisionSpace, rules: Sequence[Rule], wanted: Rule) -> Situations:
    found = (decides for rule, decides in space.first_matches(rules, space.all) if rule is wanted)
    return next(found, space.none)


def _say(pair: Pair, words: Text, word: Text) -> Message:
    first, last = pair.end + _DAY, pair.begins.from_ - _DAY
    name = named([pair.ends])
    end, begins = pair.end, pair.begins.from_
    told = {"name": name, "words": words, "word": word, "end": end, "begins": begins}
    return Message("date-hole", told | {"first": first, "last": last})
