"""Facts and conditions in plain sentences, for policy staff."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.decisions.form import Channel, Condition, FactValue, Text
from chalicelib.decisions.model import Fact, Release


def value_words(fact: Fact, value: FactValue) -> Text:
    """A value by its title: yes or no, the title of one of several, a number or day as it is."""
    if isinstance(value, bool):
        return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
    titles = (known.title for known in fact.values if known.value == value)
    return next(titles, None) or Text(zh=str(value), en=str(value))


def fact_is(fact: Fact, value: FactValue) -> Text:
    """“title”为“value”."""
    said = value_words(fact, value)
    return Text(zh=f"“{fact.title.zh}”为“{said.zh}”", en=f'"{fact.title.en}" is "{said.en}"')


def must_be(fact: Fact, condition: Condition) -> Text:
    """What a condition asks of its fact."""
    low, high = condition.at_least, condition.at_most
    day = fact.type == "date"
    parts: list[Text] = []
    if condition.any_of:
        parts.append(_one_of(fact, condition.any_of, "须为", "must be"))
    if condition.none_of:
        parts.append(_one_of(fact, condition.none_of, "不得为", "must not be"))
    if low is not None:
        parts.append(Text(zh=f"须不{'早' if day else '少'}于 {low}", en=f"must be {low} or {_up(day)}"))
    if high is not None:
        parts.append(Text(zh=f"须不{'晚' if day else '多'}于 {high}", en=f"must be {high} or {_down(day)}"))
    zh = "、".join(part.zh for part in parts) or "须已知"
    en = " and ".join(part.en for part in parts) or "must be known"
    return Text(zh=f"“{fact.title.zh}”{zh}", en=f'"{fact.title.en}" {en}')


def channel_words(release: Release, channel: Channel) -> Text:
    """A channel by the title of its plan."""
    if channel is Channel.UNDETERMINED:
        return Text(zh="待定（人工判断）", en="undetermined (a person decides)")
    plan = release.plans.get(channel)
    return Text(zh=channel, en=channel) if plan is None else plan.title


def visits_words(visits: int) -> Text:
    """How often the applicant must come."""
    if not visits:
        return Text(zh="不用跑腿", en="no visit")
    return Text(zh=f"跑 {visits} 次", en=f"{visits} visit{'s' if visits > 1 else ''}")


def joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Sentences in a row; at least one."""
    each = list(texts)
    return Text(zh=zh.join(text.zh for text in each), en=en.join(text.en for text in each))


def _one_of(fact: Fact, values: Iterable[FactValue], zh: str, en: str) -> Text:
    said = [value_words(fact, value) for value in values]
    chinese = "或".join(f"“{one.zh}”" for one in said)
    english = " or ".join(f'"{one.en}"' for one in said)
    return Text(zh=f"{zh}{chinese}", en=f"{en} {english}")


def _up(day: bool) -> str:
    return "later" if day else "more"


def _down(day: bool) -> str:
    return "earlier" if day else "less"
