"""
All that differs between two releases, value by value: the forms are walked as they are declared.

Whatever a form holds is told when it changes, so a key that is new in a form is told too. Lists are
told one by one: by their own key where they have one, else in their order. What says the same as before in
another way is no change: conditions or groups of them in another order, the same values written otherwise.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest
from typing import Any

from chalicelib.authoring.comparing.forms.danger import Danger, danger_of, danger_of_fact, danger_of_whole
from chalicelib.authoring.comparing.forms.entry import At, Entry, entry, label_of
from chalicelib.authoring.comparing.forms.holding import hold_alike, in_any_order, meaning
from chalicelib.authoring.comparing.forms.words.references import References
from chalicelib.authoring.comparing.forms.words.titles import FILE, FILES, ORDER, title, within
from chalicelib.authoring.comparing.forms.words.written import left_out, parts, written
from chalicelib.authoring.findings.telling import channel_words, joined
from chalicelib.authoring.reading.kinds import FOLDERS
from chalicelib.decisions.facts.amounts import is_amount
from chalicelib.decisions.facts.facts import with_attributes
from chalicelib.decisions.forms.form import Condition, Form, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.forms.plan import KINDS_OF_DAYS, Period


def entries(old: Release, new: Release) -> list[Entry]:
    """Every change, those first that touch people most; where it stands in a file counts as none."""
    walk = _Walk(old, new)
    found = [one for name in type(new).model_fields for one in walk.part(name, old, new)]
    return sorted(found, key=lambda one: one.at.danger.rank)


class _Walk:
    def __init__(self, old: Release, new: Release) -> None:
        self._references = References(old, new)
        before, after = with_attributes(old), with_attributes(new)
        self._declared: dict[str, Fact] = before | after
        self._as_before = {name: fact for name, fact in after.items() if before.get(name) == fact}

    def part(self, name: str, old: Release, new: Release) -> Iterator[Entry]:
        file, called = FILES.get(name, (f"{name}.yaml", Text(zh=name, en=name)))
        danger = danger_of("Release", name, Danger.OTHER)
        at = At(file, name, called, danger, any_order=in_any_order(new, name))
        was, now = getattr(old, name), getattr(new, name)
        if isinstance(now, Form):
            yield from self._form(was, now, at.whole(file))
        else:
            yield from self._value(was, now, at)

    def _value(self, was: object, now: object, at: At) -> Iterator[Entry]:
        if isinstance(was, Form) and type(was) is type(now) and not isinstance(was, Condition):
            yield from self._form(was, now, at)
        elif isinstance(was, Mapping) and isinstance(now, Mapping):
            yield from self._keyed(dict(was), dict(now), at)
        elif isinstance(was, tuple) and isinstance(now, tuple):
            yield from self._list(was, now, at)
        elif self._meant(was) != self._meant(now):
            yield self._changed(was, now, at)

    def _meant(self, value: object) -> str:
        return meaning(value, self._as_before)

    def _changed(self, was: object, now: object, at: At) -> Entry:
        """A value that is another; where it came or went, with all that is in it, as grave as the gravest."""
        come = now if was is None else was if now is None else None
        if not isinstance(come, Form | Mapping | tuple) or isinstance(come, Condition):
            return entry(at, was, now)
        inside = tuple(self._inside(come, at, gone=now is None))
        danger = danger_of_whole(type(come).__name__, (one.at.danger for one in inside), at.danger)
        at = At(at.file, at.field, at.title, danger)
        return Entry(at, written(was, self._declared), written(now, self._declared), inside=inside)

    def _form(self, was: Form, now: Form, at: At) -> Iterator[Entry]:
        if was is now or was.model_dump_json() == now.model_dump_json():
            return
        self._references.within(now, was)
        before, after = parts(was), parts(now)
        same: tuple[str, ...] = _TOGETHER if hold_alike(was, now, self._as_before) else ()
        if isinstance(was, Period) and isinstance(now, Period) and was.kind != now.kind:
            yield entry(at, was, now)  # so many days of one kind in the place of so many of another
            same = KINDS_OF_DAYS
        for key in (one for one in after if one not in same):
            yield from self._value(before[key], after[key], self._key(now, key, at))

    def _key(self, form: Form, key: str, at: At) -> At:
        above = danger_of_fact(form, at.danger) if isinstance(form, Fact) else at.danger
        called = title(type(form), key, of_decision=at.file.startswith(_DECISIONS))
        here = at.key(key, called, danger_of(type(form).__name__, key, above))
        of_amount = isinstance(form, Fact) and is_amount(form) and key in ("at_least", "at_most", "usual")
        fact = form if of_amount and isinstance(form, Fact) else None
        names = self._references.at(form, key)
        return replace(here, fact=fact, names=names, any_order=in_any_order(form, key))

    def _list(self, was: tuple[Any, ...], now: tuple[Any, ...], at: At) -> Iterator[Entry]:
        before, after = _by_key(was), _by_key(now)
        if before is None or after is None:
            yield from self._in_order(was, now, at)
            return
        yield from self._keyed(before, after, at)
        stay = [name for name in before if name in after], [name for name in after if name in before]
        if stay[0] != stay[1] and not at.any_order:
            yield self._turned(before, after, at)

    def _turned(self, was: Mapping[str, object], now: Mapping[str, object], at: At) -> Entry:
        """The same in another order: by what each is called."""
        orders = [written(tuple(each)) for each in (was, now)]
        words = [joined(self._called(one, key, at) for key, one in each.items()) for each in (was, now)]
        return Entry(_order(at), orders[0], orders[1], (words[0], words[1]))

    def _called(self, form: object, key: str, at: At) -> Text:
        label = self._label(form, key, at)
        return label if key in label.zh else Text(zh=f"{label.zh}（{key}）", en=label.en)

    def _keyed(self, was: dict[Any, Any], now: dict[Any, Any], at: At) -> Iterator[Entry]:
        renamed = _renamed(was, now)
        for key in dict.fromkeys([*was, *now]):
            one, other = was.get(key), now.get(renamed.get(key, key))
            if key not in renamed.values() or key in was:
                yield from self._one(one, other, str(_raw(key)), at)

    def _one(self, was: object, now: object, key: str, at: At) -> Iterator[Entry]:
        """One of those that have a key; forms of files of their own are told by these."""
        form = was if now is None else now
        file = getattr(getattr(form, "where", None), "file", at.file)
        fact = self._fact(form, key)
        label = fact.title if fact is not None else self._label(form, key, at)
        here = at.one(key, label, self._danger(form, fact, at), fact, plain=not isinstance(form, Form))
        own = file not in (at.file, "channels.yaml") and at.file in FOLDERS
        names = at.names if isinstance(form, str) else None
        here = At(file if own else at.file, here.field, here.title, here.danger, here.fact, names)
        if was is None or now is None:
            yield self._changed(was, now, here)
            return
        before = getattr(getattr(was, "where", None), "file", at.file)
        if own and before != file:
            yield entry(here.key("where", FILE, Danger.OTHER), before, file)
        yield from self._value(was, now, here.whole(file) if own else here)

    def _label(self, form: object, key: str, at: At) -> Text:
        if at.names is not None and not isinstance(form, Form | str):
            return channel_words(at.names, key)
        return label_of(form, key, self._declared)

    def _fact(self, form: object, key: str) -> Fact | None:
        """The fact that a condition tests or a value is of; a value of an item's stands by its short name."""
        if isinstance(form, Condition):
            return self._declared.get(form.fact)
        if isinstance(form, Form):
            return None
        return self._declared.get(key) or self._declared.get(f"item.{key}")

    def _danger(self, form: object, fact: Fact | None, at: At) -> Danger:
        if isinstance(form, Fact):
            return danger_of_fact(form, at.danger)
        of_item = fact is not None and not isinstance(form, Condition)
        told = at.danger in (Danger.OTHER, Danger.EXAMPLES)  # what an example assumes touches nobody
        return danger_of_fact(fact, at.danger) if of_item and not told else at.danger

    def _in_order(self, was: tuple[Any, ...], now: tuple[Any, ...], at: At) -> Iterator[Entry]:
        """Those without a key of their own, laid side by side; the same in another order is told as that."""
        before, after = [self._meant(one) for one in was], [self._meant(one) for one in now]
        if not at.any_order and before != after and Counter(before) == Counter(after):
            yield entry(_order(at), was, now)
            return
        for a, c in _unlike(before, after) if at.any_order else _side_by_side(before, after):
            one, other = None if a is None else was[a], None if c is None else now[c]
            yield from self._value(one, other, _numbered(one, other, c if a is None else a, at))

    def _inside(self, value: object, at: At, *, gone: bool) -> Iterator[Entry]:
        """Every value within what came or went."""
        if isinstance(value, Form) and not isinstance(value, Condition):
            self._references.within(value)
            for key, one in parts(value).items():
                if not left_out(value, key):
                    yield from self._inside(one, self._key(value, key, at), gone=gone)
        elif isinstance(value, Mapping | tuple):
            each = value if isinstance(value, Mapping) else _by_key(value)
            for key, one in (each or dict(enumerate(value, 1))).items():
                text = str(_raw(key))
                fact = self._fact(one, text)
                label = fact.title if fact else label_of(one, text, self._declared)
                alike = each is None and not isinstance(one, Form | tuple)  # told by its value alone
                here = at if alike else at.one(text, label, self._danger(one, fact, at), fact)
                yield from self._inside(one, here, gone=gone)
        else:
            yield entry(at, value, None) if gone else entry(at, None, value)


