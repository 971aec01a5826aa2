"""Why not another channel or outcome: which condition of which rule fails, or which rule is before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from chalicelib.authoring.findings.telling import channel_words, joined, must_be, quoted
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.explained import Explained, explained
from chalicelib.decisions.effect import rules_of
from chalicelib.decisions.facts.amounts import for_json
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, Condition, FactValue, Name, Text
from chalicelib.decisions.forms.model import Fact, Rule


@dataclass(frozen=True)
class Obstacle:
    """
    Why a rule does not choose its channel here; without a rule: none chooses it for this item at all.

    ``failing`` are its conditions that do not hold. ``before`` are the rules, in order, that would decide
    even if all held: the first of them, ``earlier``, then those behind it. A rule that is not in effect
    that day is told of only where no other chooses the channel.

    ``facts_off`` is how many of the facts that are known would at least have to be otherwise for the rule
    to decide; None where it can decide in no situation.
    """

    channel: ChannelName
    rule: Rule | None
    failing: tuple[Condition, ...]
    before: tuple[Rule, ...]
    words: Text
    facts_off: int | None = None

    @property
    def far(self) -> tuple[bool, int, int, int]:
        """How far off the rule is: the less, the nearer."""
        return self.facts_off is None, self.facts_off or 0, len(self.failing), len(self.before)

    @property
    def earlier(self) -> Rule | None:
        return self.before[0] if self.before else None

    def as_json(self, asked: Explained) -> dict[str, Any]:
        rule = self.rule
        key = "channel" if asked.release.decides == CHANNEL else "outcome"
        return {
            key: self.channel,
            "rule": None if rule is None else rule.rule,
            "file": None if rule is None else rule.where.file,
            "line": None if rule is None else rule.where.line,
            "failing": [_failing(asked, condition) for condition in self.failing],
            "earlier": None if self.earlier is None else self.earlier.rule,
            "facts_off": self.facts_off,
            "before": [{"rule": one.rule, key: one.choose} for one in self.before],
            **self.words.model_dump(),
        }


def why_not(asked: Explained, channel: ChannelName) -> Iterator[Obstacle]:
    """The obstacles to a channel, rule by rule in order of precedence; none if it is the channel."""
    if channel == asked.decision.outcome:
        return
    inside = [rule for rule in asked.rules if rule.choose == channel]
    for name, ways in groupby(inside, key=lambda rule: rule.rule):
        obstacles = [_obstacle(asked, way) for way in ways]
        yield replace(_of_rule(asked, obstacles), facts_off=_facts_off(asked, name))
    if not inside:
        yield from _outside(asked, channel)


def _facts_off(asked: Explained, rule: Name) -> int | None:
    """In how many facts the nearest situation that a rule decides differs from what is known."""
    wanted = asked.decided.get(rule, asked.space.none)
    apart = asked.space.by_differences(asked.known)
    return next((number for number, found in enumerate(apart) if found & wanted), None)


def _of_rule(asked: Explained, ways: Sequence[Obstacle]) -> Obstacle:
    """What stands in a rule's way: of its groups of conditions one would have to hold as a whole."""
    open_ = next((one for one in ways if not one.failing), None)
    if open_ is not None or len(ways) == 1:
        return open_ or ways[0]
    failing = tuple({id(test): test for one in ways for test in one.failing}.values())
    return replace(ways[0], failing=failing, words=_groups_words(asked, ways))


def _groups_words(asked: Explained, ways: Sequence[Obstacle]) -> Text:
    """Of a rule with groups of which one is enough: what each of them lacks, the rule named once."""
    each = [_group_words(asked, way) for way in ways]
    zh = "；".join(f"（{number}）{one.zh}" for number, one in enumerate(each, 1))
    en = "; or ".join(f"({number}) {one.en}" for number, one in enumerate(each, 1))
    title = next(way.rule.title for way in ways if way.rule is not None)
    return Text(
        zh=f"规则“{title.zh}”不符合，以下有一组符合即可：{zh}。",
        en=f'The rule "{title.en}" does not apply; one of these is enough: {en}.',
    )


def _group_words(asked: Explained, way: Obstacle) -> Text:
    """What one group lacks, and the earlier rule that would decide even if it held."""
    needs = _needs(asked.declared, way.failing, asked, Text(zh="，并且", en=", and "))
    if way.earlier is None:
        return needs
    first, name = way.earlier.title, channel_words(asked.release, way.earlier.choose)
    return Text(
        zh=f"{needs.zh}（但排在前面的规则“{first.zh}”仍先决定：“{name.zh}”）",
        en=f'{needs.en} (but the rule "{first.en}", which stands before it, would still decide: "{name.en}")',
    )


def _obstacle(asked: Explained, rule: Rule) -> Obstacle:
    failing = tuple(one for one in rule.when if not reference.holds(one, asked.known))
    before = _before(asked, rule, failing)
    if failing:
        words = failing_words(asked.declared, rule, failing, asked)
        return Obstacle(rule.choose, rule, failing, before, _even_so(asked, words, before))
    if asked.decision.missing or asked.decision.invalid or not before:
        words = Text(
            zh=f"规则“{rule.title.zh}”的条件都符合，但有要素缺失或有误，转人工判断。",
            en=f'All that the rule "{rule.title.en}" needs holds, but a fact is missing or wrong.',
        )
        return Obstacle(rule.choose, rule, (), (), words)
    first = before[0]
    words = Text(
        zh=f"规则“{rule.title.zh}”的条件都符合，但排在前面的规则“{first.title.zh}”先决定。",
        en=f'All that the rule "{rule.title.en}" needs holds, but "{first.title.en}" stands before it.',
    )
    return Obstacle(rule.choose, rule, (), before, _then(words, before[1:]))


