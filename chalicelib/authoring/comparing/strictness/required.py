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
    r"|notices/\S* (seal|needs\[[^]]+\]|to\[[^]]+\]|served_by\[(portal|courier|counter)\])"
    r"|decisions/\S* outcomes\[[^]]+\]\.unit"
    r"|items/\S* units\.(supervises|inspects\[[^]]+\])"
    r"|facts\.yaml facts\[[^]]+\]\.(sensitive|set_by)"
    r"|couriers/\S* give_up_days"
    r"|clocks\.yaml clocks\[[^]]+\]\.extend\.issues",
)
"""By file and field what binds the more, the more there is of it."""
_MORE = re.compile(
    r"plans/\S* steps\[[^]]+\]\.late\[[^]]+\]"
    r"|notices/\S* served_by\[publication\]"
    r"|region\.yaml (retention\.years|openings\.(phone|source)\.(hour|day))"
    r"|region\.yaml uploads\.(max_bytes|kinds\[[^]]+\])"
    r"|couriers/\S* (silent_hours|polling\[[^]]+\]\.minutes)"
)
"""
The same of what binds the less: what happens by lapse of time, how long personal data are kept, how many
cases one telephone may open, how long a parcel may be silent before somebody looks.
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
    that is new or greater; a member of a list in the place of another is both. What plans have from one part
    is told once.
    """
    for group in _groups(entries):
        one, demanded = group[0], list(_demanded(group[0]))
        looser, stricter = (
            any(_fewer(*each) for each in demanded),
            any(_fewer(*each[::-1]) for each in demanded),
        )
        yield Change(one.at.file, one.at.field, one.at.title).but(
            looser=Step("fewer", _words(group), since) if looser else None,
            stricter=Step("more", _words(group), since) if stricter else None,
        )


def _demanded(one: Entry) -> Iterator[tuple[Written, Written]]:
    """What binds before and after; of a member of a list in the place of another each by itself."""
    file, field = one.at.file, one.at.field
    each = [(field, one.old, one.new)]
    if field.endswith("]") and isinstance(one.old, str) and isinstance(one.new, str):
        above = field.rpartition("[")[0]
        each = [(f"{above}[{one.old}]", one.old, None), (f"{above}[{one.new}]", None, one.new)]
    for way, old, new in each:
        if _LESS.fullmatch(f"{file} {way}") or (None in (old, new) and _ENDLESS.fullmatch(f"{file} {way}")):
            yield old, new
        elif _MORE.fullmatch(f"{file} {way}"):
            yield new, old


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