_DECISIONS = "decisions"
_TOGETHER = ("when", "any")
"""Keys of which only together is said when a rule holds."""


Places = tuple[int | None, int | None]
"""Where a value stands in two lists; None: it came or went."""


def _unlike(before: Sequence[str], after: Sequence[str]) -> Iterator[Places]:
    """What is in one of two lists only, each that went with one that came."""
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    went = [number for number, one in enumerate(before) if one in gone]
    came = [number for number, one in enumerate(after) if one in come]
    yield from zip_longest(went, came)


def _side_by_side(before: Sequence[str], after: Sequence[str]) -> Iterator[Places]:
    for how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how != "equal":
            yield from zip_longest(range(a, b), range(c, d))


def _order(at: At) -> At:
    return At(at.file, at.field, within(at.title, ORDER), at.danger)


def _numbered(was: object, now: object, number: int | None, at: At) -> At:
    """One of a list without keys: a plain value by itself, a form or a group of them by its place."""
    form = now if was is None else was
    if isinstance(form, Form | tuple) and number is not None:
        return at.one(str(number + 1), label_of(form, str(number + 1), {}))
    return At(at.file, f"{at.field}[{_raw(form)}]", at.title, at.danger, at.fact, at.names)


def _by_key(each: Sequence[object]) -> dict[str, object] | None:
    """Forms by their key, in their order; None where they have none of their own."""
    keys = [*_told_apart(each)]
    if None in keys or len(set(keys)) < len(keys):
        return None
    return {str(key): one for key, one in zip(keys, each, strict=True)}


