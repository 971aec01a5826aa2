"""Lines of a file of cases: ``{"item": …, "facts": …, "on": …}`` each, as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from chalicelib.commands.command import CallError, day
from chalicelib.commands.given_json import given_json

_LINE = '{"item": "dog-licence", "facts": {"application.courier": false}, "on": "2026-06-01"}'


def read_lines(file: Path) -> Iterator[str]:
    """
    The lines of a file, or for ``-`` of standard input, without the blanks around them.

    Raises:
        CallError: the file cannot be read.
    """
    if str(file) == "-":
        yield from map(str.strip, sys.stdin)
        return
    try:
        with file.open(encoding="utf-8") as lines:
            yield from map(str.strip, lines)
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(f"无法读取 {file} / cannot read {file}") from error


def said_on(line: str) -> tuple[object, object, object]:
    """
    Item, facts and day of a line as they are written; None where it does not say.

    Raises:
        CallError: it is no JSON object, or says more.
    """
    asked = given_json(line, _LINE)
    if not isinstance(asked, dict):
        raise CallError('每行应为 {"item": …, "facts": …, "on": …} / each line is an object with an item')
    for name in asked.keys() - {"item", "facts", "on"}:
        raise CallError(f"不认识“{name[:60]}” / '{name[:60]}' is not known; use item, facts, on")
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
