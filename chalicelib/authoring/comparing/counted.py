"""How many situations move of how many, in sentences that can be counted again by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import dropwhile
from typing import NamedTuple

from chalicelib.authoring.comparing.moves import Move, Moves, number_words
from chalicelib.authoring.findings.telling import channel_words, joined, outcome_word
from chalicelib.decisions.forms.form import Text

NAMED = 4
"""Periods that are told one by one."""


class _Period(NamedTuple):
    """From a day on so many of so many situations move, until other numbers do; None: some."""

    on: date
    number: int | None
    of: int


def counted(found: Moves) -> Text:
    """
    How many situations move of how many, from the first day on which any does, and from each later one from
    which it is another number.
    """
    kind = outcome_word(found.decides)
    unproved = next((one for one in found.days if not one.proved), None)
    if unproved is not None:
        return Text(
            zh=f"自 {unproved.on} 起的 {unproved.situations} 种情形太多，没有查完："
            "找到的改变列在下面，可能还有别的。"
            f"请把对“{found.title.zh}”各条规则的修改分成几次，每次少改几条",
            en=f"from {unproved.on} on there are {unproved.situations} situations, too many to go through: "
            "what was found to move stands below, and more may; edit the rules of "
            f"'{found.title.en}' in several steps, a few rules each",
        )
    each = list(_periods((one.on, one.moved, one.situations) for one in found.days))
    first, *later = [*dropwhile(lambda one: one.number == 0, each)] or each[:1]
    more_zh, more_en = _later(later)
    number, zh, en = number_words(first.number), "", ""
    if first.on > found.days[0].on:
        zh, en = "，此前没有改变", ", none before"
    return Text(
        zh=f"自 {first.on} 起这一时段的 {first.of} 种情形中，{number.zh.strip()}改变{kind.zh}{zh}{more_zh}",
        en=f"in the period from {first.on} on, {number.en} of {first.of} situations move{en}{more_en}",
    )


def number_of(found: Moves, move: Move) -> tuple[int | None, str, str]:
    """
    How many situations go this way when first any does; and what is said behind that of other numbers on
    later days, in Chinese and in English.
    """
    way = move.from_, move.to
    each = list(_periods((one.on, one.moves.get(way, 0), 0) for one in found.days))
    start = next(number for number, one in enumerate(each) if one.number != 0)
    return each[start].number, *_later(each[start + 1 :])


def otherwise_words(found: Moves) -> Iterator[Text]:
    """Where the outcome is another that stands where a fact is missing or no rule holds: that it is."""
    if found.otherwise[0] != found.otherwise[1]:
        was, now = (channel_words(found.called, one) for one in found.otherwise)
        yield Text(
            zh=f"缺少所需要素或没有规则适用的：{was.zh} → {now.zh}。"
            "缺少要素的不在以上情形数之内：那里每种情形的要素都是齐全的",
            en=f"where a fact that is needed is missing, or no rule holds: {was.en} → {now.en}. What lacks a "
            "fact is not among the situations counted above, in which every fact is known",
        )


def _periods(each: Iterator[tuple[date, int | None, int]]) -> Iterator[_Period]:
    """Those whose numbers are not those of the one before."""
    last: _Period | None = None
    for one in map(_Period._make, each):
        if last is None or one[1:] != last[1:]:
            yield one
            last = one


def _later(each: list[_Period]) -> tuple[str, str]:
    """What is told of later periods, in brackets behind the first; nothing where there is none."""
    if not each:
        return "", ""
    said, more = joined(map(_said, each[:NAMED]), "，", ", "), len(each) - NAMED
    zh, en = (f"，另有 {more} 个时段", f", and {more} periods more") if more > 0 else ("", "")
    return f"（{said.zh}{zh}）", f" ({said.en}{en})"


def _said(one: _Period) -> Text:
    zh, en = (f" {one.of} 种中", f" of {one.of}") if one.of else ("", "")
    number = number_words(one.number)
    return Text(zh=f"{one.on} 起{zh}{number.zh}", en=f"from {one.on} {number.en}{en}")
