"""What is wrong with the signs of a file that is no YAML: where, in our words, and how to mend it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Mark
from chalicelib.authoring.reading.yaml.marked import mark, place
from chalicelib.authoring.reading.yaml.signs import BREAKS

_INDENT = re.compile(r"[ \t]*")
_KEY = re.compile(r"[ ]*(?:- )*(?P<key>[^\s:：]+)")
_WIDE_COMMA = re.compile(r"，(?=\s*[A-Za-z_][\w.-]*:)")
"""One that was meant to part two entries of a map in brackets."""
_QUOTES = "“”‘’「」『』\"'"
_NAMED = ("while scanning a directive", "while scanning an alias", "while scanning an anchor")


def syntax(error: Any, text: str) -> tuple[Mark, Message]:  # what the parser raises; its stubs know no marks
    """
    The place of a mistake and what to say of it.

    Args:
        error: a ``yaml.MarkedYAMLError`` of the C parser.
        text: what it was parsing.
    """
    at = TOP if error.problem_mark is None else mark(place(error.problem_mark))
    begun = at if error.context_mark is None else mark(place(error.context_mark))
    lines = _Lines(text)
    problem, context = error.problem or "", error.context or ""
    if lines.has_tab(at.line):
        return Mark(at.line, lines.indent(at.line).index("\t") + 1), say("yaml-syntax/tab")
    late = _closed_late(text, at)
    if late is not None:
        return late
    if "quoted scalar" in context:
        return (
            (at, say("yaml-syntax/escape"))
            if "escape" in problem or "hex" in problem
            else (begun, say("yaml-syntax/quote"))
        )
    if context in _NAMED:
        return begun, say("yaml-syntax/first-sign", sign=lines.sign(begun))
    if "expected ':'" in problem:
        return begun, _colon(lines[begun.line])
    if "mapping values" in problem:
        return _second_colon(at, lines)
    if "flow" in context:
        return _bracket(at, begun, lines)
    return at, _other(problem, lines, at)


def _closed_late(text: str, at: Mark) -> tuple[Mark, Message] | None:
    """Quotes that were not closed where they should be: the next ones, lines below, close them."""
    last: Any = None
    try:
        for token in yaml.scan(text, yaml.CSafeLoader):
            if token.start_mark.index and mark(place(token.end_mark)) > at:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                last = token
    except yaml.YAMLError:
        pass  # it has been told; what stands before it is what counts
    if last is None or not last.start_mark.line < last.end_mark.line == at.line - 1:
        return None
    return mark(place(last.start_mark)), say("yaml-syntax/quote-late", line=at.line)


class _Lines:
    """The lines of a file, by number from 1; beyond the last they are empty."""

    def __init__(self, text: str) -> None:
        self._lines = BREAKS.split(text)

    def __getitem__(self, number: int) -> str:
        return self._lines[number - 1] if 1 <= number <= len(self._lines) else ""

    def sign(self, at: Mark) -> str:
        return self[at.line][at.column - 1 : at.column]

    def indent(self, number: int) -> str:
        found = _INDENT.match(self[number])
        return found[0] if found else ""

    def has_tab(self, number: int) -> bool:
        return "\t" in self.indent(number)

    def before(self, number: int) -> int:
        """The nearest line above that says something."""
        above = (
            one for one in range(number - 1, 0, -1) if self[one].strip() and self[one].lstrip()[0] != "#"
        )
        return next(above, number)

    def starts(self, at: Mark) -> bool:
        """Whether a place is the first of its line that is not blank."""
        return len(self.indent(at.line)) >= at.column - 1


def _colon(line: str) -> Message:
    """Of a line that should be "key: value": what keeps it from being one."""
    found = _KEY.match(line)
    key = found["key"] if found else line.strip()
    if re.match(r" *-[^ ]", line):
        return say("yaml-syntax/dash")
    if "：" in line:
        return say("yaml-syntax/wide-colon")
    if re.search(r":\S", line):
        return say("yaml-syntax/no-blank")
    if not key.strip(_QUOTES):
        return say("yaml-syntax/quote-alone")
    return say("yaml-syntax/no-colon", key=key[:40])


def _second_colon(at: Mark, lines: _Lines) -> tuple[Mark, Message]:
    """A colon where none can stand: because of this line, or because the one above is no entry."""
    if ": " in lines[at.line][: at.column - 1].lstrip("- "):
        return at, say("yaml-syntax/two-colons")
    above = lines.before(at.line)
    if not re.search(r":(\s|$)", lines[above]):
        return Mark(above, len(lines.indent(above)) + 1), _colon(lines[above])
    if len(lines.indent(at.line)) > len(lines.indent(above)):
        return Mark(at.line, len(lines.indent(at.line)) + 1), say("yaml-syntax/indented")
    return at, _other("mapping values are not allowed in this context", lines, at)


def _bracket(at: Mark, begun: Mark, lines: _Lines) -> tuple[Mark, Message]:
    """Brackets that go wrong: told where that is seen, or, if on a later line, where they begin."""
    wide = _WIDE_COMMA.search(lines[at.line][: at.column])
    if wide is not None:
        return Mark(at.line, wide.start() + 1), say("yaml-syntax/wide-comma")
    if lines.sign(at) in (",", "]", "}"):
        return at, say("yaml-syntax/sign")
    return (at if at.line == begun.line else begun), say("yaml-syntax/bracket")


def _other(problem: str, lines: _Lines, at: Mark) -> Message:
    if "cannot start any token" in problem:
        return say("yaml-syntax/first-sign", sign=lines.sign(at))
    if "comment or line break" in problem:
        return say("yaml-syntax/block")
    if "expected key" in problem or "'-' indicator" in problem or "<document start>" in problem:
        return say("yaml-syntax/level") if lines.starts(at) else say("yaml-syntax/after")
    if "node content" in problem:
        return say("yaml-syntax/sign")
    return say("yaml-syntax/unusual", problem=problem)
