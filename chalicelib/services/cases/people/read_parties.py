"""Read who applies and who acts for her, as they were typed; what is wrong with them is told by its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from chalicelib.cases.people.mandates import Mandate, check_mandate, check_new_mandate
from chalicelib.cases.people.parties import Parties, Party, check_agent, check_party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.clocks import moment_after
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.ports import Ports
from chalicelib.services.details import Detail, detail
from chalicelib.services.errors import Problem
from chalicelib.texts.identities import read_identity
from chalicelib.texts.wrong_numbers import WrongNumber

BY_AGENT = "application.by_agent"
"""The fact by which an item asks for the papers of an agent, where a region declares it."""


class Agent(NamedTuple):
    """Who acts for an applicant 代理人, and what she may do."""

    party: Party
    mandate: Mandate


def read_parties(ports: Ports, applicant: Party, agent: Agent | None, item: str, today: date) -> Parties:
    """
    The parties of a new case, with a salt of its own.

    Args, Raises:
        As ``check_parties``.
    """
    read = check_parties(applicant, agent, item, today)
    return Parties(salt=ports.codes.pseudonym(ports.codes.unused()), **read)


def check_parties(applicant: Party, agent: Agent | None, item: str, today: date) -> dict[str, Party]:
    """
    The parties by place, with their numbers in one form.

    Args:
        applicant, agent: as they were typed.
        today: the local day.

    Raises:
        Problem: 422, with all that is wrong, each by its place: a number cannot be that of its kind
            ("text_wrong"), does not go with its party, the agent is the applicant, or the mandate does not
            hold today for the item.
    """
    typed = {"applicant": applicant} | ({} if agent is None else {"agent": agent.party})
    read, wrong = _with_numbers(typed, today)
    checks = [(place, partial(check_party, party)) for place, party in read.items()]
    if agent is not None:
        checks.append(("agent", partial(check_agent, read["applicant"], read["agent"])))
        checks.append(("agent.mandate", partial(_check_mandate, agent.mandate, today, item)))
    codes = ["text_wrong"] if wrong else []
    for place, check in checks:
        try:
            check()
        except NotPossible as refusal:
            codes.append(refusal.code)
            wrong.append(_at(place, refusal.text))
    if wrong:
        raise _wrong(codes[0], wrong)
    return read


def check_agent_told(named: bool, application: Mapping[str, FactValue]) -> None:
    """
    Raises:
        Problem: 422, an agent is named and the answers say that nobody acts for the applicant: an item that
            asks for the papers of an agent would go without them.
    """
    if named and application.get(BY_AGENT) is False:
        told = detail(
            BY_AGENT,
            "写明了代理人，“由代理人办理”应当回答“是”；自己办理的请去掉代理人",
            "an agent is named, so say that an agent applies; leave the agent out if the applicant applies "
            "without one",
            title=Text(zh="由代理人办理", en="an agent applies"),
        )
        raise _wrong("agent_not_told", [told])


def kept_mandate(mandate: Mandate, release: Release, now: datetime) -> Mandate:
    """A mandate with the moment at which it ends; who writes the last day of all means none."""
    if mandate.until == date.max:
        return mandate
    ends = moment_after(mandate.until, release.region.time_zone, now)
    return mandate.model_copy(update={"ends_at": ends})


def _with_numbers(typed: dict[str, Party], today: date) -> tuple[dict[str, Party], list[Detail]]:
    """The parties, by place, with right numbers in one form; and what is wrong with the others."""
    read, wrong = dict(typed), []
    for place, party in typed.items():
        identity = party.identity
        if identity is None:
            continue
        try:
            number = read_identity(identity.kind, identity.number, today)
        except WrongNumber as error:
            wrong.append(_at(f"{place}.identity.number", error))
        else:
            right = identity.model_copy(update={"number": number})
            read[place] = party.model_copy(update={"identity": right})
    return read, wrong


def _check_mandate(mandate: Mandate, today: date, item: str) -> None:
    """
    Raises:
        NotPossible: the mandate is none from the beginning, or does not hold today for the item.
    """
    check_new_mandate(mandate, today)
    check_mandate(mandate, today, item)


def _at(place: str, told: Text | WrongNumber) -> Detail:
    return detail(place, told.zh, told.en)


def _wrong(code: str, details: Iterable[Text]) -> Problem:
    return Problem(
        422,
        code,
        "当事人信息有误，请按提示修改",
        "what is said of the parties is not right; please mend it as listed",
        tuple(details),
    )
