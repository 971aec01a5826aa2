"""Lines of a file of cases: ``{"item": …, "facts": …, "on": …}`` each, as JSON."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from chalicelib.commands.command import CallError, day, using
from chalicelib.commands.given_json import given_json


def read_lines(file: Path) -> Iterator[str]:
    """
    The lines of a file, or for ``-`` of standard input, without the blanks around them and without the mark
    that some editors put before the first. Bytes that are no UTF-8 are kept for ``not_utf8`` to find: a line
    that has some is wrong by itself.

    Raises:
        CallError: the file cannot be read.
    """
    with using(file):
        raw = sys.stdin.buffer if str(file) == "-" else file.open("rb")
        with TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape") as lines:
            yield from _bare(lines)


def _bare(lines: Iterable[str]) -> Iterator[str]:
    rest = iter(lines)
    for first in rest:
        yield first.removeprefix("\ufeff").strip()
        break
    yield from map(str.strip, rest)


_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def not_utf8(line: str) -> bool:
    """Whether a line has bytes that are no UTF-8."""
    return _NOT_UTF8.search(line) is not None


def said_on(line: str, like: str) -> tuple[object, object, object]:
    """
    Item, facts and day of a line as they are written; None where it does not say.

    Args:
        like: a line as it should look, for whoever is told that this is none.

    Raises:
        CallError: it is no text in UTF-8, no JSON object, or says more.
    """
    if not_utf8(line):
        raise CallError(f"不是 UTF-8 文本，应如 {like} / this is no text in UTF-8; such as {like}")
    asked = given_json(line, like)
    if not isinstance(asked, dict):
        raise CallError('每行应为 {"item": …, "facts": …, "on": …} / each line is an object with an item')
    for name in (name for name in asked if name not in ("item", "facts", "on")):
        named = name[:60]
        raise CallError(
            f"不认识“{named}”；只能写 item、facts、on / '{named}' is not known; use item, facts, on"
        )
    return asked.get("item"), asked.get("facts"), asked.get("on")


def day_of(on: object) -> date:
    """
    The day that a line names.

    Raises:
        CallError: it is none.
    """
    with suppress(argparse.ArgumentTypeError):
        return day(str(on))
    raise CallError("on 应为日期 YYYY-MM-DD / 'on' must be a day, YYYY-MM-DD")
