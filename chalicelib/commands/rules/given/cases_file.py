"""Past cases from a file of JSON lines: ``{"item": …, "facts": …, "on": …}`` each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from chalicelib.authoring.comparing.alike import Case
from chalicelib.commands.command import CallError, DataError
from chalicelib.commands.given_json import given_json
from chalicelib.commands.rules.decide import flat
from chalicelib.commands.rules.given.lines import day_of, read_lines, said_on
from chalicelib.decisions.facts.amounts import from_json, is_amount
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

MOST_TOLD = 20


def read_cases(file: Path, releases: Sequence[Release], on: date) -> list[tuple[Case, int]]:
    """
    The cases of a file, each with how often its line stands there. Empty lines are passed over.

    Args:
        file: ``-`` is standard input.
        releases: whose items are known; a line that names another is wrong.
        on: the day for lines without one.

    Raises:
        DataError: names the lines that are wrong, the first 20 of them.
        CallError: the file cannot be read.
    """
    lines = list(read_lines(file))
    reader = _Reader(releases, on)
    cases, wrong = [], list[tuple[str, Text]]()
    for line, number in Counter(lines).items():
        try:
            if line:
                cases.append((reader.case(line), number))
        except CallError as error:
            wrong.append((line, error.text))
    if wrong:
        raise DataError("\n".join(_told(file, lines, wrong)))
    return cases


def _told(file: Path, lines: Sequence[str], wrong: Sequence[tuple[str, Text]]) -> Iterator[str]:
    for line, text in wrong[:MOST_TOLD]:
        first = lines.index(line) + 1
        yield f"{file}:{first}: {text.zh} / line {first}: {text.en}"
    more = len(wrong) - MOST_TOLD
    if more > 0:
        yield f"……另有 {more} 行 / and {more} more lines"


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
        self._items, self._on = {code for one in releases for code in one.items}, on
        self._amounts = [fact for one in releases for fact in one.facts if is_amount(fact)]
        self._days: dict[str, date] = {}
        self._facts: dict[str, Mapping[str, object]] = {}
        self._plain: dict[str, Mapping[str, object] | None] = {}

    def case(self, line: str) -> Case:
        """
        The case of a line.

        Raises:
            CallError: says what is wrong with it.
        """
        plain = _PLAIN.fullmatch(line)
        if plain is not None:
            item, written, on = plain.groups()
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
        item, facts, on = said_on(line)
        return Case(self._item(item), self._flat(facts), self._day(on))

    def _item(self, item: object) -> str:
        if not isinstance(item, str) or item not in self._items:
            raise CallError("没有这个事项，请核对 item / there is no such item, check 'item'")
        return item

    def _flat(self, facts: object) -> Mapping[str, object] | None:
        if facts is None:
            return None
        written = repr(facts)
        known = self._facts.get(written)
        if known is None:
            known = self._facts[written] = from_json(self._amounts, flat(facts))
        return known

    def _day(self, on: object) -> date:
        if on is None:
            return self._on
        known = self._days.get(on) if isinstance(on, str) else None
        return known or self._days.setdefault(str(on), day_of(on))
