"""What the opening of a case carries: who applies for what, who acts for her; and what changes of them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, FailFast, Field

from chalicelib.cases.people.mandates import Mandate, PartyKind, PartyName
from chalicelib.cases.people.parties import Identity, Party
from chalicelib.routes.requests.bodies import Act, Body, FileBody
from chalicelib.routes.requests.fields import (
    SHOWS,
    Code,
    Day,
    Facts,
    MaterialCode,
    OneLine,
    OnlyTrue,
    Phone,
    PostalAddress,
)
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.texts.identities import LONGEST_TYPED
from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.signs import readable


class IdentityBody(Body):
    """
    A number by which a party is known 证件: its kind by GA/T 2000.156 (111: resident identity card), for an
    organisation "uscc" 统一社会信用代码. Blanks and hyphens do not count; each kind has a check of its own.
    """

    kind: IdentityKind
    number: Annotated[
        str, Field(max_length=LONGEST_TYPED, pattern=SHOWS), AfterValidator(readable), Field(pattern=SHOWS)
    ]

    @property
    def value(self) -> Identity:
        return Identity(kind=self.kind, number=self.number)


class Person(Body):
    """
    A party: whom the office and its couriers write to and call 当事人; texts are cleaned, see ``texts``.
    ``legal_person``: who represents an organisation 法定代表人.
    """

    kind: PartyKind = PartyKind.NATURAL
    name: OneLine
    phone: Phone
    address: PostalAddress
    identity: IdentityBody | None = None
    legal_person: OneLine | None = None

    @property
    def value(self) -> Party:
        identity = self.identity and self.identity.value
        told = {"kind": self.kind, "identity": identity, "legal_person": self.legal_person}
        return Party(name=self.name, phone=self.phone, address=self.address, **told)


class ApplicantBody(Person):
    """Who applies 申请人. ``disabled``: what a person says of herself, asked only where it helps her."""

    disabled: bool | None = None

    @property
    def value(self) -> Party:
        return super().value.model_copy(update={"disabled": self.disabled})


class MandateBody(Body):
    """What the agent may do 委托授权: from and until which day, both inclusive; no items: this case alone."""

    since: Day
    until: Day
    items: Annotated[tuple[Code, ...], FailFast()] = Field(default=(), max_length=100)

    @property
    def value(self) -> Mandate:
        days = {"since": date.fromisoformat(self.since), "until": date.fromisoformat(self.until)}
        return Mandate(items=self.items, **days)


class AgentBody(Person):
    """Who acts for the applicant 代理人."""

    mandate: MandateBody

    @property
    def agent(self) -> Agent:
        return Agent(self.value, self.mandate.value)


class OpenBody(Act):
    """
    POST /cases. ``application``: facts of facts.yaml without their prefix, such as {"courier": true}.
    ``files``: by material, what is going to be uploaded, so that its place is signed for just that.
    ``submit``: by the file that completes it, or only when POST /cases/{no}/submission says so. ``agent``
    acts for the applicant.
    """

    item: Code
    applicant: ApplicantBody
    application: Facts
    agent: AgentBody | None = None
    files: Annotated[dict[MaterialCode, FileBody], Field(max_length=100)] = {}
    submit: Literal["when_complete", "explicit"] = "when_complete"


class LostCodeBody(Body):
    """
    POST /query-codes: what only the applicant knows, as the application has it, and which case it is: ``no``,
    its number, or ``item``, what was applied for.
    """

    identity: IdentityBody
    phone: Phone
    no: Annotated[str, Field(max_length=60)] | None = None
    item: Code | None = None


class ContactBody(Act):
    """
    POST /cases/{no}/contact: where a party is called and found from now on; what is left out stays. Texts are
    cleaned, see ``texts``.
    """

    party: PartyName = "applicant"
    phone: Phone | None = None
    address: PostalAddress | None = None


class MandateEndBody(Act):
    """POST /cases/{no}/mandate: the agent is not to act any more 撤销委托."""

    revoke: OnlyTrue
