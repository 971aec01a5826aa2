"""Write values as YAML in the manner of the rule files: short things in brackets, long ones on lines."""

from __future__ import annotations

import json
import re
from typing import Any

WIDTH = 90
INDENT = "  "
_BROKEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]|[\ufffe\uffff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9][0-9_.,:eExXoObB+-]*")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_FIRST = "《（“〈【"
_NEVER = frozenset(",[]{}:?#&*!|>%@`\"'\\\t\n\r")

Value = Any  # JSON of any shape


def flow(value: Value, *, quoted: bool = False) -> str:
    """A value on one line. ``quoted``: a text that was in quotes stays so."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and (quoted or not _plain(value)):
        return _quoted(value)
    return value if isinstance(value, str) else json.dumps(value)


def after_key(value: Value, indent: int, newline: str) -> str:
    """A value as it follows the colon of a key that stands ``indent`` columns in, on lines of its own."""
    if _on_one_line(value):
        return f" {flow(value)}"
    inner = indent + len(INDENT)
    lines = block_list(value, inner) if isinstance(value, list) else block_map(value, inner)
    return newline + newline.join(lines)


def block_map(value: dict[str, Value], indent: int) -> list[str]:
    """A map, a key a line."""
    lines = []
    for key, one in value.items():
        lines += f"{' ' * indent}{flow(key)}:{after_key(one, indent, chr(10))}".split("\n")
    return lines


def block_list(value: list[Value], indent: int) -> list[str]:
    """A list, an entry a line; an entry that holds lists of maps takes several."""
    return [line for entry in value for line in block_entry(entry, indent)]


def block_entry(value: Value, indent: int) -> list[str]:
    """An entry of a list, with its dash ``indent`` columns in."""
    dash = f"{' ' * indent}- "
    if not (isinstance(value, dict) and any(map(_lines_needed, value.values()))):
        return [f"{dash}{flow(value)}"]
    first, *rest = block_map(value, indent + len(INDENT))
    return [dash + first.lstrip(), *rest]


def _on_one_line(value: Value) -> bool:
    if isinstance(value, dict):
        nested = any(isinstance(one, dict | list) for one in value.values())
        return len(flow(value)) <= WIDTH and not (nested and len(value) > 1)
    return not _lines_needed(value)


def _lines_needed(value: Value) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _plain(text: str) -> bool:
    """Whether a text needs no quotes, in brackets or not, for us and for any other reader of YAML."""
    if _DAY.fullmatch(text):
        return True
    if not text or text.lower() in WORDS or _NUMBER.fullmatch(text) or text != text.strip():
        return False
    return (text[0].isalnum() or text[0] in _FIRST) and text.isprintable() and not _NEVER & set(text)


def _quoted(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return _BROKEN.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)
