"""The form by which somebody applies: its fields, the body that they make, and what is wrong beside which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact
from chalicelib.ports.people.identity import Person
from chalicelib.routes.pages.applicants.item import field_of
from chalicelib.services.details import place_of, untitled
from chalicelib.services.errors import Problem
from chalicelib.texts.identity_kinds import KIND_NAMES, IdentityKind
from chalicelib.web.render import Look

_PARTY = ("name", "phone", "address")
_OF_AGENT = ("agent_name", "agent_phone", "agent_address", "agent_id_kind", "agent_id_number")
_OF_APPLICANT = ("kind", "name", "legal_person", "id_kind", "id_number", "disabled", "phone", "address")
FIELDS = ("who", *_OF_APPLICANT, *_OF_AGENT, "since", "until", "key", "signed")
"""
All but the answers to questions, in the order of the page. ``signed``: it was filled in by somebody who had
signed on.
"""

PERSONAL_KINDS = {kind.value: KIND_NAMES[kind] for kind in IdentityKind if kind is not IdentityKind.USCC}

_EMPTY = {
    "name": Text(zh="请填写申请人的姓名或名称", en="Enter the name of the applicant"),
    "phone": Text(zh="请填写联系电话", en="Enter a telephone number"),
    "address": Text(zh="请填写快递能送到的地址", en="Enter an address that a courier finds"),
    "agent_name": Text(zh="请填写代理人姓名", en="Enter the name of the agent"),
    "agent_phone": Text(zh="请填写代理人电话", en="Enter the agent's telephone number"),
    "agent_address": Text(zh="请填写代理人地址", en="Enter the agent's address"),
    "id_number": Text(
        zh="您登录了，请填写您的证件号码（单位填统一社会信用代码），这一件才归到您名下",
        en="You are signed in: enter your identity number (an organisation its credit code)",
    ),
    "agent_id_number": Text(
        zh="您登录了，请填写您作为代理人的证件号码，这一件才归到您名下",
        en="You are signed in: enter your own number as the agent, so that the case is among yours",
    ),
    "since": Text(zh="请填写委托从哪一天起", en="Enter the day from which the mandate holds"),
    "until": Text(zh="请填写委托到哪一天止", en="Enter the last day of the mandate"),
}

_PLACES = {
    "applicant.identity": "id_number",
    "applicant.legal_person": "legal_person",
    "applicant.phone": "phone",
    "applicant.address": "address",
    "applicant": "name",
    "agent.identity": "agent_id_number",
    "agent.mandate.since": "since",
    "agent.mandate": "until",
    "agent.phone": "agent_phone",
    "agent.address": "agent_address",
    "agent": "agent_name",
}
"""By the beginning of a place in the body, the field that it was made of; the longest are named first."""

_LABELS = {
    "name": Text(zh="姓名或单位名称", en="Name"),
    "legal_person": Text(zh="法定代表人", en="Legal representative"),
    "id_number": Text(zh="证件号码", en="Number of the document"),
    "phone": Text(zh="联系电话", en="Telephone"),
    "address": Text(zh="收件地址", en="Postal address"),
    "agent_name": Text(zh="代理人姓名", en="Name of the agent"),
    "agent_phone": Text(zh="代理人电话", en="Agent's telephone"),
    "agent_address": Text(zh="代理人地址", en="Agent's address"),
    "agent_id_number": Text(zh="代理人证件号码", en="Number of the agent's document"),
    "since": Text(zh="委托从哪天起", en="Mandate from"),
    "until": Text(zh="到哪天止", en="Mandate until"),
}
"""What the form calls its fields, without what it adds in brackets."""


_NO_SUCH_KIND = Text(
    zh=f"证件种类：请从列表中选择：{'、'.join(zh for zh, _ in PERSONAL_KINDS.values())}",
    en=f"Kind of document: choose one of the list: {', '.join(en for _, en in PERSONAL_KINDS.values())}",
)
"""Only a form that was not sent from the page names another kind."""


def of_signed_on(person: Person, who: str) -> dict[str, str]:
    """What a form knows of somebody who signed on. Her number is kept nowhere: she writes it once."""
    if who == "agent":
        return {"agent_name": person.name, "signed": "yes"}
    return {"name": person.name, "kind": "legal" if person.organisation else "natural", "signed": "yes"}


def moved_to_agent(person: Person, fields: Mapping[str, str]) -> dict[str, str]:
    """
    Where she acts for somebody, the name that the form had filled in for her is the agent's. It may be that
    of the applicant, too, who then has a number of her own.
    """
    left = fields["who"] == "agent" and fields["name"] == person.name
    namesake = fields["id_number"] not in ("", fields["agent_id_number"])
    if not left or namesake or fields["agent_name"] not in ("", person.name):
        return {}
    return {"name": "", "agent_name": person.name}


def lacking(
    look: Look, fields: Mapping[str, str], asked: Iterable[Fact], said: Mapping[str, FactValue]
) -> dict[str, str]:
    """
    Fields that have to be filled in and are not, with what to do, in the order of the page.

    Args:
        said: the answers that can be read, by the name of their fact.
    """
    needed = list(_PARTY)
    if fields["who"] == "agent":
        needed += ["agent_name", "agent_phone", "agent_address", "since", "until"]
    if fields["signed"]:
        needed.append("agent_id_number" if fields["who"] == "agent" else "id_number")
    found: dict[str, str] = {}
    for fact in asked:
        if fact.fact not in said:
            found[field_of(fact.fact)] = look.say(_answer(fact, typed=bool(fields.get(field_of(fact.fact)))))
    empty = [name for name in FIELDS if name in needed and not fields[name]]
    return found | {name: look.say(_EMPTY[name]) for name in empty}


def _answer(fact: Fact, *, typed: bool) -> Text:
    """How a question is to be answered whose answer is missing, or was ``typed`` and cannot be read."""
    title = fact.title
    if not typed:
        return Text(zh=f"请回答：{title.zh}", en=f"Please answer: {title.en}")
    if fact.type == "bool":
        return Text(zh=f"请选择“是”或“否”：{title.zh}", en=f"Please choose yes or no: {title.en}")
    return Text(
        zh=f"填写的内容无法识别，请重新填写：{title.zh}", en=f"Cannot be read; answer again: {title.en}"
    )


def as_on_page(wrong: Mapping[str, str]) -> dict[str, str]:
    """What is wrong in the order of the page: answers to questions stand before all other fields."""
    order = {name: number for number, name in enumerate(FIELDS)}
    return {name: wrong[name] for name in sorted(wrong, key=lambda name: order.get(name, -1))}


def body_of(item: str, fields: Mapping[str, str], said: Mapping[str, FactValue]) -> dict[str, Any]:
    """The body of POST /cases that a form makes: one way in, for people and for programs."""
    content: dict[str, Any] = {
        "item": item,
        "by": "agent" if fields["who"] == "agent" else "applicant",
        "applicant": _applicant(fields),
        "application": {field_of(name): value for name, value in said.items()},
        "submit": "explicit",
    }
    if fields["who"] == "agent":
        content["agent"] = _agent(fields)
    return content


def _applicant(fields: Mapping[str, str]) -> dict[str, Any]:
    legal = fields["kind"] == "legal"
    party: dict[str, Any] = {"kind": "legal" if legal else "natural"}
    party |= {name: fields[name] for name in _PARTY}
    if legal and fields["legal_person"]:
        party["legal_person"] = fields["legal_person"]
    if fields["id_number"]:
        kind = IdentityKind.USCC.value if legal else fields["id_kind"] or IdentityKind.RESIDENT_CARD.value
        party["identity"] = {"kind": kind, "number": fields["id_number"]}
    if not legal and fields["disabled"] in ("yes", "no"):  # asked of persons; nobody can take a choice back
        party["disabled"] = fields["disabled"] == "yes"
    return party


def _agent(fields: Mapping[str, str]) -> dict[str, Any]:
    party: dict[str, Any] = {name: fields[f"agent_{name}"] for name in _PARTY}
    if fields["agent_id_number"]:
        kind = fields["agent_id_kind"] or IdentityKind.RESIDENT_CARD.value
        party["identity"] = {"kind": kind, "number": fields["agent_id_number"]}
    return party | {"mandate": {"since": fields["since"], "until": fields["until"]}}


def told_beside(look: Look, problem: Problem) -> dict[str, str]:
    """
    What a problem says, by the field that it is about; what is about none stands under "form". Each begins
    with what the form calls the field: above the form it stands without it.
    """
    found: dict[str, str] = {}
    for detail in problem.details:
        at = place_of(detail)
        made_of = (name for start, name in _PLACES.items() if at.startswith(start))
        name = at if at in FIELDS else next(made_of, "form")
        found.setdefault(name, look.say(_called(name, detail)))
    return found or {"form": look.say(problem.text)}


def _called(name: str, detail: Text) -> Text:
    """A detail that begins with what the form calls its field, not with a path into the request."""
    if place_of(detail).endswith("identity.kind"):
        return _NO_SUCH_KIND
    label, told = _LABELS.get(name), untitled(detail)
    if label is None or told is detail:
        return detail
    return Text(zh=f"{label.zh}：{told.zh}", en=f"{label.en}: {told.en}")
