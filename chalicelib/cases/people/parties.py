"""
The parties of a case 当事人: who applies, and who acts for her. All of it is personal data.

It is the content of one sealed row; the head, events and lists hold what ``mandates`` says and nothing more.
What is let in is told by ``texts``; these forms are laxer, so that what was let in before can be read.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from chalicelib.cases.people.mandates import PartyKind, PartyMark, PartyName
from chalicelib.cases.people.names import searched_name
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Person, Shipment, Value
from chalicelib.decisions.forms.form import FactValue
from chalicelib.texts.identity_kinds import IdentityKind

_SHORTEST_SHOWN = 8
"""Signs of a number of which some are shown; of a shorter one they would tell too much."""


class Identity(Value):
    """A number by which a party is known, as ``texts.identities`` gives it; before that, as it was typed."""

    kind: IdentityKind
    number: str = Field(min_length=1, max_length=60)

    @property
    def masked(self) -> str:
        """The number for whoever may see part of it: the first 3 and last 2 signs, nothing of its length."""
        if len(self.number) < _SHORTEST_SHOWN:
            return "***"
        return f"{self.number[:3]}***{self.number[-2:]}"

    @property
    def canonical(self) -> str:
        """Whose number it is, whichever of her documents shows it."""
        return f"{self.kind.number} {self.number}"


class Party(Person):
    """
    A person or organisation as the office writes to her, calls and finds her. ``legal_person`` is who
    represents an organisation 法定代表人; ``disabled`` what a person says of herself, None: nothing.
    """

    kind: PartyKind = PartyKind.NATURAL
    identity: Identity | None = None
    legal_person: str | None = Field(default=None, max_length=60)
    disabled: bool | None = None


class Parties(Value):
    """
    The parties of a case and a salt, at random and as long as a digest: what lies sealed in its row.
    ``ordered_with``: the phone, by order, of parcels that were booked before it changed. ``phones``: by the
    digest of the applicant, those of before a change while an order was on its way to the carrier: it may
    have got there with one of them.
    """

    salt: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    applicant: Party
    agent: Party | None = None
    ordered_with: dict[str, str] = Field(default={}, repr=False)
    phones: dict[str, str] = Field(default={}, repr=False)

    def digest(self, party: Party) -> str:
        """
        What events say of a party: 64 hexadecimal digits (HMAC-SHA256) that nobody can try names against
        without the salt, which is erased with the party.
        """
        return hmac.new(bytes.fromhex(self.salt), canonical(party), hashlib.sha256).hexdigest()

    def mark(self, party: Party, since: datetime) -> PartyMark:
        """What the head keeps of a party."""
        return PartyMark(kind=party.kind, masked=party.masked, digest=self.digest(party), since=since)

    def phone_of(self, order: str, parcel: Shipment) -> str:
        """The phone that a parcel was ordered with; where the try is not known, the first that it can be."""
        if not parcel.to_former_contact:
            return self.ordered_with.get(order, self.applicant.phone)
        first = next(iter(self.phones.values()), self.applicant.phone)
        return first if parcel.composed_for is None else self.phones.get(parcel.composed_for, first)

    def named(self, who: PartyName) -> Party | None:
        """The applicant, or the agent where there is one."""
        return self.applicant if who == "applicant" else self.agent

    def marks(self, since: datetime) -> tuple[PartyMark, PartyMark | None]:
        """What the head keeps of the applicant and of her agent, whom no list shows."""
        agent = None if self.agent is None else self.mark(self.agent, since)
        return self.mark(self.applicant, since), agent and agent.model_copy(update={"masked": None})

    def are(self, applicant: PartyMark, agent: PartyMark | None) -> bool:
        """Whether these are the parties that a head tells of, and not those of a row put back from before."""
        told = None if agent is None else agent.digest
        found = None if self.agent is None else self.digest(self.agent)
        return self.digest(self.applicant) == applicant.digest and found == told


class FindKind(StrEnum):
    """By what staff find a case 检索方式."""

    IDENTITY = "identity"
    PHONE = "phone"
    NAME = "name"
    ITEM_DAY = "item-day"
    """No party's own: the item and the day on which it was applied for (``item_and_day``)."""


