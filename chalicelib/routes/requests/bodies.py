"""What HTTP requests carry, as forms: the only shapes that are let in."""

from datetime import date
from functools import partial
from sys import float_info
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, FailFast, Field
from pydantic_core import PydanticCustomError

from chalicelib.cases import values
from chalicelib.cases.uploads.materials import MOST_ANSWERS, MOST_NAMED
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

_MEDIA_TYPE = r"^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$"
"""In lower case and without parameters, as browsers give a file's (RFC 6838, 4.2)."""


class Body(BaseModel):
    """
    Nothing is taken for what it is not: a text "5" is no number, a number 1 no yes. ``LONGEST`` is the
    most bytes of a form: what is wrong in a body may fill much more memory than the body.
    """

    LONGEST: ClassVar[int] = 32_000

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,  # only the function that takes requests pays for them
    )


class Act(Body):
    """
    What is done in a case for its applicant. ``by``: who does it, she herself or the agent whom she gave a
    mandate; it is recorded so, and an agent's needs one that holds.
    """

    by: Literal["applicant", "agent"] = "applicant"


class Line(Body):
    """One line of a correction notice 补正告知: which material, what is wrong, how to mend it."""

    material: Code
    problem: Prose
    mend: Prose

    @property
    def value(self) -> values.Line:
        return values.Line(material=self.material, problem=self.problem, mend=self.mend)


class FileBody(Body):
    """
    A file about to be uploaded: size in bytes and media type, if they are known. What is declared is signed:
    the store then takes nothing else.
    """

    file_name: FileName = "file"
    size: int | None = Field(default=None, ge=0)
    type: str | None = Field(default=None, max_length=100, pattern=_MEDIA_TYPE)


class UploadBody(FileBody, Act):
    """POST /cases/{no}/uploads: one more place to PUT a file to."""

    material: Code
    file_name: FileName


class SearchBody(Body):
    """
    POST /desk/search. q: a case number, or the whole name, identity number or telephone of a party; next: as
    the page before was answered with.
    """

    q: str = Field(max_length=60, pattern=SHOWS)
    next: str | None = Field(default=None, max_length=400)


class TaskBody(Body):
    """
    POST /cases/{no}/tasks/{task}. Lines: a correction; missing: a count of papers; number: a licence;
    reason: a refusal (a note stands in for it); day: of a hearing, or on which a notice was served, and by
    which way; officers: staff numbers of those who did it, too; channel: where the rules could not decide;
    files: the files_digest of the case that was looked at, which guards against files that came since.
    """

    LONGEST: ClassVar[int] = 400_000

    outcome: Code
    version: int | None = Field(default=None, ge=1)
    note: Note = None
    reason: Note = None
    lines: Annotated[tuple[Line, ...], FailFast()] = Field(default=(), max_length=MOST_NAMED)
    missing: Annotated[tuple[Code, ...], FailFast()] = Field(default=(), max_length=MOST_NAMED)
    number: OneLine | None = None
    day: Day | None = None
    officers: Annotated[tuple[Officer, ...], FailFast()] = Field(default=(), max_length=MOST_OFFICERS)
    channel: str | None = Field(default=None, max_length=60, pattern=CHANNEL)
    way: Literal["counter", "courier", "publication"] | None = None
    files: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class OutcomeBody(TaskBody):
    """POST /cases/{no}/steps/{step}: as of a task; ``round`` guards against an answer to an earlier one."""

    round: int | None = Field(default=None, ge=1)


class LegalBasis(Body):
    """The law by which something is done 法律依据: its title, and the article."""

    title: Annotated[
        str,
        Field(min_length=2, max_length=120, pattern=SHOWS),
        AfterValidator(partial(clean_line, longest=120, shortest=2)),
    ]
    article: OneLine | None = None


class PauseBody(Body):
    """
    POST /cases/{no}/pauses: why the clocks of the decision stand still, by which law, and how many working
    days at most, of which one pause has no more than 60. It is over when the task that it opens is ended.
    """

    reason: Prose
    basis: LegalBasis
    working_days: int = Field(ge=1, le=250)


class ExtensionBody(Body):
    """
    POST /cases/{no}/extensions: by how many days a clock is to be extended, counted as its extend.at_most is,
    and why. Another person answers by the task that it opens.
    """

    clock: Code
    days: int = Field(ge=1, le=366)
    reason: Prose


class WithdrawalBody(Act):
    """POST /cases/{no}/withdrawal. Staff who do it for an applicant say how she asked for it."""

    note: Note = None


class NewCodeBody(Body):
    """
    POST /cases/{no}/query-code, by staff. ``identity_checked``: the applicant herself asks, and her document
    was compared.
    """

    identity_checked: OnlyTrue


class SubmissionBody(Act):
    """
    POST /cases/{no}/submission: the application, or what was asked for since; ``task`` where several things
    were. ``incomplete``: what is lacking has been told, and it is to be received all the same.
    """

    task: Code | None = None
    incomplete: bool = False


class ReleaseBody(Act):
    """POST /cases/{no}/release: the release shown as newer; ``application``: facts it asks for besides."""

    release: str = Field(pattern=r"^[0-9a-f]{64}$")
    application: Facts = {}


class ConsentBody(Act):
    """POST /cases/{no}/consents: a plain yes or no; nothing is taken for one."""

    courier: bool


class OfferBody(Act):
    """POST /cases/{no}/offers/{decision}: whether she takes what is offered; nobody comes unasked."""

    accept: bool


class ActivationBody(Body):
    """POST /releases/{digest}/activation: the release in force that it was compared with; null: none."""

    expect: str | None = Field(pattern=r"^[0-9a-f]{64}$")


class RatingBody(Act):
    """Satisfaction 好差评: 1 very satisfied to 5 very dissatisfied (GB/T 39046-2020, A.8)."""

    score: int = Field(ge=1, le=5)


class FactsBody(Body):
    """
    POST /items/{code}/channel: facts as a decision prints them. What of the application is left out
    counts as usual; facts of the item ask what would be if it were different.
    """

    application: Facts = {}
    item: Facts = {}
    applicant: Facts = {}

    @property
    def flat(self) -> dict[str, FactValue]:
        """By full name: {"application.courier": true}."""
        groups = {"application": self.application, "item": self.item, "applicant": self.applicant}
        return {f"{group}.{name}": value for group, facts in groups.items() for name, value in facts.items()}
