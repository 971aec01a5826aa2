"""Changes in the words of the people who would make them."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.authoring.advice.effort import Effort
from chalicelib.authoring.findings.telling import joined, so
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact

BOUNDS_TRIED = Text(
    zh="试的是：把数字的界限增减一个单位，改成其他规则和不变式的界限，或改成事项和过去办件中离它最近的数值；"
    "把最早日期改成其他规则的日期；把按当日推算的天数增减一天，或改成其他规则和过去办件中离它最近的；把取值增减一个。",
    en="Tried were: bounds of numbers one unit lower and higher, at the bounds of other rules and "
    "invariants, and at the values nearest to them that items and past cases have; earliest days at the "
    "days of other rules; days counted from the day of the decision one earlier and later, and at those "
    "of other rules and past cases; lists with one value more or less.",
)
"""How bounds and lists are edited: exactly that, and nothing else."""

RULES_TRIED = Text(
    zh="还试了：去掉一个条件；与上一条规则交换位置；改选另一渠道；停用一条规则；"
    "在一条规则之前按另一条规则的条件加一条例外（规则不超过六十条时）。每次只改一处。",
    en="Also: a rule without one of its conditions, before the rule above it, with another channel, or "
    "ended; and, of up to sixty rules, an exception before a rule by a condition of another. One edit at a "
    "time.",
)
"""What else is edited where channels are decided."""


def attribute_words(fact: Fact, first: FactValue | None, after: FactValue | None) -> Text:
    """That a fact is so; of a class of numbers or days, between which. Days may have no beginning."""
    if first is None or fact.type == "date":
        return _days(fact, first, after)
    if fact.type != "whole_number":
        return so(fact, first)
    if after is None:
        return Text(zh=f"“{fact.title.zh}”不少于 {first}", en=f'"{fact.title.en}" is {first} or more')
    last = int(after) - 1
    if first == last or fact.computed is not None:
        return so(fact, last)
    return Text(
        zh=f"“{fact.title.zh}”在 {first} 到 {last} 之间", en=f'"{fact.title.en}" is {first} to {last}'
    )


def _days(fact: Fact, first: FactValue | None, after: FactValue | None) -> Text:
    """That a day lies in a class."""
    last = None if after is None else date.fromisoformat(str(after)) - timedelta(days=1)
    zh, en = f"“{fact.title.zh}”", f'"{fact.title.en}"'
    if last is None:
        return Text(zh=f"{zh}不早于 {first}", en=f"{en} is {first} or later")
    if first is None:
        return Text(zh=f"{zh}不晚于 {last}", en=f"{en} is {last} or earlier")
    if str(first) == str(last):
        return Text(zh=f"{zh}为 {last}", en=f"{en} is {last}")
    return Text(zh=f"{zh}在 {first} 到 {last} 之间", en=f"{en} is {first} to {last}")


def saved_words(saved: Effort) -> Text:
    """What is saved, or costs more; what stays the same is not said."""
    found = [
        Text(zh=f"{_less(number)}{zh} {abs(number)} {unit}", en=f"{abs(number)} {en} {_fewer(number)}")
        for number, zh, unit, en in (
            (saved.visits, "跑腿", "次", "visits"),
            (saved.parcels, "快递", "件", "parcels"),
            (saved.sheets, "交纸质材料", "份", "paper documents"),
            (saved.undetermined, "人工判断", "个", "cases for a person to decide"),
        )
        if number
    ]
    return joined(found, "，", ", ") if found else Text(zh="没有变化", en="no difference")


def _less(number: int) -> str:
    return "少" if number > 0 else "多"


def _fewer(number: int) -> str:
    return "fewer" if number > 0 else "more"
