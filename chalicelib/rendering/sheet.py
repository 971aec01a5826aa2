"""A notice's text in one language, filled in: the content of a sheet, whatever it is shown on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from chalicelib.cases.notices import Filling, Notice
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.notice import BRACES, IF_ANY, NoticeTemplate, Placeholder
from chalicelib.decisions.forms.plan import Period
from chalicelib.decisions.forms.region import Region
from chalicelib.rendering import words
from chalicelib.rendering.words import NOTHING, Language

_P = Placeholder


@dataclass(frozen=True)
class Opened:
    """
    What comes in only when a notice is opened: personal data and what people wrote. ``track_url`` is where
    the case can be followed; it names no person.
    """

    applicant: str
    agent: str | None = None
    reason: str | None = None
    lines: tuple[Line, ...] = ()
    track_url: str | None = None


@dataclass(frozen=True)
class About:
    """What a notice is about: the case's number, its item, and the region, as its release has them."""

    no: str
    item: Item
    region: Region


class Piece(NamedTuple):
    """Part of a paragraph; ``filled``: it comes from data, not from the wording."""

    text: str
    filled: bool


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Sheet:
    """A notice in one language."""

    language: Language
    title: str
    number: str
    paragraphs: tuple[Paragraph, ...]
    basis: str
    office: str
    day: str
    seal: bool
    demonstration: str | None

    def as_text(self) -> str:
        """Plain text, a line each paragraph."""
        head = [self.demonstration] if self.demonstration else []
        body = ["".join(piece.text for piece in one) for one in self.paragraphs]
        called = f"依据：{self.basis}" if self.language == "zh" else f"Legal basis: {self.basis}"
        return (
            "\n".join([*head, self.title, self.number, "", *body, "", called, self.office, self.day]) + "\n"
        )


def sheet(
    notice: Notice, template: NoticeTemplate, about: About, opened: Opened, language: Language
) -> Sheet:
    """The sheet of a notice in one language."""
    filled = _Filled(notice, about, opened, language)
    region = about.region.notice
    return Sheet(
        language=language,
        title=words.text(template.title, language),
        number=notice.number or NOTHING,
        paragraphs=tuple(_paragraphs(words.text(template.text, language), filled)),
        basis=words.bases(template.basis, language),
        office=filled.value(_P.OFFICE),
        day=words.day(notice.issued_on, language),
        seal=template.seal,
        demonstration=None if region is None else words.text(region, language),
    )


class _Filled:
    """What stands in the place of each name in braces."""

    def __init__(self, notice: Notice, about: About, opened: Opened, language: Language) -> None:
        self._notice, self._about, self._opened, self._language = notice, about, opened, language

    def value(self, name: Placeholder) -> str:
        kept = self._notice.values.get(name)
        found = self._now(name) if kept is None else self._kept(kept)
        return found or NOTHING

    def tells(self, line: str) -> bool:
        """Whether a line of the wording has something to tell in this case."""
        asked = IF_ANY.intersection(map(Placeholder, BRACES.findall(line)))
        return asked <= self._notice.values.keys()

    def _kept(self, value: Filling) -> str:
        match value:
            case date():
                return words.day(value, self._language)
            case Text():
                return words.text(value, self._language)
            case Basis():
                return words.basis(value, self._language)
            case Period():
                return words.period(value, self._language)
            case tuple():
                return words.papers(value, self._about.item, self._language)

    def _now(self, name: Placeholder) -> str | None:
        """What is read of the release or given when the notice is opened."""
        about, opened, hall = self._about, self._opened, self._about.region.hall
        texts = {_P.ITEM: about.item.name, _P.RESULT: about.item.result.name}
        texts |= {_P.HALL: hall.title, _P.HALL_ADDRESS: hall.place}
        if about.region.remedies is not None:
            texts |= {
                _P.REVIEW_BODY: about.region.remedies.review_body,
                _P.COURT: about.region.remedies.court,
            }
        plain = {
            _P.APPLICANT: opened.applicant,
            _P.CASE: about.no,
            _P.ISSUED_ON: words.day(self._notice.issued_on, self._language),
            _P.REASON: opened.reason,
            _P.LINES: words.lines(opened.lines, about.item, self._language),
            _P.HALL_PHONE: hall.phone,
            _P.TRACK_URL: self._address(),
        }
        return words.text(texts[name], self._language) if name in texts else plain.get(name)

    def _address(self) -> str | None:
        """Where the case can be followed; that of a demonstration is none to go to, and says so."""
        url = self._opened.track_url
        if url is None or self._about.region.notice is None:
            return url
        return url + ("（演示地址）" if self._language == "zh" else " (a demonstration address)")


def _paragraphs(written: str, filled: _Filled) -> Iterator[Paragraph]:
    """
    The wording line by line with its values, without lines that have nothing to tell. A value of several
    lines makes paragraphs of its own; what looks like a name in braces within a value is left as it is.
    """
    for line in filter(filled.tells, written.strip("\n").split("\n")):
        paragraph: list[Piece] = []
        end = 0
        for found in BRACES.finditer(line):
            paragraph.append(Piece(line[end : found.start()], filled=False))
            first, *more = filled.value(Placeholder(found[1])).split("\n")
            paragraph.append(Piece(first, filled=True))
            for one in more:
                yield _whole(paragraph)
                paragraph = [Piece(one, filled=True)]
            end = found.end()
        yield _whole([*paragraph, Piece(line[end:], filled=False)])


def _whole(pieces: list[Piece]) -> Paragraph:
    return tuple(piece for piece in pieces if piece.text)
