"""Why a decision comes out as it does, in sentences an applicant understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from chalicelib.decisions.effect import in_effect, in_its_place, successors
from chalicelib.decisions.facts.words import STATED, asked_words, value_words
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, Basis, Condition, FactValue, Text
from chalicelib.decisions.forms.model import DecisionTable, Fact, Item, Release, Rule

_WITHHELD = Text(zh="已核对", en="has been looked at")


def left_open(decided: DecisionTable) -> Text:
    """What happens where the rules of a decision do not decide: a person does, or the safe outcome stands."""
    if decided.otherwise == UNDETERMINED:
        if decided.decision == CHANNEL:
            return Text(zh="请工作人员判断办理渠道。", en="A member of staff will decide the channel.")
        title = decided.title
        return Text(zh=f"请工作人员判断“{title.zh}”。", en=f'A member of staff will decide on "{title.en}".')
    safe = next(one.title for one in decided.outcomes if one.outcome == decided.otherwise)
    return Text(zh=f"暂按“{safe.zh}”处理。", en=f'"{safe.en}" stands for now.')


def no_rule(then: Text) -> Text:
    """Every fact is known and no rule matches; ``then`` says what happens."""
    return Text(
        zh=f"没有规则适用于这些情况，{then.zh}", en=f"No rule applies to these circumstances. {then.en}"
    )


def engine_failed(then: Text) -> Text:
    """The engine could not be asked; next time it may answer. ``then`` says what happens."""
    return Text(zh=f"规则引擎暂时出错，{then.zh}", en=f"The rule engine failed for the moment. {then.en}")


def by_rule(rule: Rule, declared: Mapping[str, Fact], facts: Mapping[str, FactValue]) -> Text:
    """The facts that the rule tested, its title and its legal basis."""
    from chalicelib.decisions.law_names import (
        law_in_english,  # here: functions that tell nobody load no texts
    )

    zh, told = _in_words(declared, {test.fact: facts[test.fact] for test in rule.when}, hidden=True)
    laws = [law_in_english(one.title, one.article) for one in rule.basis]
    en = told[:1].upper() + told[1:]
    return Text(
        zh=f"{zh}。因此按“{rule.title.zh}”办理，依据{'、'.join(map(cited, rule.basis))}。",
        en=f'{en}. Therefore "{rule.title.en}" applies. Legal basis: {"; ".join(laws)}.',
    )


def without(
    declared: Mapping[str, Fact], missing: Iterable[str], invalid: Mapping[str, Text], then: Text
) -> Text:
    """Which facts are missing or wrong, so that no rule was asked; ``then`` says what happens."""
    absent = [declared[name].title for name in missing]
    zh = [f"缺少：{'、'.join(title.zh for title in absent)}"] if absent else []
    en = [f"Missing: {', '.join(title.en for title in absent)}"] if absent else []
    for name, reason in invalid.items():
        title = declared[name].title if name in declared else Text(zh=name, en=name)
        zh.append(f"“{title.zh}”{reason.zh}")
        en.append(f'"{title.en}" {reason.en}')
    return Text(zh=f"{'；'.join(zh)}。{then.zh}", en=f"{'; '.join(en)}. {then.en}")


def not_in_effect(release: Release, item: Item, on: date) -> Text:
    """Since when or until when an item can be applied for, and what stands in its place on the day."""
    if item.from_ is not None and on < item.from_:
        before = next((one for one in _instead(release, item) if in_effect(one, on)), None)
        zh = "" if before is None else f"；在此之前为“{before.name.zh}”（{before.item}）"
        en = "" if before is None else f'; until then it is "{before.name.en}" ({before.item})'
        return Text(
            zh=f"“{item.name.zh}”自 {item.from_} 起施行，此前不能申请{zh}。",
            en=f'"{item.name.en}" takes effect on {item.from_} and cannot be applied for before{en}.',
        )
    after = _after(release, item, on)
    zh, en = ("", "") if after is None else (f"；{after.zh}", f"; {after.en}")
    return Text(
        zh=f"“{item.name.zh}”已停止办理，{item.until} 是可以申请的最后一天{zh}。",
        en=f'"{item.name.en}" is over, {item.until} was the last day on which it could be applied for{en}.',
    )


def _after(release: Release, item: Item, on: date) -> Text | None:
    """What stands in the place of an item that is over, or will from some day on; None if all are over."""
    after = in_its_place(release.items, item, on)
    if after is None:
        return None
    zh, en = (
        f"由“{after.name.zh}”（{after.item}）代替",
        f'"{after.name.en}" ({after.item}) stands in its place',
    )
    if in_effect(after, on):
        return Text(zh=f"现{zh}", en=en)
    return Text(zh=f"自 {after.from_} 起{zh}", en=f"from {after.from_} on {en}")


def _instead(release: Release, item: Item) -> Iterable[Item]:
    """The items in whose place this one stands, at once or in the end."""
    return (one for one in release.items.values() if item in successors(release.items, one))


def cited(basis: Basis) -> str:
    """A legal basis as one writes it: 《title》article."""
    return f"《{basis.title}》{basis.article or ''}"


def in_words(declared: Mapping[str, Fact], facts: Mapping[str, FactValue]) -> Text:
    """Facts with their titles and the titles of their values, for the middle of a sentence."""
    zh, en = _in_words(declared, facts)
    return Text(zh=zh, en=en)


def _in_words(
    declared: Mapping[str, Fact], facts: Mapping[str, FactValue], *, hidden: bool = False
) -> tuple[str, str]:
    """
    In Chinese and English; ``hidden``: what is sensitive is named and not told, for the sentence is about
    somebody.
    """
    if not facts:
        return "其余情形", "in all other cases"
    told = [
        (
            declared[name].title,
            _WITHHELD if hidden and declared[name].sensitive else value_words(declared[name], value),
        )
        for name, value in facts.items()
    ]
    zh = "；".join([f"{title.zh}：{value.zh}" for title, value in told])
    en = "; ".join([f"{title.en}: {value.en}" for title, value in told])
    return zh, en


def conditions_in_words(declared: Mapping[str, Fact], conditions: Iterable[Condition]) -> Text | None:
    """What has to be so, for people; None where nothing has to."""
    told = [_condition(declared[one.fact], one) for one in conditions]
    if not told:
        return None
    return Text(zh="；".join(one.zh for one in told), en="; ".join(one.en for one in told))


def _condition(fact: Fact, test: Condition) -> Text:
    said = asked_words(fact, test, STATED) or Text(zh="", en="")
    return Text(zh=f"{fact.title.zh}：{said.zh.strip()}", en=f"{fact.title.en}: {said.en}")
