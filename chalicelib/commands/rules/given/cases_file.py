"""Past cases from a file of JSON lines: ``{"item": …, "facts": …, "on": …}`` each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.commands.command import CallError, DataError, plain, today
from chalicelib.commands.given_json import given_json
from chalicelib.commands.language import spoken, told
from chalicelib.commands.rules.decide import flat
from chalicelib.commands.rules.given.expected import LONGEST, Expected, LineError
from chalicelib.commands.rules.given.lines import day_of, not_utf8, read_lines, said_on
from chalicelib.decisions.facts.amounts import from_json, is_amount
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

MOST_TOLD = 20


class WrongLine(NamedTuple):
    """The number of a line, from 1, and what is wrong with it."""

    number: int
    text: Text


class PastCases(NamedTuple):
    """
    What a file holds: the cases, each with how often its line stands there; the first 20 lines that are
    wrong, and how many there are. Where all are, and in the same way, only the first is among them.
    """

    cases: list[tuple[Case, int]]
    wrong: list[WrongLine]
    left_out: int

    def lines(self, file: Path) -> Iterator[str]:
        """The lines that are wrong and what is, for people, in their language."""
        for number, text in self.wrong:
            yield f"{file}:{number}: {told(text)}"
        more = self.left_out - len(self.wrong)
        if more and not self.cases and len(self.wrong) == 1:
            yield spoken(f"……其余 {more} 行同样", f"and {more} more lines alike")
        elif more:
            yield spoken(f"……另有 {more} 行有误", f"and {more} more lines are wrong")

    def as_json(self, file: Path) -> dict[str, Any]:
        """How many lines are not counted, and what is wrong with the first."""
        problems = [
            {"code": "wrong-line", "file": str(file), "line": number, "message": text.model_dump()}
            for number, text in self.wrong
        ]
        return {"left_out": self.left_out} | ({"ok": False, "problems": problems} if problems else {})


def read_past_cases(file: Path, releases: Sequence[Release], on: date) -> PastCases:
    """
    The cases of a file, and the lines that are wrong. Empty lines are passed over.

    Args:
        file: ``-`` is standard input.
        releases: as the decision that is asked. Their items and facts are known, and whether it is asked
            of cases or clocks; a line that says something else is wrong.
        on: the day for lines without one. A line of a day after it that has not come either is wrong.

    Raises:
        DataError: the file holds no line at all, or none is right and it is one piece of JSON over all lines,
            or no text in UTF-8.
        CallError: the file cannot be read.
    """
    lines = list(read_lines(file))
    reader = _Reader(releases, on)
    cases, wrong = [], dict[str, CallError]()
    for line, number in Counter(lines).items():
        try:
            if line:
                cases.append((reader.case(line), number))
        except CallError as error:
            wrong[line] = error
    if not cases and (what := _not_lines(lines)):
        like = reader.expected.line
        raise DataError(
            f"{file} {what.zh}；应为每行一个 JSON，例如 {like} / "
            f"{file} {what.en}; it must have one JSON object a line, such as {like}"
        )
    first, left_out = _first(lines, wrong)
    alike = not cases and len({text.zh for _, text in first}) == 1
    return PastCases(cases, first[:1] if alike else first, left_out)


def _not_lines(lines: Sequence[str]) -> Text | None:
    """What a file is in which no line is right, where that can be said of the whole; else None."""
    if not any(lines):
        return Text(zh="是空的", en="is empty")
    if any(map(not_utf8, lines)):
        return Text(zh="不是 UTF-8 文本", en="is no text in UTF-8")
    with suppress(CallError):
        whole = given_json("\n".join(lines))
        if isinstance(whole, list):
            return Text(zh="是一个 JSON 列表", en="is one list of JSON")
        if sum(map(bool, lines)) > 1:
            return Text(zh="是一个分成多行的 JSON", en="is one piece of JSON over several lines")
    return None


def _first(lines: Sequence[str], wrong: Mapping[str, CallError]) -> tuple[list[WrongLine], int]:
    """The first lines that are wrong, told, and how many are."""
    numbers = [number for number, line in enumerate(lines, start=1) if line in wrong] if wrong else []
    first = [WrongLine(number, wrong[lines[number - 1]].text) for number in islice(numbers, MOST_TOLD)]
    return first, len(numbers)


_PLAIN = re.compile(
    r'\{"item": ?"([a-z0-9-]+)", ?"facts": ?(\{.*\}), ?"on": ?"([0-9]{4}-[0-9]{2}-[0-9]{2})"\}', re.ASCII
)
"""
A line as programs write it. Where its middle is JSON by itself, the line is read rightly by its parts,
of which there are few different ones.
"""


class _Reader:
    """Reads lines; what stands on many of them is taken apart once."""

    def __init__(self, releases: Sequence[Release], on: date) -> None:
        self.expected = Expected(releases)
        self._items, self._on = dict.fromkeys(code for one in releases for code in one.items), on
        self._latest = max(on, today(releases[-1].region.time_zone))
        self._amounts = [fact for one in releases for fact in one.facts if is_amount(fact)]
        self._days: dict[str, date] = {}
        self._facts: dict[str, Mapping[str, object] | None] = {}
        self._plain: dict[str, Mapping[str, object] | None] = {}

    def case(self, line: str) -> Case:
        """
        The case of a line.

        Raises:
            CallError: says what is wrong with it.
        """
        found = _PLAIN.fullmatch(line)
        if found is not None:
            item, written, on = found.groups()
            facts = self._written(written)
            if facts is not None:
                return Case(self._item(item), facts, self._day(on))
        return self._any(line)

    def _written(self, text: str) -> Mapping[str, object] | None:
        """Facts by their text; None where it is no JSON by itself, or something else is wrong with it."""
        if text not in self._plain:
            self._plain[text] = None
            with suppress(CallError):
                self._plain[text] = self._flat(given_json(text))
        return self._plain[text]

    def _any(self, line: str) -> Case:
        item, facts, on = said_on(line, self.expected.line)
        return Case(self._item(item), self._flat(facts), self._day(on))

    def _item(self, item: object) -> str:
        if not isinstance(item, str):
            raise CallError("缺少事项代号 item / 'item' is missing: the item's code")
        if item not in self._items:
            raise LineError(lambda: self._no_item(item))
        return item

    def _no_item(self, item: str) -> Text:
        zh, en = did_you_mean(item, self._items)
        shown = plain(item[:LONGEST])
        return Text(zh=f"没有事项“{shown}”。{zh}", en=f"There is no item '{shown}'. {en}")

    def _flat(self, facts: object) -> Mapping[str, object] | None:
        """
        Raises:
            CallError: they are no object, or say what the decision cannot be asked about.
        """
        written = repr(facts)
        if written not in self._facts:
            known = None if facts is None else from_json(self._amounts, flat(facts))
            self.expected.look_at(known)
            self._facts[written] = known
        return self._facts[written]

    def _day(self, on: object) -> date:
        if on is None:
            return self._on
        known = self._days.get(on) if isinstance(on, str) else None
        return known or self._days.setdefault(str(on), self._came(day_of(on)))

    def _came(self, on: date) -> date:
        """
        Raises:
            CallError: the day is still to come, so no past case is of it.
        """
        if on > self._latest:
            raise CallError(
                f"on 写的 {on} 还没有到；过去的办件不能晚于 {self._latest}，请核对年份 / "
                f"'on' says {on}, which has not come yet: a past case is of {self._latest} at the latest; "
                "look at the year"
            )
        return on


def left_out_words(number: int) -> str:
    """That so many lines of a file of past cases are not counted, in the language of the user."""
    are = "line is" if number == 1 else "lines are"
    return spoken(f"另有 {number} 行有误，没有计入", f"{number} {are} wrong and not counted")