def _before(asked: Explained, rule: Rule, failing: Sequence[Condition]) -> tuple[Rule, ...]:
    """
    The rules before this one that leave it nothing, were what fails as it needs it and all else as it is;
    none where it could decide then.
    """
    changed = {condition.fact for condition in failing}
    as_it_is = {name: value for name, value in asked.known.items() if name not in changed}
    here = asked.space.all_holding(rule.when) & asked.space.with_values(as_it_is)
    left, found = here, []
    for other in asked.rules:
        if other is rule:
            break
        if not any(reference.may_hold(group, as_it_is) for group in other.groups):
            continue
        holds = here & asked.space.matching(other)
        if holds:
            found.append(other)
            left -= holds
    return () if left else tuple(found)


def _even_so(asked: Explained, words: Text, before: tuple[Rule, ...]) -> Text:
    """What would decide even if all that fails were otherwise."""
    if not before:
        return words
    first, name = before[0], channel_words(asked.release, before[0].choose)
    goes = "走" if asked.release.decides == CHANNEL else "得到"
    told = Text(
        zh=f"{words.zh}即使这些都符合，仍由排在前面的规则“{first.title.zh}”（{first.rule}）决定，{goes}“{name.zh}”。",
        en=f'{words.en} Even if all this were so, the rule "{first.title.en}" ({first.rule}), which stands '
        f'before it, would decide: "{name.en}".',
    )
    return _then(told, before[1:])


def _then(words: Text, others: Sequence[Rule]) -> Text:
    """The rules behind the first that stand in the way too."""
    if not others:
        return words
    each = joined((quoted(one.title) for one in others), "、", ", ")
    stand = f"The rule {each.en} stands" if len(others) == 1 else f"The rules {each.en} stand"
    return Text(zh=f"{words.zh}排在前面的还有规则{each.zh}。", en=f"{words.en} {stand} before it, too.")


def failing_words(
    declared: Mapping[str, Fact], rule: Rule, failing: tuple[Condition, ...], asked: Explained
) -> Text:
    """What a rule would need to be otherwise, condition by condition."""
    all_of = _needs(declared, failing, asked, Text(zh="；", en="; "))
    return Text(
        zh=f"规则“{rule.title.zh}”不符合：{all_of.zh}。",
        en=f'The rule "{rule.title.en}" does not apply: {all_of.en}.',
    )


def _needs(
    declared: Mapping[str, Fact], failing: Sequence[Condition], asked: Explained, between: Text
) -> Text:
    """What each fact must be, and what it is."""
    needs = []
    for condition in failing:
        fact = declared[condition.fact]
        must, now = must_be(fact, condition), _now(fact, asked.known.get(condition.fact))
        needs.append(Text(zh=f"{must.zh}，现{now.zh}", en=f"{must.en} and {now.en}"))
    return joined(needs, between.zh, between.en)


def _now(fact: Fact, value: FactValue | None) -> Text:
    if value is None:
        return Text(zh="不明", en="is not known")
    said = value_words(fact, value)
    return Text(zh=f"为“{said.zh}”", en=f'is "{said.en}"')


def _outside(asked: Explained, channel: ChannelName) -> Iterator[Obstacle]:
    """Rules for the channel on other days; if there are none, that is told."""
    item = asked.decision.item
    others = [rule for owner, rule in rules_of(asked.release) if owner in (None, item)]
    found = [rule for rule in others if rule.choose == channel]
    for _, (rule, *_) in ((name, list(ways)) for name, ways in groupby(found, key=lambda one: one.rule)):
        until = ("", "") if rule.until is None else (f"至 {rule.until}", f" until {rule.until}")
        words = Text(
            zh=f"规则“{rule.title.zh}”自 {rule.from_} 起{until[0]}有效，当日无效。",
            en=f'The rule "{rule.title.en}" is in effect from {rule.from_}{until[1]}, not on that day.',
        )
        yield Obstacle(channel, rule, *_on_its_days(asked, rule, words))
    if not found:
        name = channel_words(asked.release, channel)
        words = Text(zh=f"没有规则选择“{name.zh}”。", en=f'No rule chooses "{name.en}".')
        yield Obstacle(channel, None, (), (), words)


def _on_its_days(
    asked: Explained, rule: Rule, words: Text
) -> tuple[tuple[Condition, ...], tuple[Rule, ...], Text, int | None]:
    """What stands in a rule's way on the nearest day on which it is in effect."""
    on = rule.from_ if rule.until is None or rule.from_ > asked.on else rule.until
    then = explained(asked.release, asked.decision, on)
    failing = tuple(one for one in rule.when if not reference.holds(one, then.known))
    before = _before(then, rule, failing)
    if failing or before:
        words = Text(zh=f"{words.zh}按 {on} 的规则：", en=f"{words.en} By the rules of {on}:")
    if failing:
        fails = failing_words(asked.declared, rule, failing, then)
        words = Text(zh=f"{words.zh}{fails.zh}", en=f"{words.en} {fails.en}")
    return failing, before, _even_so(asked, words, before), _facts_off(then, rule.rule)


def _failing(asked: Explained, condition: Condition) -> dict[str, Any]:
    fact = asked.declared[condition.fact]
    needs = must_be(fact, condition)
    return {
        "fact": condition.fact,
        "value": for_json([fact], asked.known).get(condition.fact),
        "needs": needs.model_dump(),
    }
