"""Which decisions have rules or invariants that come into effect, or go out of it, on a day to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.authoring.comparing.forms.words.titles import named, title
from chalicelib.authoring.findings.telling import first_of
from chalicelib.decisions.effect import rules_of
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import DecisionTable, Invariant, Release, Rule
from chalicelib.decisions.tables import as_decision, decisions, table

NAMED = 3
"""Rules and invariants that are told by name."""


class Starting(NamedTuple):
    """
    A decision of which rules or invariants come into effect, or go out of it, on a day: which ones.
    ``gained`` is a decision that only the newer release has, ``lost`` one that only the older has.
    """

    decides: str
    title: Text
    words: Text
    gained: bool = False
    lost: bool = False

    def alike(self, day: date) -> Text:
        """What is said where no situation is counted: nothing differs, or one side lacks the decision."""
        zh, en = "与原规则没有不同", "nothing differs from the old rules"
        if self.gained:
            zh, en = "原规则没有这项决策", "the old rules have no such decision"
        elif self.lost:
            zh, en = "新规则没有这项决策", "the new rules have no such decision"
        return Text(zh=f"{day} {self.title.zh}：{zh}", en=f"{day} {self.title.en}: {en}")

    def beside(self, then: Text) -> Text:
        """What differs on the day, with what comes or goes then."""
        return Text(zh=f"{then.zh}（{self.words.zh}）", en=f"{then.en} ({self.words.en})")


def starting(old: Release, new: Release, since: date) -> Mapping[date, list[Starting]]:
    """By day after ``since``: the decisions of either release, and what of each comes or goes then."""
    found: dict[date, list[Starting]] = {}
    for name in dict.fromkeys((*decisions(new), *decisions(old))):
        having = [release for release in (new, old) if name in decisions(release)]
        days: dict[date, dict[str, Text]] = {}
        for day, words in (one for release in having for one in _days(as_decision(release, name))):
            if day > since:
                days.setdefault(day, {}).setdefault(words.zh, words)
        called = table(having[0], name).title
        for day, said in days.items():
            words, alone = first_of(said.values(), NAMED, "处", "，"), len(having) == 1
            one = Starting(name, called, words, alone and having[0] is new, alone and having[0] is old)
            found.setdefault(day, []).append(one)
    return found


def _days(of: Release) -> Iterator[tuple[date, Text]]:
    """Each day on which a rule or an invariant comes or goes, with what is said of it."""
    rules: Iterator[tuple[str, Rule | Invariant]] = (("rules", one) for _, one in rules_of(of))
    for part, one in (*rules, *(("invariants", one) for one in of.invariants)):
        called = named(title(DecisionTable, part, of_decision=of.decides != CHANNEL), one.title)
        if one.from_ is not None:
            yield one.from_, Text(zh=f"{called.zh}生效", en=f"{called.en} takes effect")
        if one.until is not None and one.until < date.max:
            after = one.until + timedelta(days=1)
            yield after, Text(zh=f"{called.zh}失效", en=f"{called.en} ends")
