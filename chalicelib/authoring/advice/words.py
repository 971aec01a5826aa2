"""Changes in the words of the people who would make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.authoring.advice.edits import Edit, Kind
from chalicelib.authoring.advice.effort import Effort
from chalicelib.authoring.advice.guards import Obstacles
from chalicelib.authoring.findings.telling import channel_words, is_within, joined, must_be, so
from chalicelib.decisions.forms.form import Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release


def attribute_words(fact: Fact, first: FactValue, after: FactValue | None) -> Text:
    """That a fact is so; of a class of numbers, between which."""
    if fact.type != "whole_number" or isinstance(first, str):
        return so(fact, first)
    if after is None:
        return Text(zh=f"“{fact.title.zh}”不少于 {first}", en=f'"{fact.title.en}" is {first} or more')
    last = int(after) - 1
    if first == last or fact.computed is not None:
        return so(fact, last)
    return Text(
        zh=f"“{fact.title.zh}”在 {first} 到 {last} 之间", en=f'"{fact.title.en}" is {first} to {last}'
    )


def edit_words(release: Release, declared: Mapping[str, Fact], edit: Edit, on: date) -> Text:
    """What is done to which rule."""
    rule = edit.rule.title
    match edit.kind:
        case Kind.BOUND | Kind.VALUE_ADDED | Kind.VALUE_REMOVED:
            was, becomes = _asks(declared, edit.was), _asks(declared, edit.becomes)
            return Text(
                zh=f"规则“{rule.zh}”：条件由{was.zh}改为{becomes.zh}",
                en=f'Rule "{rule.en}": instead of {was.en}, {becomes.en}',
            )
        case Kind.CONDITION_DROPPED:
            was = _asks(declared, edit.was)
            return Text(
                zh=f"规则“{rule.zh}”：去掉条件{was.zh}",
                en=f'Rule "{rule.en}": without the condition that {was.en}',
            )
        case Kind.EXCEPTION:
            return _exception(release, declared, edit)
        case Kind.MOVED_UP | Kind.CHANNEL | Kind.ENDED:
            return _whole(release, edit, on)


def _whole(release: Release, edit: Edit, on: date) -> Text:
    """Edits of a rule as a whole."""
    rule = edit.rule.title
    if edit.kind is Kind.MOVED_UP:
        before = (edit.other or edit.rule).title
        return Text(
            zh=f"把规则“{rule.zh}”移到“{before.zh}”之前", en=f'Move the rule "{rule.en}" before "{before.en}"'
        )
    if edit.kind is Kind.CHANNEL:
        name = channel_words(release, edit.new[0].choose)
        return Text(zh=f"规则“{rule.zh}”：改走“{name.zh}”", en=f'Rule "{rule.en}": choose "{name.en}"')
    return Text(zh=f"规则“{rule.zh}”：自 {on} 起停用", en=f'End the rule "{rule.en}" from {on} on')


def _exception(release: Release, declared: Mapping[str, Fact], edit: Edit) -> Text:
    rule, one = edit.rule.title, edit.new[0].when[-1]
    asks = is_within(declared[one.fact], one)
    name = channel_words(release, edit.new[0].choose)
    return Text(
        zh=f"在规则“{rule.zh}”之前加一条例外：符合它的条件，且{asks.zh}的，走“{name.zh}”",
        en=f'An exception before the rule "{rule.en}": where it applies and {asks.en}, choose "{name.en}"',
    )


def obstacle_words(obstacles: Obstacles) -> Text:
    """What stands against an edit; at least something does."""
    found = [
        *(
            Text(zh=f"违反不变式“{one.title.zh}”", en=f'against the invariant "{one.title.en}"')
            for one in obstacles.invariants
        ),
        *(
            Text(zh=f"与确认过的示例“{one.name}”不符", en=f"against the confirmed example '{one.name}'")
            for one in obstacles.examples
        ),
        *([_against_items(obstacles.items)] if obstacles.items else []),
        *([Text(zh="有情形不再有规则管到", en="leaves situations without a rule")] if obstacles.gap else []),
    ]
    return joined(found)


def _against_items(items: Sequence[Item]) -> Text:
    some, more = items[:3], len(items) - 3
    zh = "、".join(f"“{one.name.zh}”" for one in some) + (f"等 {len(items)} 项" if more > 0 else "")
    en = ", ".join(f'"{one.name.en}"' for one in some) + (f" and {more} more" if more > 0 else "")
    return Text(
        zh=f"与事项自己的要素或法定环节不符（{zh}）",
        en=f"against what the items say of themselves, or what the law demands of them ({en})",
    )


def saved_words(saved: Effort) -> Text:
    """What is saved, or costs more; what stays the same is not said."""
    found = [
        Text(zh=f"{_less(number)}{zh} {abs(number)} {unit}", en=f"{abs(number)} {en} {_fewer(number)}")
        for number, zh, unit, en in (
            (saved.visits, "跑腿", "次", "visits"),
            (saved.parcels, "快递", "件", "parcels"),
            (saved.sheets, "交纸质材料", "份", "sheets of paper"),
            (saved.undetermined, "人工判断", "个", "cases for a person to decide"),
        )
        if number
    ]
    return joined(found, "，", ", ") if found else Text(zh="没有变化", en="no difference")


def _less(number: int) -> str:
    return "少" if number > 0 else "多"


def _fewer(number: int) -> str:
    return "fewer" if number > 0 else "more"


def _asks(declared: Mapping[str, Fact], condition: Condition | None) -> Text:
    if condition is None:
        return Text(zh="没有条件", en="no condition")
    return must_be(declared[condition.fact], condition)
