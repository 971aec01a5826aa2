"""What HTTP requests carry, as forms: the only shapes that are let in."""

from functools import partial
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field

from chalicelib.cases import values
from chalicelib.cases.uploads.most import MOST_NAMED
from chalicelib.decisions.forms.form import FactValue
from chalicelib.routes.requests.fields import (
    CHANNEL,
    MEDIA_TYPE,
    MOST_OFFICERS,
    SHOWS,
    Code,
    Day,
    Facts,
    FileName,
    Note,
    Officer,
    OneLine,
    OnlyTrue,
    Prose,
)
from chalicelib.texts.lines import clean_line


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
    type: str | None = Field(default=None, max_length=100, pattern=MEDIA_TYPE)


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


class RecusalBody(Body):
    """POST /cases/{no}/recusal: why a member of staff keeps out of a case, by 公务员法 art. 76."""

    ground: Literal["own-interest", "relative", "other"]


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