def _told_apart(each: Sequence[object]) -> Iterator[str | None]:
    """The key of each; of one that stands there again, from another day on, with that day."""
    seen: set[str] = set()
    for one in each:
        key, since = _own_key(one), getattr(one, "from_", None)
        yield key if key is None or key not in seen or since is None else f"{key}@{since}"
        seen.add(key or "")


def _own_key(value: object) -> str | None:
    """What tells a form from its like: the first thing that it says."""
    if not isinstance(value, Form):
        return None
    if isinstance(value, Text):
        return value.zh
    first = next(iter(parts(value).values()))
    return first.zh if isinstance(first, Text) else str(_raw(first)) if isinstance(first, str | int) else None


def _renamed(was: Mapping[Any, object], now: Mapping[Any, object]) -> dict[Any, Any]:
    """The new key of what is the same but for its key."""
    come = {_but_key(one): key for key, one in now.items() if key not in was and isinstance(one, Form)}
    found = {}
    for key, one in was.items():
        if key not in now and isinstance(one, Form) and not isinstance(one, Condition):
            other = come.pop(_but_key(one), None)
            if other is not None:
                found[key] = other
    return found


def _but_key(form: Form) -> str:
    if isinstance(form, Text):
        return form.en
    key, *_ = parts(form)
    return json.dumps(
        {name: written(one) for name, one in parts(form).items() if name != key}, sort_keys=True
    )


def _raw(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
