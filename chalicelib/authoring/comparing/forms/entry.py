"""One change of a release 一处修改: a value as it was and as it will be, in the words of the form."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.authoring.comparing.forms.danger import Danger
from chalicelib.authoring.comparing.forms.words import closed
from chalicelib.authoring.comparing.forms.words.shown import differing, mistakable
from chalicelib.authoring.comparing.forms.words.titles import named, period_words, told_to, within
from chalicelib.authoring.comparing.forms.words.written import Written, in_unit, written
from chalicelib.authoring.findings.telling import Titles, channel_words, is_within
from chalicelib.decisions.facts.amounts import amount_words, in_smallest, is_amount
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.clock import Warn
from chalicelib.decisions.forms.form import Condition, Form, Text
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.forms.plan import Period

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class At:
    """
    A place of a release: the file, the way to the value in it (``materials[lease].originals``), what it is
    called and touches, and the fact that it is about, if it is about one. Where codes of channels, units,
    steps or the like stand here, ``names`` has what these are called. A list in ``any_order`` says
    the same in whatever order it stands.
    """

    file: str
    field: str
    title: Text
    danger: Danger
    fact: Fact | None = None
    names: Titles | None = dataclasses.field(default=None, compare=False)
    any_order: bool = False

    def key(self, key: str, title: Text, danger: Danger, fact: Fact | None = None) -> At:
        """A key of the form that stands here."""
        way = f"{self.field}.{key}" if self.field else key
        return At(self.file, way, within(self.title, title), danger, fact)

    def one(
        self,
        key: str,
        label: Text,
        danger: Danger | None = None,
        fact: Fact | None = None,
        *,
        plain: bool = False,
    ) -> At:
        """One of those that are listed here, in brackets; a plain value of a map stands behind a point."""
        way = f"{self.field}.{key}" if plain and "." not in key else f"{self.field}[{key}]"
        return At(self.file, way, named(self.title, label), danger or self.danger, fact)

    def whole(self, file: str) -> At:
        """The content of a file of its own."""
        return replace(self, file=file, field="")


@dataclass(frozen=True)
class Entry:
    """
    A change. ``old`` and ``new`` are as written, None where there was or will be none; ``words`` are how
    people say them, where that is not how they are written; ``inside`` are the values of what came or went.
    """

    at: At
    old: Written
    new: Written
    words: tuple[Text | None, Text | None] = (None, None)
    inside: tuple[Entry, ...] = field(default=(), compare=False)

    @property
    def said(self) -> bool:
        """
        Whether nobody can have written look-alikes: both are values of a closed list, days, or codes of what
        has titles that do not look alike.
        """
        values = [each for each in (self.old, self.new) if isinstance(each, str)]
        if len(values) == 2 and all(map(self._is_closed, values)):
            return True
        called = [self.at.names[each].zh for each in values if self.at.names and each in self.at.names]
        return len(called) == 2 and not mistakable(*called)

    def _is_closed(self, value: str) -> bool:
        return closed.said(self.at.field, value) is not None or _DAY.fullmatch(value) is not None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "file": self.at.file,
            "field": self.at.field,
            "title": self.at.title.model_dump(),
            "old": self.old,
            "new": self.new,
            "danger": self.at.danger.value,
        }
        apart = differing(self.old, self.new)
        return told if apart is None else told | {"differs": apart}


def entry(at: At, old: object, new: object) -> Entry:
    """A change of a value that holds no others."""
    fact = at.fact
    declared = {} if fact is None else {fact.fact: fact}
    was, now = (written(in_unit(fact, one), declared) for one in (old, new))
    return Entry(at, was, now, (_said(at, old), _said(at, new)))


def _said(at: At, value: object) -> Text | None:
    fact = at.fact
    match value:
        case Condition():
            return None if fact is None else is_within(fact, value)
        case Period():
            return period_words(value)
        case str() if at.names is not None:
            name = channel_words(at.names, value)
            return _beside(name, value)
        case bool():
            return Text(zh="是", en="yes") if value else Text(zh="否", en="no")
        case int() | str() if fact is not None and is_amount(fact):
            smallest = value if isinstance(value, int) else in_smallest(fact, value)
            return None if smallest is None else amount_words(fact, smallest)
        case str() if fact is not None:
            said = value_words(fact, value)
            return _beside(said, value)
        case str():
            known = closed.said(at.field, value)
            return None if known is None else _beside(known, value)
        case _:
            return None


def _beside(said: Text, value: str) -> Text | None:
    """How people say a value with the value itself; None where that is the same."""
    return None if said.zh == value else Text(zh=f"{said.zh}（{value}）", en=f"{said.en} ({value})")


_SINCE, _FROM = "@", " from "
"""Between a name and the day from which on it is meant: as a key, and for people."""


def label_of(form: object, key: str, declared: Mapping[str, Fact]) -> Text:
    """
    What people call one of several: its name or title, of a warning what it tells, else its key, which may be
    a word of a closed list.
    """
    if isinstance(form, Warn):
        return told_to(form)
    if isinstance(form, Condition):
        fact = declared.get(form.fact)
        return Text(zh=key, en=key) if fact is None else fact.title
    for name in ("name", "title"):
        found = getattr(form, name, None)
        if isinstance(found, Text):
            since = getattr(form, "from_", None) if _SINCE in key else None
            zh = found.zh if since is None else f"{found.zh}（{since} 起）"
            return Text(zh=zh, en=f"{found.en} ({key.replace(_SINCE, _FROM)})")
    if isinstance(form, Form) and (known := closed.said(next(iter(type(form).model_fields)), key)):
        return known
    return Text(zh=key or "（空）", en=key or "(empty)")
