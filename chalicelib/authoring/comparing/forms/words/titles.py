"""What forms and their keys are called, in both languages: the words that an editor shows beside them."""

from __future__ import annotations

from chalicelib.authoring.reading.kinds import KINDS
from chalicelib.authoring.schemas.words import fields, titled
from chalicelib.decisions.forms.form import Form, Text

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


def named(name: Text, which: Text) -> Text:
    """One of several, by its own name."""
    return Text(zh=f"{name.zh}“{which.zh}”", en=f'{name.en} "{which.en}"')
