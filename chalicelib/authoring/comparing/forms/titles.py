"""What forms and their keys are called, in both languages: the words that an editor shows beside them."""

from __future__ import annotations

import re

from chalicelib.authoring.reading.kinds import KINDS
from chalicelib.authoring.schemas.words import WORDS
from chalicelib.decisions.form import Form, Text

FILES = {part: (kind.place, title) for kind in KINDS for part, title in kind.parts.items()}
"""For each part of a release the file, or the folder of files, that it is read from, and its name."""
ORDER = Text(zh="次序", en="order")
FILE = Text(zh="所在文件", en="file")

_CHINESE = re.compile(r"(.*[\u3001-\u303f\u3400-\u9fff\uff00-\uffef])(.*)", re.DOTALL)


def title(form: type[Form], key: str) -> Text:
    """
    The short title of a key: what stands before the first explanation in either language; the key itself
    where it has no words, for a change must be told all the same.
    """
    words = _FLAT.get(key) or WORDS.get(_WRITTEN.get(form.__name__, form.__name__), {}).get(key, "")
    found = _CHINESE.fullmatch(words)
    if found is None:
        return Text(zh=key, en=key)
    zh, en = re.split("[，：；（。]", found[1])[0], re.split("[,:;(]", found[2].lstrip(_BEFORE))[0]
    return Text(zh=zh.strip(), en=en.strip())


_OUTCOMES = {
    ("Rule", "choose"): Text(zh="结果", en="outcome"),
    ("Example", "expect"): Text(zh="应得的结果", en="the outcome that must come out"),
    ("Invariant", "expect"): Text(zh="允许的结果", en="outcomes that are allowed"),
}
"""What is called a channel in channels.yaml, where it stands in another decision."""


def title_in(form: type[Form], key: str, *, of_decision: bool) -> Text:
    """The same, of a key that may stand in the file of another decision than the channel."""
    found = _OUTCOMES.get((form.__name__, key)) if of_decision else None
    return found or title(form, key)


_WRITTEN = {
    "Gate": "PartStep",
    "Plan": "PlanFile",
    "Step": "PartStep",
    "Outcome": "PartOutcome",
    "Lane": "Use",
}
"""A release holds plans that were made of parts: its forms by those that people write."""
_FLAT = {
    "lane": "并联的一段 stretch that units walk",
    "lanes": "并联的各段 stretches that units walk",
    "gates": "略过的条件 conditions",
    "leaves": "离开的方式 the way out",
    "first": "第一个环节 first step",
    "start": "第一个环节 first step",
    "steps": "环节 steps",
    "onward": "接着的环节 the step that follows",
    "next": "接着的环节 the step that follows",
    "collects": "收取材料的单位 who takes the papers",
    "exits": "离开的各种方式 ways out",
    "part": "流程段 part",
    "gives": "送出什么 what it hands out",
    "end": "办结方式 how the case ends",
}
"""Keys of plans as a release holds them, which nobody writes so."""
_BEFORE = " {}[]0123456789–-,."


def within(above: Text, below: Text) -> Text:
    """A title below another."""
    return Text(zh=f"{above.zh} › {below.zh}", en=f"{above.en} › {below.en}")


def named(name: Text, which: Text) -> Text:
    """One of several, by its own name."""
    return Text(zh=f"{name.zh}“{which.zh}”", en=f'{name.en} "{which.en}"')
