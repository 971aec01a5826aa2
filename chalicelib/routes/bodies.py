"""What HTTP requests carry, as forms: the only shapes that are let in."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, FailFast, Field

from chalicelib.cases.materials import MOST_ANSWERS, MOST_NAMED
from chalicelib.cases.values import Line, Person
from chalicelib.decisions.form import Channel, FactValue

FactKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""As long as a fact of an application may be named in facts.yaml, without its 'application.'."""
Facts = Annotated[
    dict[FactKey, FactValue],
    Field(max_length=MOST_ANSWERS, json_schema_extra={"additionalProperties": False}),
]

_NEVER = r"\x00-\x1f\x7f-\x9f/\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
"""What leads to another folder, is not seen, or lets a name be read backwards."""

FileName = Annotated[str, Field(pattern=rf"^[^{_NEVER}. ][^{_NEVER}]{{0,79}}$")]
"""Of a file as applicants have it: 附件1：营业执照【正面】.pdf."""


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


class OpenBody(Body):
    """POST /cases. ``application``: facts of facts.yaml without their prefix, such as {"courier": true}."""

    item: str = Field(max_length=60)
    applicant: Person
    application: Facts


class UploadBody(Body):
    """POST /cases/{no}/uploads: one more place to PUT a file to."""

    material: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")
    file_name: FileName


class OutcomeBody(Body):
    """
    POST /cases/{no}/steps/{step}. Lines: a correction; missing: a count of papers; number: a licence;
    reason: a refusal (a note stands in for it).
    """

    LONGEST: ClassVar[int] = 400_000

    outcome: str = Field(max_length=60)
    round: int | None = Field(default=None, ge=1)
    version: int | None = Field(default=None, ge=1)
    note: str | None = Field(default=None, max_length=500)
    reason: str | None = Field(default=None, max_length=500)
    lines: Annotated[tuple[Line, ...], FailFast()] = Field(default=(), max_length=MOST_NAMED)
    missing: Annotated[tuple[str, ...], FailFast()] = Field(default=(), max_length=MOST_NAMED)
    number: str | None = Field(default=None, min_length=1, max_length=60)
    channel: Channel | None = None


class ReleaseBody(Body):
    """POST /cases/{no}/release: the release shown as newer; ``application``: facts it asks for besides."""

    release: str = Field(pattern=r"^[0-9a-f]{64}$")
    application: Facts = {}


class ConsentBody(Body):
    """POST /cases/{no}/consents: a plain yes or no; nothing is taken for one."""

    courier: bool


class ActivationBody(Body):
    """POST /releases/{digest}/activation: the release in force that it was compared with; null: none."""

    expect: str | None = Field(pattern=r"^[0-9a-f]{64}$")


class RatingBody(Body):
    """Satisfaction 好差评: 1 very satisfied to 5 very dissatisfied (GB/T 39046-2020, A.8)."""

    score: int = Field(ge=1, le=5)


class FactsBody(Body):
    """
    POST /items/{code}/channel: facts as a decision prints them. What of the application is left out
    counts as usual; facts of the item ask what would be if it were different.
    """

    application: Facts = {}
    item: Facts = {}

    @property
    def flat(self) -> dict[str, FactValue]:
        """By full name: {"application.courier": true}."""
        groups = {"application": self.application, "item": self.item}
        return {f"{group}.{name}": value for group, facts in groups.items() for name, value in facts.items()}
