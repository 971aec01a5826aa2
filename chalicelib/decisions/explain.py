"""Why a case takes its channel, in sentences an applicant understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from chalicelib.decisions.form import Basis, FactValue, Text
from chalicelib.decisions.model import Fact, Rule

A_PERSON_ZH, A_PERSON_EN = "请工作人员判断办理渠道。", "A member of staff will decide the channel."


@cache
def no_rule() -> Text:
    """Every fact is known and no rule matches."""
    return Text(
        zh=f"没有规则适用于这些情况，{A_PERSON_ZH}",
        en=f"No rule applies to these circumstances. {A_PERSON_EN}",
    )


@cache
def engine_failed() -> Text:
    """The engine could not be asked; next time it may answer."""
    return Text(
        zh=f"规则引擎暂时出错，{A_PERSON_ZH}", en=f"The rule engine failed for the moment. {A_PERSON_EN}"
    )


def by_rule(rule: Rule, declared: Mapping[str, Fact], facts: Mapping[str, FactValue]) -> Text:
    """The facts that the rule tested, its title and its legal basis."""
    told = in_words(declared, {condition.fact: facts[condition.fact] for condition in rule.when})
    basis, en = "、".join(map(cited, rule.basis)), told.en[:1].upper() + told.en[1:]
    return Text(
        zh=f"{told.zh}。因此按“{rule.title.zh}”办理，依据{basis}。",
        en=f'{en}. Therefore "{rule.title.en}" applies, on the basis of {basis}.',
    )


def without(declared: Mapping[str, Fact], missing: Iterable[str], invalid: Mapping[str, Text]) -> Text:
    """Which facts are missing or wrong, so that no rule was asked."""
    absent = [declared[name].title for name in missing]
    zh = [f"缺少：{'、'.join(title.zh for title in absent)}"] if absent else []
    en = [f"Missing: {', '.join(title.en for title in absent)}"] if absent else []
    for name, reason in invalid.items():
        title = declared[name].title if name in declared else Text(zh=name, en=name)
        zh.append(f"“{title.zh}”{reason.zh}")
        en.append(f'"{title.en}" {reason.en}')
    return Text(zh=f"{'；'.join(zh)}。{A_PERSON_ZH}", en=f"{'; '.join(en)}. {A_PERSON_EN}")


def cited(basis: Basis) -> str:
    """A legal basis as one writes it: 《title》article."""
    return f"《{basis.title}》{basis.article or ''}"


def in_words(declared: Mapping[str, Fact], facts: Mapping[str, FactValue]) -> Text:
    """Facts with their titles and the titles of their values, for the middle of a sentence."""
    if not facts:
        return Text(zh="其余情形", en="in all other cases")
    told = [(declared[name].title, _value(declared[name], value)) for name, value in facts.items()]
    zh = "；".join(f"{title.zh}：{value.zh}" for title, value in told)
    en = "; ".join(f"{title.en}: {value.en}" for title, value in told)
    return Text(zh=zh, en=en)


def _value(fact: Fact, value: FactValue) -> Text:
    if isinstance(value, bool):
        return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
    for known in fact.values:
        if known.value == value:
            return known.title
    return Text(zh=str(value), en=str(value))
