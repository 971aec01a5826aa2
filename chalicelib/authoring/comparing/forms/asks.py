"""What applicants are newly asked, and no longer 询问的变化: item by item, before any client meets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.findings.message import singular
from chalicelib.decisions.effect import versions, ways
from chalicelib.decisions.facts.asked import Asking
from chalicelib.decisions.facts.conditions import as_told
from chalicelib.decisions.facts.facts import attributes, checked, item_facts
from chalicelib.decisions.facts.needs import hanging
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import Fact, Item, Release, Rule
from chalicelib.decisions.plans import tests_of
from chalicelib.decisions.tables import as_decision, asked_at_submission


class Ask(NamedTuple):
    """
    An item asks its applicants for a fact (``added``), or does so no longer. Where it is not ``required``
    only a decision beside the channel looks at it: an application without it is taken all the same. Where
    it is ``already`` asked, only that has changed whether it is required.
    """

    item: str
    fact: Fact
    added: bool
    required: bool = True
    already: bool = False

    def as_json(self) -> dict[str, Any]:
        about = {"item": self.item, "fact": self.fact.fact, "added": self.added}
        about |= {"already": True} if self.already else {}
        return about if self.required else {**about, "required": False}


def asks(old: Release, new: Release, on: date) -> Iterator[Ask]:
    """
    Of the items that both releases have, those that ask for another set of facts from a day on. One that is
    over by then, as it will be, asks nobody.
    """
    old_asked, new_asked = _Asked(old, on), _Asked(new, on)
    alike = _asking(old) == _asking(new)
    for item in _to_come(new, on):
        if item in old.items and not (alike and old.items[item] == new.items[item]):
            yield from _changed(item, old_asked.each(item), new_asked.each(item))


def _asking(release: Release) -> tuple[object, ...]:
    """All that what is asked hangs on, beside the items."""
    return release.rules, release.facts, release.plans, release.decisions


def _changed(item: str, before: Mapping[str, _Need], after: Mapping[str, _Need]) -> Iterator[Ask]:
    for name, (fact, required) in after.items():
        if name not in before or before[name].required != required:
            yield Ask(item, fact, True, required, already=name in before)
    gone = (need for name, need in before.items() if name not in after)
    yield from (Ask(item, fact, False, required) for fact, required in gone)


def asked_by(release: Release, on: date) -> dict[str, int]:
    """How many items ask for each fact of the application; 0 where none does."""
    each = _Asked(release, on)
    found = Counter(name for item in _to_come(release, on) for name in (*each.of(item), *each.besides(item)))
    of_application = (fact.fact for fact in release.facts if fact.fact.startswith("application."))
    return {name: found[name] for name in of_application}


def _to_come(release: Release, on: date) -> Iterator[str]:
    """The items that can be applied for on a day or later."""
    for code, item in release.items.items():
        if item.until is None or item.until >= on:
            yield code


class _Need(NamedTuple):
    """A fact that an item asks for, and whether an application without it is refused."""

    fact: Fact
    required: bool


class _Asked:
    """What each item of a release asks; items that the rules cannot tell apart are worked out once."""

    def __init__(self, release: Release, on: date) -> None:
        self._release, self._on, self._asking = release, on, Asking(release, on)
        self._read = {test.fact for way in ways(release.rules) for test in way.when}
        self._read |= {test.fact for plan in release.plans.values() for test in tests_of(plan)}
        self._known: dict[Hashable, dict[str, Fact]] = {}
        self._of: dict[str, dict[str, Fact]] = {}
        names = asked_at_submission(release)[1:] if release.decides == CHANNEL else ()
        self._others = [_Asked(as_decision(release, name), on) for name in names]

    def each(self, item: str) -> dict[str, _Need]:
        """All that is asked of an item's applicants."""
        besides = {name: _Need(fact, False) for name, fact in self.besides(item).items()}
        return {name: _Need(fact, True) for name, fact in self.of(item).items()} | besides

    def besides(self, item: str) -> dict[str, Fact]:
        """What only decisions beside the channel look at when an application is submitted."""
        found = {name: fact for other in self._others for name, fact in other.of(item).items()}
        return {name: fact for name, fact in found.items() if name not in self.of(item)}

    def of(self, item: str) -> dict[str, Fact]:
        """What an item asks from the day on, whatever its materials are by then."""
        if item not in self._of:
            each = versions(self._release.items[item], self._on)
            self._of[item] = {name: fact for one in each for name, fact in self._as_of(one).items()}
        return self._of[item]

    def _as_of(self, form: Item) -> dict[str, Fact]:
        own = form.rules
        read = self._read.union(test.fact for way in ways(own) for test in way.when)
        facts = {name: value for name, value in item_facts(self._release, form, {}).items() if name in read}
        known, _ = checked(self._release.declared, facts)
        known |= {name: value for name, value in attributes(form).items() if name in read}
        rules = tuple((_told(one), one.choose, one.from_, one.until) for one in own)
        key = tuple(sorted(known.items())), rules, hanging(form)
        if key not in self._known:
            self._known[key] = {fact.fact: fact for fact in self._asking.of(form, known)}
        return self._known[key]


def _told(rule: Rule) -> tuple[object, ...]:
    """What a rule asks, as it is told from others: to compare its conditions themselves takes longer."""
    return tuple(tuple(map(as_told, group)) for group in rule.groups)


def asked_words(fact: Fact, items: int) -> Text:
    """That so many items ask their applicants for a fact."""
    return Text(
        zh=f"“{fact.title.zh}”（{fact.fact}）：{items} 个事项询问",
        en=singular(f'"{fact.title.en}" ({fact.fact}): asked for by {items} items'),
    )


def in_words(one: Ask, items: int) -> Text:
    """That so many items ask for a fact from now on, or no longer, or no longer as before."""
    zh, en = _WORDS[one.added, one.required, one.already] if one.added else _NO_LONGER
    title = one.fact.title
    return Text(
        zh=f"“{title.zh}”（{one.fact.fact}）：{items} 个事项{zh}",
        en=singular(f'"{title.en}" ({one.fact.fact}): {en.format(items=f"{items} items")}'),
    )


_NO_LONGER = "起不再询问", "no longer asked for by {items}"
_WORDS = {
    (True, True, False): (
        "起须由申请人填写，缺少即不予接收",
        "newly asked for by {items}; applications without it are refused",
    ),
    (True, True, True): (
        "由可以不填改为须由申请人填写，缺少即不予接收",
        "so far optional and now required by {items}; applications without it are refused",
    ),
    (True, False, False): (
        "起请申请人填写，不填的照常接收",
        "newly asked for by {items}; applications without it are taken all the same",
    ),
    (True, False, True): (
        "由必须填写改为可以不填，不填的照常接收",
        "so far required and now optional for {items}; applications without it are taken all the same",
    ),
}
