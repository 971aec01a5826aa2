"""The catalogue counted: the channels, or other outcomes, of its licence items for the ordinary applicant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from chalicelib.authoring.checking.another_day import days_words
from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import joined, named_channel
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.decide import Decision, decide, usual_facts
from chalicelib.decisions.effect import in_effect, items_on
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, Text
from chalicelib.decisions.forms.model import ItemType, Release, Rule
from chalicelib.decisions.tables import outcomes


@dataclass(frozen=True)
class Counted:
    """
    How many licence items there are, how many need no visit, and how many take each channel, or come to each
    outcome of another decision: of that nobody has to come, and ``zero_errand`` says nothing.
    """

    licence_items: int
    zero_errand: int
    channels: dict[ChannelName, int]
    decides: str = CHANNEL

    @property
    def zero_errand_percent(self) -> float:
        return self.percent(self.zero_errand)

    def percent(self, items: int) -> float:
        """A share of the licence items in per cent, to one decimal."""
        return round(100 * items / self.licence_items, 1) if self.licence_items else 0.0

    def as_json(self) -> dict[str, Any]:
        each = {one: {"items": n, "percent": self.percent(n)} for one, n in self.channels.items()}
        if self.decides != CHANNEL:
            return {"licence_items": self.licence_items, "decision": self.decides, "outcomes": each}
        return {
            "licence_items": self.licence_items,
            "zero_errand": self.zero_errand,
            "zero_errand_percent": self.zero_errand_percent,
            "channels": each,
        }


def usual_decisions(release: Release, on: date) -> dict[str, Decision]:
    """Every item in effect on a day as the ordinary applicant meets it."""
    usual = usual_facts(release)
    return {code: decide(release, code, usual, on) for code in items_on(release, on)}


def coming_decisions(release: Release, on: date) -> dict[str, Decision]:
    """The same of every item that is not over: one still to come on its first day."""
    usual, found = usual_facts(release), {}
    for code, item in release.items.items():
        if item.until is None or on <= item.until:
            found[code] = decide(release, code, usual, max(on, item.from_ or on))
    return found


def counted(release: Release, on: date) -> Counted:
    """
    The catalogue's licence items (行政许可) in effect on a day, by channel.

    The region's channels, or the decision's outcomes, are always there, ``undetermined`` only where an item
    comes out so.
    """
    decisions = usual_decisions(release, on)
    licences = [one for code, one in decisions.items() if release.items[code].type is ItemType.LICENCE]
    found = Counter(decision.channel for decision in licences)
    every = outcomes(release, release.decides)
    shown = [*every, *([UNDETERMINED] if found[UNDETERMINED] else [])]
    return Counted(
        licence_items=len(licences),
        zero_errand=sum(decision.visits == 0 for decision in licences),
        channels={channel: found[channel] for channel in shown},
        decides=release.decides,
    )


class _Figure(NamedTuple):
    """A published figure, where it stands, and what the rules give instead."""

    path: tuple[str, ...]
    name: Text
    expected: object
    got: object


def wrong_figures(files: Folder, release: Release, today: date) -> Iterator[Problem]:
    """
    The published figures that rules and items do not give on their day, or today where they name none; where
    they would, were one rule in effect then, the dates of that rule instead.
    """
    if files.region is None:
        return
    on = release.region.published.as_of or today
    figures = _wrong(release, on)
    lacking = {one.path[-1] for one in figures if one.path[0] == "channels"}
    dated = (read for owner, read in all_rules(files) if owner is None and not in_effect(read.form, on))
    tried = [read for read in dated if read.form.choose in lacking][:MOST_TRIED]
    cause = next((read for read in tried if not _wrong(_with(release, read.form, on), on)), None)
    if cause is not None:
        yield _dated(cause, figures, on)
        return
    for path, name, expected, got in figures:
        yield files.region.at("published", *path).error(
            "totals", name=name, expected=expected, got=got, on=on
        )


MOST_TRIED = 10
"""Rules that are not in effect on the day of the figures and that are tried as if they were."""


def _wrong(release: Release, on: date) -> list[_Figure]:
    total, published = counted(release, on), release.region.published
    percent = str(total.zero_errand_percent)
    figures = [
        _Figure(("licence_items",), _LICENCE_ITEMS, published.licence_items, total.licence_items),
        _Figure(("zero_errand_percent",), _ZERO_ERRAND, published.zero_errand_percent, percent),
    ]
    for channel in dict.fromkeys([*total.channels, *published.channels]):
        figure, items = (each.channels.get(channel, 0) for each in (published, total))
        figures.append(_Figure(("channels", channel), named_channel(release, channel), figure, items))
    return [one for one in figures if one.expected != one.got]


def _with(release: Release, rule: Rule, on: date) -> Release:
    """The release as if a rule were in effect on a day."""
    meant = rule.model_copy(update={"from_": min(rule.from_, on), "until": None})
    rules = tuple(meant if one.rule == rule.rule else one for one in release.rules)
    return release.model_copy(update={"rules": rules})


def _dated(read: Read[Rule], figures: list[_Figure], on: date) -> Problem:
    said = (Text(zh=f"{one.name.zh}{_way(one)}", en=f"{one.name.en} {_way(one)}") for one in figures)
    rule, dates = read.form.title, days_words(read.form, on)
    each = joined(said, "、", ", ")
    key = "from" if read.form.from_ > on else "until"
    return read.at(key).error("totals/another-day", rule=rule, dates=dates, figures=each, on=on)


def _way(figure: _Figure) -> str:
    return f"{figure.expected} → {figure.got}"


_LICENCE_ITEMS = Text(zh="“行政许可事项数”（licence_items）", en="'Licence items' (licence_items)")
_ZERO_ERRAND = Text(zh="“零跑腿比例”（zero_errand_percent）", en="'No visit, per cent' (zero_errand_percent)")
