"""
The form of a notice's template 文书模板: what is told to whom, under which number, and in which words.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

import hashlib
import json
import re
from enum import StrEnum
from typing import Literal

from pydantic import Field

from chalicelib.decisions.forms.form import Basis, Form, Name, Text, Where
from chalicelib.decisions.forms.plan import Milestone

Recipient = Literal["applicant", "agent"]
Way = Literal["portal", "courier", "counter", "publication", "sms"]
"""
How a notice reaches somebody 送达方式: on the portal, by courier, handed over at the counter, published
(公告). A text message says only that there is one.
"""
Need = Literal["reason", "lines", "date"]


class Kind(StrEnum):
    """
    Notices that the law or the program itself speaks of, by their names. A region may have others, which
    outcomes of its plans issue.
    """

    ACCEPTANCE = "acceptance"
    CORRECTION = "correction"
    ACCEPTANCE_REFUSED = "acceptance-refused"
    GRANT = "grant"
    REFUSAL = "refusal"
    RECTIFICATION = "rectification"
    HEARING = "hearing"
    EXTENSION = "extension"
    PAUSE = "pause"
    CONTINUATION = "continuation"
    PAPERS_OWED = "papers-owed"
    WITHDRAWAL = "withdrawal"
    REVOCATION = "revocation"
    NEW_CODE = "new-code"


BY_PROGRAM = (Kind.PAUSE, Kind.CONTINUATION, Kind.PAPERS_OWED, Kind.WITHDRAWAL)
"""
Issued by the program, whatever a plan says: when clocks are paused and go on, when a paper is found owed,
when the applicant has taken the application back.
"""

IF_THERE = (Kind.NEW_CODE,)
"""Issued by the program where a region has them: when a lost query code was replaced."""


class Placeholder(StrEnum):
    """
    What stands in braces in a text and is filled in 填充项. A closed list. Names, reasons and lines are
    personal or people's own words: they are filled in when a notice is opened and kept in none.
    """

    APPLICANT = "applicant"
    ITEM = "item"
    RESULT = "result"
    CASE = "case"
    OFFICE = "office"
    ISSUED_ON = "issued_on"
    RECEIVED_ON = "received_on"
    ACCEPTED_ON = "accepted_on"
    DECIDED_ON = "decided_on"
    STATUTORY_DUE = "statutory_due"
    PROMISED_DUE = "promised_due"
    RESPOND_BY = "respond_by"
    REASON = "reason"
    LINES = "lines"
    PAPERS = "papers"
    DEFERRED = "deferred"
    HEARING_ON = "hearing_on"
    EXTENDED_BY = "extended_by"
    PAUSE_BASIS = "pause_basis"
    PAUSED_FROM = "paused_from"
    PAUSED_UNTIL = "paused_until"
    REVIEW_BODY = "review_body"
    COURT = "court"
    HALL = "hall"
    HALL_ADDRESS = "hall_address"
    HALL_PHONE = "hall_phone"
    TRACK_URL = "track_url"


ALWAYS = frozenset(
    {
        Placeholder.APPLICANT,
        Placeholder.ITEM,
        Placeholder.RESULT,
        Placeholder.CASE,
        Placeholder.OFFICE,
        Placeholder.ISSUED_ON,
        Placeholder.REVIEW_BODY,
        Placeholder.COURT,
        Placeholder.HALL,
        Placeholder.HALL_ADDRESS,
        Placeholder.HALL_PHONE,
        Placeholder.TRACK_URL,
    }
)
"""Known of every case, whenever a notice is issued; the others hang on what has happened."""

IF_ANY = frozenset({Placeholder.DEFERRED})
"""Of most cases there is nothing to tell here: the line of a text that fills it in is then left out."""

NEEDED: dict[Need, Placeholder] = {
    "reason": Placeholder.REASON,
    "lines": Placeholder.LINES,
    "date": Placeholder.HEARING_ON,
}
"""Where what a person gives stands in a text."""

BRACES = re.compile(r"\{([a-z_]+)\}")
YEAR, SERIAL = "{year}", "{serial}"


class NoticeTemplate(Form):
    """
    A kind of notice 文书. Its name is its file's.

    It is issued by the outcomes and clocks that name it, at the milestone ``issued_at``, or by the program
    (``BY_PROGRAM``). ``number`` has the year and the serial of its series. The first of ``served_by`` that
    is open to a recipient counts as service. ``needs`` is what a person has to give with it.
    """

    notice: Name
    issued_at: Milestone | None = None
    title: Text
    number: str = Field(min_length=1, max_length=60)
    to: tuple[Recipient, ...] = Field(min_length=1, max_length=2)
    served_by: tuple[Way, ...] = Field(min_length=1, max_length=5)
    seal: bool
    needs: tuple[Need, ...] = Field(max_length=3)
    basis: tuple[Basis, ...] = Field(min_length=1, max_length=50)
    text: Text
    where: Where

    @property
    def placeholders(self) -> frozenset[Placeholder]:
        """What its texts fill in. A release is checked, so each is one."""
        return frozenset(map(Placeholder, BRACES.findall(self.text.zh + self.text.en)))

    @property
    def digest(self) -> str:
        """
        The name of this wording: SHA-256 of its canonical JSON, 64 hexadecimal digits. Where it stands in its
        file makes no difference.
        """
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"where"})
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()
