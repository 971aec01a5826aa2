"""Why not another channel: which condition of which rule fails, or which rule decides before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.authoring import reference
from chalicelib.authoring.explaining import Question
from chalicelib.authoring.telling import channel_words, joined, must_be, value_words
from chalicelib.decisions.effect import rules_of
from chalicelib.decisions.form import Channel, Condition, FactValue, Text
from chalicelib.decisions.model import Fact, Rule


@dataclass(frozen=True)
class Obstacle:
    """
    Why a rule does not choose its channel here; without a rule: none chooses it for this item at all.

    ``failing`` are its conditions that do not hold. If all hold, ``earlier`` is the rule that decides
    first. A rule that is not in effect that day is told of only where no other chooses the channel.
    """

    channel: Channel
    rule: Rule | None
    failing: tuple[Condition, ...]
    earlier: Rule | None
    words: Text

    def as_json(self, asked: Question) -> dict[str, Any]:
        rule = self.rule
        return {
            "channel": self.channel,
            "rule": None if rule is None else rule.rule,
            "file": None if rule is None else rule.where.file,
            "line": None if rule is None else rule.where.line,
            "failing": [_failing(asked, condition) for condition in self.failing],
            "earlier": None if self.earlier is None else self.earlier.rule,
            **self.words.model_dump(),
        }


def why_not(asked: Question, channel: Channel) -> Iterator[Obstacle]:
    """The obstacles to a channel, rule by rule in order of precedence; none if it is the channel."""
    if channel is asked.decision.channel:
        return
    inside = [rule for rule in asked.rules if rule.choose is channel]
    for rule in inside:
        yield _obstacle(asked, rule)
    if not inside:
        yield from _outside(asked, channel)


def _obstacle(asked: Question, rule: Rule) -> Obstacle:
    failing = tuple(one for one in rule.when if not reference.holds(one, asked.known))
    if failing:
        return Obstacle(rule.choose, rule, failing, None, _fails(asked.declared, rule, failing, asked))
    first = reference.first([(None, one) for one in asked.rules], None, asked.known)
    if asked.decision.missing or asked.decision.invalid or first is None or first is rule:
        words = Text(
            zh=f"规则“{rule.title.zh}”的条件都符合，但有要素缺失或有误，转人工判断。",
            en=f'All that the rule "{rule.title.en}" needs holds, but a fact is missing or wrong.',
        )
        return Obstacle(rule.choose, rule, (), None, words)
    words = Text(
        zh=f"规则“{rule.title.zh}”的条件都符合，但排在前面的规则“{first.title.zh}”先决定。",
        en=f'All that the rule "{rule.title.en}" needs holds, but "{first.title.en}" stands before it.',
    )
    return Obstacle(rule.choose, rule, (), first, words)


def _fails(declared: Mapping[str, Fact], rule: Rule, failing: tuple[Condition, ...], asked: Question) -> Text:
    needs = []
    for condition in failing:
        fact = declared[condition.fact]
        must, now = must_be(fact, condition), _now(fact, asked.known.get(condition.fact))
        needs.append(Text(zh=f"{must.zh}，现{now.zh}", en=f"{must.en} and {now.en}"))
    all_of = joined(needs)
    return Text(
        zh=f"规则“{rule.title.zh}”不符合：{all_of.zh}。",
        en=f'The rule "{rule.title.en}" does not apply: {all_of.en}.',
    )


def _now(fact: Fact, value: FactValue | None) -> Text:
    if value is None:
        return Text(zh="不明", en="is not known")
    said = value_words(fact, value)
    return Text(zh=f"为“{said.zh}”", en=f'is "{said.en}"')


def _outside(asked: Question, channel: Channel) -> Iterator[Obstacle]:
    """Rules for the channel on other days; if there are none, that is told."""
    item = asked.decision.item
    others = [rule for owner, rule in rules_of(asked.release) if owner in (None, item)]
    found = [rule for rule in others if rule.choose is channel]
    for rule in found:
        until = ("", "") if rule.until is None else (f"至 {rule.until}", f" until {rule.until}")
        words = Text(
            zh=f"规则“{rule.title.zh}”自 {rule.from_} 起{until[0]}有效，当日无效。",
            en=f'The rule "{rule.title.en}" is in effect from {rule.from_}{until[1]}, not on that day.',
        )
        yield Obstacle(channel, rule, (), None, words)
    if not found:
        name = channel_words(asked.release, channel)
        words = Text(zh=f"没有规则选择“{name.zh}”。", en=f'No rule chooses "{name.en}".')
        yield Obstacle(channel, None, (), None, words)


def _failing(asked: Question, condition: Condition) -> dict[str, Any]:
    needs = must_be(asked.declared[condition.fact], condition)
    return {
        "fact": condition.fact,
        "value": asked.known.get(condition.fact),
        "needs": needs.model_dump(),
    }
