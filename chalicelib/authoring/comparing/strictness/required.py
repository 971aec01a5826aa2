"""What has to be done, given or guarded 要求, and by how many: less of it is looser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.lines import Group, alike
from chalicelib.authoring.comparing.forms.words.shown import as_text
from chalicelib.authoring.comparing.forms.words.written import Written
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.comparing.strictness.periods import NONE
from chalicelib.decisions.forms.form import Text

_LESS = re.compile(
    r"plans/\S* steps\[[^]]+\]\.(officers|other_than\[[^]]+\]"
    r"|outcomes\[[^]]+\]\.(before|after|waits_for|reason|lines|number|missing|date|issues|hand_over\.counted))"
    r"|notices/\S* (seal|needs\[[^]]+\]|to\[[^]]+\])"
    r"|decisions/\S* outcomes\[[^]]+\]\.unit"
    r"|items/\S* units\.(supervises|inspects\[[^]]+\])"
    r"|facts\.yaml facts\[[^]]+\]\.(sensitive|set_by)"
    r"|couriers/\S* give_up_days"
    r"|clocks\.yaml clocks\[[^]]+\]\.extend\.issues",
)
"""By file and field what binds the more, the more there is of it."""
_MORE = re.compile(
    r"region\.yaml (retention\.years|openings\.(phone|source)\.(hour|day))"
    r"|region\.yaml uploads\.(max_bytes|kinds\[[^]]+\])"
    r"|couriers/\S* (silent_hours|polling\[[^]]+\]\.minutes)"
)
"""
The same of what binds the less: how long personal data are kept, how many cases one telephone may open, how
long a parcel may be silent before somebody looks.
"""
_ENDLESS = re.compile(r"region\.yaml retention\.years")
"""Of these none is for ever."""
_RANKS = ("office", "law", "nobody")
"""Who could change a fact, whoever is the freest to do so first."""
_HOLDS = re.compile(r"retention|\S+\.hand_over")
"""What is no demand itself and may come or go as a whole, with the demands in it."""


def required(entries: Iterable[Entry], since: date) -> Iterator[Change]:
    """
    Of whatever stays: each demand on a step, a notice or a unit that is gone or smaller, which is looser, or
    that is new or greater. One in the place of another is neither. What plans have from one part is told
    once.
    """
    for group in _groups(entries):
        one = group[0]
        less, more = (bool(each.fullmatch(f"{one.at.file} {one.at.field}")) for each in (_LESS, _MORE))
        endless = None in (one.old, one.new) and bool(_ENDLESS.fullmatch(f"{one.at.file} {one.at.field}"))
        sides = (one.old, one.new) if less or endless else (one.new, one.old)
        at = Change(one.at.file, one.at.field, one.at.title)
        if (less or more) and _fewer(*sides):
            yield at.but(looser=Step("fewer", _words(group), since))
        elif (less or more) and _fewer(*reversed(sides)):
            yield at.but(stricter=Step("more", _words(group), since))


def _groups(entries: Iterable[Entry]) -> Iterator[Group]:
    every = [each for one in entries for each in (one.inside if _HOLDS.fullmatch(one.at.field) else [one])]
    yield from alike(one for one in every if one.at.file.startswith("plans/"))
    yield from ((one,) for one in every if not one.at.file.startswith("plans/"))


def _fewer(was: Written, now: Written) -> bool:
    if isinstance(was, int) and isinstance(now, int):
        return now < was
    if was in _RANKS and now in _RANKS:
        return _RANKS.index(now) < _RANKS.index(was)
    return now in (None, False) and was not in (None, False)


def _words(group: Group) -> Text:
    one, *others = group
    was, now = (_said(*each) for each in zip((one.old, one.new), one.words, strict=True))
    zh, en = (f"（另有 {len(others)} 处同样）", f" ({len(others)} more alike)") if others else ("", "")
    return Text(zh=f"{was.zh} → {now.zh}{zh}", en=f"{was.en} → {now.en}{en}")


def _said(value: Written, words: Text | None) -> Text:
    if value is None:
        return NONE
    return words or Text(zh=as_text(value), en=as_text(value))
