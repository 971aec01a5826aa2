"""JSON that people give to a command."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from chalicelib.commands.command import CallError


def given_json(text: str, like: str = "") -> Any:  # JSON of any shape
    """
    JSON in which no name stands twice; a number with a point is a Decimal.

    Args:
        like: what it should look like, for whoever is told that it is none.

    Raises:
        CallError: it is none, or gives a name twice.
    """
    text = text.strip(" \t\r\n")
    try:
        found, end = _DECODER.raw_decode(text)
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


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=Decimal)
"""Made once: a line is a matter of microseconds."""
