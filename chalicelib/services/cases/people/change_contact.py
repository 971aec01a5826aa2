"""Change where a party is called and found 变更联系方式."""

from __future__ import annotations

import json
from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ChangeContact
from chalicelib.cases.parcels.status import under_way
from chalicelib.cases.people.acting import no_agent
from chalicelib.cases.people.mandates import PartyName
from chalicelib.cases.people.parties import Parties, check_agent
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, trigger_of, used_by
from chalicelib.services.errors import Problem


class Contact(NamedTuple):
    """Where a party is called and found from now on, as it was read; None: as before."""

    party: PartyName
    phone: str | None = None
    address: str | None = None


def change_contact(
    ports: Ports, who: Actor, loaded: Loaded, contact: Contact, key: str | None = None
) -> Loaded:
    """
    The case with a party's contact changed; her name, number and everything else stays. What was ordered
    goes where it was ordered to.

    Args:
        loaded: the case as it has just been read.
        key: sent again under the same one, it is changed once.

    Raises:
        Problem: 422 neither phone nor address, or a key used for something else; 409 the parties were erased.
        NotPossible: there is no such party, the agent would be the applicant, or a courier was ordered and
            whoever asks is no member of staff.
        SealError: the parties cannot be opened.
    """
    _check_given(contact)
    no = loaded.case.no
    said = json.dumps([who.model_dump(mode="json"), contact], sort_keys=True)
    case = change_case(
        ports,
        loaded.case,
        trigger_of(ports, "contact", f"{no}#{used_by(who)}", key),
        lambda now: _command(ports, who, now, contact),
        parties=lambda now: _parties_with(ports, now, contact),
        fingerprint=ports.codes.pseudonym(f"contact {said}"),  # a plain digest of a phone could be tried out
    )
    return Loaded(case, loaded.files)


def _check_given(contact: Contact) -> None:
    if contact.phone is None and contact.address is None:
        raise Problem(
            422,
            "contact_needed",
            "请填写要更改的电话（phone）或地址（address）",
            "give the phone or the address that is to change",
        )


def _command(ports: Ports, who: Actor, case: Case, contact: Contact) -> ChangeContact:
    parties, now = _parties_with(ports, case, contact), ports.clock.now()
    marks = dict(zip(("applicant", "agent"), parties.marks(now), strict=True))
    mark = marks[contact.party]
    if mark is None:
        raise no_agent()
    return ChangeContact(at=now, by=who, party=contact.party, mark=mark)


def _parties_with(ports: Ports, case: Case, contact: Contact) -> Parties:
    """The parties of a case once one of them is found elsewhere."""
    parties = ports.cases.parties(case)
    if parties is None:
        raise _erased()
    return _changed(case, parties, contact)


def _changed(case: Case, parties: Parties, contact: Contact) -> Parties:
    """
    Raises:
        NotPossible: there is no such party, or the agent would be the applicant by name and phone.
    """
    party = parties.named(contact.party)
    if party is None:
        raise no_agent()
    given = {"phone": contact.phone, "address": contact.address}
    new = party.model_copy(update={name: value for name, value in given.items() if value is not None})
    known = {"ordered_with": _booked(case, parties), "phones": _phones(case, parties)}
    after = parties.model_copy(update={contact.party: new} | (known if contact.party == "applicant" else {}))
    if after.agent is not None:
        check_agent(after.applicant, after.agent)
    return after


def _booked(case: Case, parties: Parties) -> dict[str, str]:
    """The phone of today for each parcel that was booked with it: its carrier goes on asking for that one."""
    booked = (order for order, parcel in case.shipments.items() if parcel.number is not None)
    return dict.fromkeys(booked, parties.applicant.phone) | parties.ordered_with


def _phones(case: Case, parties: Parties) -> dict[str, str]:
    """The phone of today, too, where an order may be on its way to the carrier with it just now."""
    if all(parcel.number is not None for parcel in case.shipments.values() if under_way(parcel.status)):
        return parties.phones
    return parties.phones | {case.applicant.digest: parties.applicant.phone}


def _erased() -> Problem:
    return Problem(
        409,
        "parties_erased",
        "本办件的当事人资料已按规定删除，不能再更改；如有需要，请重新申请",
        "the personal data of this case were erased as the law wants, and cannot be changed; if something is "
        "needed, please apply anew",
    )