def canonical(party: Party) -> bytes:
    """The party as text, the same for the same party. What it leaves open is left out, however forms grow."""
    content = party.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def search_texts(party: Party) -> Iterator[tuple[FindKind, str]]:
    """By what the party can be found: kinds, each with the text whose keyed digest is looked up."""
    if party.identity is not None:
        yield FindKind.IDENTITY, party.identity.canonical
    yield FindKind.PHONE, party.phone
    yield FindKind.NAME, searched_name(party.name)


def item_and_day(item: str, day: str) -> str:
    """By what all is found that was begun of an item on a day, written as in a case's number: 20261118."""
    return f"{item} {day}"


def is_same_party(one: Party, other: Party) -> bool:
    """Whether both are one: by their number, or by name and phone, whatever extension it has."""
    if one.identity and other.identity and one.identity.canonical == other.identity.canonical:
        return True
    if searched_name(one.name) != searched_name(other.name):
        return False
    from chalicelib.texts.phones import line_of  # here: who only opens parties reads no numbers

    return line_of(one.phone) == line_of(other.phone)


def check_party(party: Party) -> None:
    """
    Raises:
        NotPossible: a person with what only an organisation has, or the other way round.
    """
    if party.kind is PartyKind.NATURAL and party.legal_person is not None:
        raise NotPossible(
            "legal_person_of_person",
            "自然人没有法定代表人：请改选当事人类别，或删去法定代表人",
            "a natural person has no legal representative: choose the other kind of party, or leave it out",
        )
    if party.kind is PartyKind.LEGAL and party.disabled is not None:
        raise NotPossible(
            "disability_of_organisation",
            "残疾情况只问自然人：请改选当事人类别，或删去这一项",
            "only of a natural person a disability is asked: choose that kind of party, or leave it out",
        )
    if party.identity is None:
        return
    is_code = party.identity.kind is IdentityKind.USCC
    if is_code and party.kind is PartyKind.NATURAL:
        raise NotPossible(
            "identity_of_organisation",
            "统一社会信用代码是法人或其他组织的代码：请改选当事人类别，或填写本人证件号码",
            "a unified social credit code is an organisation's: choose that kind of party, or write the "
            "number of the person's own document",
        )
    if not is_code and party.kind is PartyKind.LEGAL:
        raise NotPossible(
            "identity_of_person",
            "法人或其他组织应填写统一社会信用代码，而不是个人证件号码",
            "of an organisation its unified social credit code is needed, not the number of a person",
        )


def check_agent(applicant: Party, agent: Party) -> None:
    """
    Raises:
        NotPossible: the agent is the applicant herself.
    """
    if is_same_party(applicant, agent):
        raise NotPossible(
            "agent_is_applicant",
            "代理人就是申请人本人：本人办理无需委托，请删去代理人",
            "the agent is the applicant; who applies in person needs no mandate: leave the agent out",
        )


def applicant_facts(applicant: Party, on: date) -> dict[str, FactValue]:
    """
    What the rules may ask about an applicant, by full name, as it is on a local day. What is not known is
    left out: a rule that asks for it has a person decide. Who says nothing of a disability claims none.
    """
    from chalicelib.texts.identities import age, birth_date  # here: who only opens parties reads no numbers

    facts: dict[str, FactValue] = {"applicant.kind": applicant.kind.value}
    if applicant.kind is not PartyKind.NATURAL:
        return facts
    identity = applicant.identity
    birth = None if identity is None else birth_date(identity.kind, identity.number)
    if birth is not None and birth <= on:
        facts["applicant.age"] = age(birth, on)
    facts["applicant.disabled"] = applicant.disabled is True
    return facts
