"""Values and conditions in words 用语: of every sentence about a fact, for applicants and policy staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chalicelib.decisions.facts.amounts import amount_words, is_amount
from chalicelib.decisions.facts.value_set import Asked, How, asked
from chalicelib.decisions.forms.form import Condition, FactValue, Text
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import days_from_today


class Speech(NamedTuple):
    """
    How what is asked is put, for each way of asking, with {} for what is named; of days the bounds otherwise.
    ``quoted``: values stand in quotation marks.
    """

    ways: Mapping[How, Text]
    of_days: Mapping[How, Text]
    quoted: bool = True


def _speech(*ways: tuple[str, str], quoted: bool = True) -> Speech:
    """From the words for one of, none of, at least, at most, and the last two of days."""
    texts = [Text(zh=zh, en=en) for zh, en in ways]
    of_days = {How.AT_LEAST: texts[4], How.AT_MOST: texts[5]}
    return Speech(dict(zip(How, texts[:4], strict=True)), of_days, quoted)


STATED = _speech(
    ("{}", "{}"),
    ("不是{}", "not {}"),
    ("不少于{}", "at least {}"),
    ("不多于{}", "at most {}"),
    ("不早于{}", "not before {}"),
    ("不晚于{}", "not after {}"),
    quoted=False,
)
MUST = _speech(
    ("须为{}", "must be {}"),
    ("不得为{}", "must not be {}"),
    ("须不少于{}", "must be {} or more"),
    ("须不多于{}", "must be {} or less"),
    ("须不早于{}", "must be {} or later"),
    ("须不晚于{}", "must be {} or earlier"),
)
IS = _speech(
    ("为{}", "is {}"),
    ("不为{}", "is not {}"),
    ("不少于{}", "is {} or more"),
    ("不多于{}", "is {} or less"),
    ("不早于{}", "is {} or later"),
    ("不晚于{}", "is {} or earlier"),
)
ALONE = _speech(
    ("{}", "{}"),
    ("非{}", "not {}"),
    ("不少于{}", "{} or more"),
    ("不多于{}", "{} or less"),
    ("不早于{}", "{} or later"),
    ("不晚于{}", "{} or earlier"),
)
"""Where the fact and the verb stand elsewhere in the sentence."""


def value_words(fact: Fact, value: FactValue) -> Text:
    """A value by its title: yes or no, the title of one of several, a number or day as it is."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if is_amount(fact) and isinstance(value, int):
        return amount_words(fact, value)
    return fact.titles.get(value) or Text(zh=str(value), en=str(value))


_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


def asked_words(fact: Fact, test: Condition, speech: Speech) -> Text | None:
    """What a condition asks of its fact, for after the fact's title; None where it asks nothing."""
    each = list(asked(test))
    if test.at_least is not None and test.at_least == test.at_most:  # one value is no range
        each[-2:] = [Asked(How.ONE_OF, (test.at_least,))]
    said = [_asked(fact, one, speech) for one in each]
    if not said:
        return None
    return Text(zh="、".join(one.zh for one in said), en=" and ".join(one.en for one in said))


def _asked(fact: Fact, one: Asked, speech: Speech) -> Text:
    bound = one.how in (How.AT_LEAST, How.AT_MOST)
    one_value = fact.type in ("whole_number", "date") and len(one.values) == 1
    ways = speech.of_days if bound and fact.type == "date" else speech.ways
    named = _bound(fact, one.values[0]) if bound or one_value else _values(fact, one.values, speech.quoted)
    return Text(zh=ways[one.how].zh.format(named.zh), en=ways[one.how].en.format(named.en))


def _values(fact: Fact, values: Iterable[FactValue], quoted: bool) -> Text:
    said, (left, right, mark) = [value_words(fact, one) for one in values], '“”"' if quoted else ("", "", "")
    return Text(
        zh="或".join(f"{left}{one.zh}{right}" for one in said),
        en=" or ".join(f"{mark}{one.en}{mark}" for one in said),
    )


def _bound(fact: Fact, bound: FactValue) -> Text:
    """A bound for people: "that day", "10 days after that day"; an amount with its unit."""
    days = days_from_today(bound)
    if days is None:
        said = value_words(fact, bound)
        return Text(zh=f" {said.zh}", en=said.en)
    if not days:
        return Text(zh="当日", en="that day")
    zh, en = ("后", "after") if days > 0 else ("前", "before")
    return Text(zh=f"当日{zh} {abs(days)} 天", en=f"{abs(days)} day{'s' * (abs(days) > 1)} {en} that day")
