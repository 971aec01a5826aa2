"""The fields of what HTTP requests carry: how each is written, and how it is cleaned."""

from datetime import date
from functools import partial
from sys import float_info
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.cases.uploads.most import MOST_ANSWERS
from chalicelib.decisions.forms.form import FactValue
from chalicelib.texts.lines import clean_file_name, clean_line, clean_prose
from chalicelib.texts.phones import LONGEST_PASTED, clean_phone
from chalicelib.texts.signs import BLANKS, BREAKS, WrongText, readable
from chalicelib.texts.typed import name_typed, narrow

_PROSE = 500
"""Characters of a note, or of what is wrong in a line of a correction."""

SHOWS = r"\S"
"""Whether something is left of a text is told by ``texts``; a blank is nothing to begin with."""

PHONE = r"^[^A-Za-z]*([Tt][Ee][Ll])?[^A-Za-z]*([Ee][Xx][Tt](ension)?|[Xx])?[^A-Za-z]*$"
"""Digits and what people put between them; which are a number is told by ``texts.phones``."""

_NEVER = r"\x00-\x1f\x7f-\x9f/\\\u200e\u200f\u2028-\u202e\u2066-\u206f\ufffe\uffff"
"""What leads to another folder, or lets a name be read backwards."""

FILE_NAME = rf"^[^{_NEVER}. ][^{_NEVER}]{{0,79}}$"

CHANNEL = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
"""As plans are named."""

FactKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""As long as a fact of an application may be named in facts.yaml, without its 'application.'."""


_EXACT = 10.0 ** (float_info.dig - 6)
"""Below it a float keeps every number of six decimals, as many as amounts can have."""


def _exact(value: object) -> object:
    """
    A number with a point as text, as it was written. One so large that nobody knows any more what was
    written stays a float, which is refused: it can be told as text.
    """
    return repr(value) if isinstance(value, float) and abs(value) < _EXACT else value


def _readable(value: FactValue) -> FactValue:
    return readable(value) if isinstance(value, str) else value


Facts = Annotated[
    dict[
        FactKey,
        Annotated[
            FactValue,
            BeforeValidator(
                _exact, json_schema_input_type=FactValue | Annotated[float, Field(gt=-_EXACT, lt=_EXACT)]
            ),
            AfterValidator(_readable),
        ],
    ],
    Field(max_length=MOST_ANSWERS, json_schema_extra={"additionalProperties": False}),
]

FileName = Annotated[str, Field(pattern=FILE_NAME), AfterValidator(clean_file_name)]
"""Of a file as applicants have it: 附件1：营业执照【正面】.pdf."""

Code = Annotated[str, Field(max_length=60), AfterValidator(name_typed)]
"""A name of the rule files: an item, a material, an outcome."""

OneLine = Annotated[str, Field(max_length=60, pattern=SHOWS), AfterValidator(partial(clean_line, longest=60))]
Officer = Annotated[
    str,
    Field(max_length=40, pattern=SHOWS),
    AfterValidator(partial(clean_line, longest=40)),
    AfterValidator(narrow),
]
"""A staff number, as it is typed."""

MOST_OFFICERS = 20

Phone = Annotated[str, Field(max_length=LONGEST_PASTED, pattern=PHONE), AfterValidator(clean_phone)]
PostalAddress = Annotated[
    str,
    Field(min_length=4, max_length=200, pattern=SHOWS),
    AfterValidator(partial(clean_line, longest=200, shortest=4, breaks=True)),
]
Prose = Annotated[
    str, Field(max_length=_PROSE, pattern=SHOWS), AfterValidator(partial(clean_prose, longest=_PROSE))
]


def _note(text: str) -> str | None:
    """A note is left empty where there is nothing to say."""
    return clean_prose(text, _PROSE) if text.strip(BLANKS + BREAKS) else None


Note = Annotated[str | None, Field(max_length=_PROSE), AfterValidator(lambda text: text and _note(text))]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongText("没有这一天，请核对", "is no day of the calendar; please check") from None


DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def _true(value: bool) -> bool:
    """Literal[True] would take a 1 for it, too."""
    if not value:
        raise PydanticCustomError("true_only", "must be true")
    return value


OnlyTrue = Annotated[bool, AfterValidator(_true), Field(json_schema_extra={"const": True})]
Day = Annotated[str, Field(pattern=DAY), AfterValidator(_day)]
"""Of the office's calendar: 2026-03-02."""

MaterialCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]

MEDIA_TYPE = r"^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$"
"""In lower case and without parameters, as browsers give a file's (RFC 6838, 4.2)."""
