"""Lines of a file of cases: ``{"item": …, "facts": …, "on": …}`` each, as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from chalicelib.commands.command import CallError, DataError, day, file_trouble
from chalicelib.commands.given_json import given_json
from chalicelib.commands.rules.given.expected import CASE_LINE


def read_lines(file: Path) -> Iterator[str]:
    """
    The lines of a file, or for ``-`` of standard input, without the blanks around them and without the mark
    that some editors put before the first.

    Raises:
        CallError: the file cannot be read.
        DataError: it is no text in UTF-8.
    """
    try:
        if str(file) == "-":
            yield from _bare(sys.stdin)
            return
        with file.open(encoding="utf-8") as lines:
            yield from _bare(lines)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{file} 不是 UTF-8 文本；应为每行一个 JSON，例如 {CASE_LINE} / "
            f"{file} is no text in UTF-8; it must have one JSON object a line, such as {CASE_LINE}"
        ) from error
    except OSError as error:
        zh, en = file_trouble(error)
        raise CallError(f"无法读取 {file}：{zh} / cannot read {file}: {en}") from error


def _bare(lines: Iterable[str]) -> Iterator[str]:
    rest = iter(lines)
    for first in rest:
        yield first.removeprefix("\ufeff").strip()
        break
    yield from map(str.strip, rest)


def said_on(line: str, like: str = CASE_LINE) -> tuple[object, object, object]:
    """
    Item, facts and day of a line as they are written; None where it does not say.

    Args:
        like: a line as it should look, for whoever is told that this is none.

    Raises:
        CallError: it is no JSON object, or says more.
    """
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
