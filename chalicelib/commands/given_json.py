"""JSON that people give to a command."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from chalicelib.commands.command import CallError

_HALVES = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
"""Where half a character may stand: nobody could print it again."""


def given_json(text: str, like: str = "") -> Any:  # JSON of any shape
    """
    JSON in which no name stands twice; a number with a point is a Decimal.

    Args:
        like: what it should look like, for whoever is told that it is none.

    Raises:
        CallError: it is none (NaN and half a character are none), or gives a name twice.
    """
    text = text.strip(" \t\r\n")
    try:
        found, end = _DECODER.raw_decode(text)
        if _HALVES.search(text):
            json.dumps(found, ensure_ascii=False, default=str).encode()
    except CallError:
        raise
    except (ValueError, RecursionError) as error:
        raise _no_json(like) from error
    if end != len(text):
        raise _no_json(like)
    return found


def _no_json(like: str) -> CallError:
    zh, en = (f"，应如 {like}", f"; such as {like}") if like else ("", "")
    return CallError(f"不是有效的 JSON{zh} / this is no valid JSON{en}")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)[:60]
        raise CallError(f"“{twice}”写了两次，只能写一次 / '{twice}' is given twice; give it once")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is none of JSON's values")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=Decimal, parse_constant=_no_constant)
"""Made once: a line is a matter of microseconds."""
