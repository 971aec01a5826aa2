"""What forms and their keys are called, in both languages: the words that an editor shows beside them."""

from __future__ import annotations

import re

from chalicelib.authoring.comparing.forms.words.closed import said
from chalicelib.authoring.findings.message import singular
from chalicelib.authoring.findings.telling import joined
from chalicelib.authoring.reading.kinds import KINDS
from chalicelib.authoring.schemas.words import fields, titled
from chalicelib.decisions.forms.clock import Warn
from chalicelib.decisions.forms.form import Form, Text
from chalicelib.decisions.forms.plan import Limit, Period
from chalicelib.rendering.words import period

FILES = {part: (kind.place, title) for kind in KINDS for part, title in kind.parts.items()}
"""For each part of a release the file, or the folder of files, that it is read from, and its name."""
ORDER = Text(zh="次序", en="order")
FILE = Text(zh="所在文件", en="file")


def title(form: type[Form], key: str, *, of_decision: bool = False) -> Text:
    """
    The short title of a key, the key itself where it has no words, for a change must be told all the same.

    Args:
        of_decision: it stands in the file of another decision than the channel.
    """
    names = (_WRITTEN.get(form.__name__, form.__name__), form.__name__)
    known = next((fields()[name][key] for name in names if key in fields().get(name, {})), None)
    if key in _FLAT or known is None:
        return _FLAT.get(key, Text(zh=key, en=key))
    return titled(known.said(of_decision=of_decision))


_WRITTEN = {
    "Gate": "PartStep",
    "Plan": "PlanFile",
    "Step": "PartStep",
    "Outcome": "PartOutcome",
    "Lane": "Use",
}
"""A release holds plans that were made of parts: its forms by those that people write."""
_FLAT = {
    "lane": Text(zh="并联的一段", en="stretch that units walk"),
    "lanes": Text(zh="并联的各段", en="stretches that units walk"),
    "gates": Text(zh="略过的条件", en="conditions"),
    "leaves": Text(zh="离开的方式", en="the way out"),
    "first": Text(zh="第一个环节", en="first step"),
    "start": Text(zh="第一个环节", en="first step"),
    "steps": Text(zh="环节", en="steps"),
    "onward": Text(zh="接着的环节", en="the step that follows"),
    "next": Text(zh="接着的环节", en="the step that follows"),
    "collects": Text(zh="收取材料的单位", en="who takes the papers"),
    "exits": Text(zh="离开的各种方式", en="ways out"),
    "part": Text(zh="流程段", en="part"),
    "gives": Text(zh="送出什么", en="what it hands out"),
    "end": Text(zh="办结方式", en="how the case ends"),
}
"""Keys of plans as a release holds them, which nobody writes so."""


def within(above: Text, below: Text) -> Text:
    """A title below another."""
    return Text(zh=f"{above.zh} › {below.zh}", en=f"{above.en} › {below.en}")


def named(name: Text, *which: Text) -> Text:
    """Of what is called ``name``, such as "rules", one or several by their own names: the rule "…"."""
    each = joined(which, "、", ", ")
    above, between, last = name.en.rpartition(" › ")
    called = last if len(which) > 1 else _SEVERAL.sub(_one, last)
    return Text(zh=f"{name.zh}“{each.zh}”", en=f'{above}{between}{called} "{each.en}"')


_SEVERAL = re.compile(r"^((?:[a-z]+ )?)([a-z]*[^isu\W])s(?= (?:of|other|that|below) | out$|$)")
"""The noun of a title of several, with what it needs behind it."""


def _one(several: re.Match[str]) -> str:
    return several[1] + (several[2].removesuffix("e") if several[2].endswith("che") else several[2])


def moment(warn: Warn) -> Text:
    """When a warning of a clock is given."""
    if warn.share_used is not None:
        return Text(zh=f"已用 {warn.share_used}%", en=f"{warn.share_used} % used")
    return Text(zh=f"剩 {warn.days_left} 日", en=singular(f"{warn.days_left} days left"))


def period_words(one: Period) -> Text:
    """How long a period is."""
    if isinstance(one, Limit) and one.at_once:
        return Text(zh="即办", en="at once")
    return Text(zh=period(one, "zh"), en=period(one, "en"))


def told_to(warn: Warn) -> Text:
    """What a warning of a clock is called among others: it has no name of its own."""
    when, whom = moment(warn), said("tell", warn.tell) or Text(zh=warn.tell, en=warn.tell)
    return Text(zh=f"{when.zh}时告诉{whom.zh}", en=f"{when.en}, tells {whom.en}")
