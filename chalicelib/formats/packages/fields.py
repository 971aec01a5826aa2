"""Find fields of a Word document that start a program or fetch from elsewhere (ISO/IEC 29500-1, 17.16)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from chalicelib.formats.targets import check_target
from chalicelib.formats.verdict import Active, active, too_complex

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", re.IGNORECASE)
_LOCAL = re.compile(
    r"file:(?:(?:/{0,3}|//localhost/)[a-z]:[/\\]"
    r"|(?:/|///|//localhost/)(?:home|users|tmp|usr|opt|var|private|applications|library|volumes)/)",
    re.IGNORECASE,
)
"""Where something lies that a document names: on another machine, or on the one it was written on."""

_STARTS = re.compile(r"\s*(?:DDE(?:AUTO)?|DATABASE)\b", re.IGNORECASE)
_LOADS = re.compile(r"\s*(?:INCLUDE(?:TEXT|PICTURE)?|IMPORT|LINK|RD)\b(.*)", re.IGNORECASE | re.DOTALL)
"""LINK and IMPORT are of older Word; RD names a document that belongs to this one."""

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+:)+[/\\]|[/\\]{2}", re.IGNORECASE)
_HIDES = re.compile(r"\x13\s*(?:QUOTE|SET|REF|DOCVARIABLE|DOCPROPERTY)\b", re.IGNORECASE)
"""Fields within a field that loads or leads: where to is then put together when the document is opened."""

_LEADS = re.compile(r"\s*HYPERLINK(?![a-z])(.*)", re.IGNORECASE | re.DOTALL)
_PIECES = re.compile(
    r'(\\[a-z*@#!])(?![^\s"“”])|"((?:\\.|[^"\\])*)"?|[“”]([^“”]*)[“”]?|([^\s"“”]+)', re.IGNORECASE | re.DOTALL
)
_NO_TARGET = {"\\l", "\\o", "\\t"}
"""Switches of HYPERLINK before a bookmark, a tip and the name of a frame (17.16.5.25)."""

_WITHIN = "\x13{}\x15"
"""How a field stands in the code of the one around it: between marks that no XML can hold."""

_DEEPEST = 50
"""Fields within fields; Word itself allows twenty."""


def is_elsewhere(target: str) -> bool:
    """Whether what a document names lies on another machine."""
    return _REMOTE.match(target) is not None and not _LOCAL.match(target)


def check_field(code: str) -> None:
    """
    Raises:
        FaultError: the field starts a program, loads something from another machine on being opened, or leads
            where no link may lead.
    """
    if _STARTS.match(code):
        raise active(Active.ACTION)
    leads, loads = _LEADS.match(code), _LOADS.match(code)
    if leads is not None:
        _check_leads(leads[1])
    if loads is None:
        return
    said = (unquote(part) for part in re.split(r"[\s\"\x13\x15]+", loads[1]))
    if _HIDES.search(loads[1]) or any(_ADDRESS.match(part) and not _LOCAL.match(part) for part in said):
        raise active(Active.ACTION)


def _check_leads(said: str) -> None:
    """Of HYPERLINK what is no switch, and does not belong to one."""
    if _HIDES.search(said):
        raise active(Active.ACTION)
    before = ""
    for switch, *pieces in _PIECES.findall(said):
        if not switch and before not in _NO_TARGET:
            target = "".join(pieces)
            check_target(target)
            check_target(target.replace("\\", ""))
        before = switch.lower()


class Fields:
    """The codes of the fields of one part, put together of their runs; a field's has those within it."""

    def __init__(self) -> None:
        self._open: list[list[str]] = []
        self._shown: list[bool] = []

    def mark(self, kind: str) -> None:
        """A field begins, its code ends and what it shows begins, or the field ends (17.18.29)."""
        if kind == "begin":
            if len(self._open) >= _DEEPEST:
                raise too_complex()
            self._open.append([])
            self._shown.append(False)
        elif kind == "separate" and self._open:
            self._shown[-1] = True
        elif kind == "end" and self._open:
            self._end()

    def add(self, piece: str) -> None:
        """A piece of the code of the innermost field; without any, of one that does not say it begins."""
        if self._open:
            self._open[-1].append(piece)
        else:
            check_field(piece)

    def close(self) -> None:
        """The part ends, and every field with it."""
        while self._open:
            self._end()

    def _end(self) -> None:
        code = "".join(self._open.pop())
        self._shown.pop()
        check_field(code)
        if self._open and not self._shown[-1]:
            self._open[-1].append(_WITHIN.format(code))
