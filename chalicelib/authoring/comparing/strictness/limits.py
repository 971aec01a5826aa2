"""Limits of time 时限 that items say: of the whole, and within which a promise of an applicant is checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.comparing.strictness.periods import Pair, changed
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.material import Committed, Material
from chalicelib.decisions.forms.model import Item, Limits, Release

NAMED = 3
"""Items that are told by name."""

_LIMITS = ("statutory", "promised", "extension")

At = tuple[str, Text]
"""The way to a limit in an item's file, and what it is called there."""


def limits(old: Release, new: Release, since: date) -> Iterator[Change]:
    """The limits of items that both releases have, alike ones together."""
    found: dict[tuple[str, str, Pair], tuple[Text, list[Item]]] = {}
    for code in sorted(old.items.keys() & new.items.keys()):
        was, now = old.items[code], new.items[code]
        for (field, called), pair in (*_of_item(was, now), *_promises(was, now)):
            found.setdefault((field, called.zh, pair), (called, []))[1].append(now)
    for (field, _, pair), (called, items) in found.items():
        at = Change(items[0].where.file, field, within(items_named(items), called))
        yield changed(at, [pair], since)


def _of_item(was: Item, now: Item) -> Iterator[tuple[At, Pair]]:
    for key in _LIMITS if was.limits != now.limits else ():
        pair = getattr(was.limits, key), getattr(now.limits, key)
        if pair[0] != pair[1]:
            yield (f"limits.{key}", within(title(Item, "limits"), title(Limits, key))), pair


def _promises(was: Item, now: Item) -> Iterator[tuple[At, Pair]]:
    """
    Of materials that are promised 告知承诺, or may come later 容缺, before and after: when somebody looks
    whether that is true, and how long they are waited for.
    """
    before = {(one.material, one.from_): one for one in was.materials}
    for one in now.materials if was.materials != now.materials else ():
        known = before.get((one.material, one.from_))
        if known is None:
            continue
        here, called = f"materials[{one.material}]", named(title(Item, "materials"), one.name)
        if known.committed is not None and one.committed is not None:
            pair = known.committed.checked_within, one.committed.checked_within
            checked = within(title(Material, "committed"), title(Committed, "checked_within"))
            yield (f"{here}.committed.checked_within", within(called, checked)), pair
        if known.deferrable is not None and one.deferrable is not None:
            pair = known.deferrable, one.deferrable
            yield (f"{here}.deferrable", within(called, title(Material, "deferrable"))), pair


def items_named(items: Sequence[Item]) -> Text:
    """Some items by their names, of many the first."""
    if len(items) <= NAMED:
        return named(FILES["items"][1], *(item.name for item in items))
    each = joined((item.name for item in items[:NAMED]), "、", ", ")
    zh, en = f"“{each.zh}”等 {len(items)} 个事项", f'"{each.en}" and other items, {len(items)} in all'
    return Text(zh=zh, en=en)
