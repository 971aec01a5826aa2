"""What a token's claims say of its bearer: by the names that the settings give them (``OIDC_CLAIMS``)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chalicelib.cases.people.parties import Identity
from chalicelib.ports.people.identity import Person, Staff, StaffRole
from chalicelib.services.errors import Problem
from chalicelib.settings import ClaimNames
from chalicelib.texts.identities import LONGEST_TYPED, read_identity
from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.lines import clean_line
from chalicelib.texts.signs import readable

log = logging.getLogger(__name__)

Digest = Callable[[Identity], str]
"""The keyed digest by which a person is known (``Person.identity``)."""

_Line = Annotated[str, AfterValidator(partial(clean_line, longest=80))]
_Unit = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(readable)]
_Word = Annotated[str, Field(min_length=1, max_length=120)]


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class _OfStaff(_Claims):
    staff: _Line
    region: str
    units: Annotated[list[_Unit], Field(max_length=200)] = []
    roles: Annotated[list[_Word], Field(max_length=200)] = []
    cloud_users: Annotated[list[_Word], Field(max_length=20)] | None = None


class _Number(_Claims):
    identity: Annotated[str, Field(max_length=LONGEST_TYPED), AfterValidator(readable)]
    identity_kind: str = IdentityKind.RESIDENT_CARD.value

    def read(self, today: date) -> Identity:
        kind = IdentityKind(self.identity_kind)
        return Identity(kind=kind, number=read_identity(kind, self.identity, today))


class _Named(_Claims):
    name: _Line


class _OfPerson(_Number, _Named):
    """An applicant, an agent, or an organisation."""


def read_caller(
    claims: Mapping[str, Any], names: ClaimNames, region: str, digest: Digest, today: date
) -> Staff | Person:
    """
    Whom the claims name: a member of staff where they give a staff number, else whoever has the identity
    number or credit code. Roles that we do not know are passed over: an issuer serves other systems, too.

    Raises:
        Problem: 403, they lack what we know people by, or have it in another form; or a member of staff is
            of another region. Values are not repeated: they may be personal.
        SealError, RetryableError: the digest cannot be made.
    """
    told = {field: found for field, path in names.paths.items() if (found := _at(claims, path)) is not None}
    try:
        if "staff" in told:
            staff = _OfStaff.model_validate(told)
            own = _own_identity(told, digest, today)
            return _staff(staff, names, region)._replace(identity=own, name=_name_of_staff(told))
        _check_name(told)
        return _person(_OfPerson.model_validate(told), digest, today)
    except ValueError as error:  # pydantic's errors, and those of texts and numbers, are values, too
        raise _unknown() from error


def _staff(told: _OfStaff, names: ClaimNames, region: str) -> Staff:
    if told.region != region:
        raise Problem(
            403,
            "other_region",
            "您的账号属于其他地区，不能在本地区办理；请使用本地区的账号登录",
            "your account belongs to another region; sign in with one of this region",
        )
    known = {role.value for role in StaffRole}
    named = (names.role_names.get(role, role) for role in told.roles)
    return Staff(
        id=told.staff,
        units=tuple(dict.fromkeys(told.units)),
        roles=tuple(dict.fromkeys(role for role in named if role in known)),
        cloud_users=None if told.cloud_users is None else tuple(told.cloud_users),
    )


def _name_of_staff(told: Mapping[str, Any]) -> str:
    """What colleagues call her; "" where none is told, or none that can be read: her number stands for it."""
    try:
        return _Named.model_validate(told).name
    except ValueError:
        if told.get("name"):
            log.warning("the sign-on tells a name of a member of staff that cannot be read")
        return ""


def _check_name(told: Mapping[str, Any]) -> None:
    """
    Raises:
        Problem: 422, the name that is told cannot be used: only who keeps it at the sign-on can mend that.
    """
    if "name" not in told:
        return
    try:
        _Named.model_validate(told)
    except ValueError as error:
        raise Problem(
            422,
            "name_unreadable",
            "统一身份认证给出的姓名或名称是空的、过长，或有不能显示的字符，不能用来办理；"
            "请到统一身份认证平台更正后重新登录",
            "the name that the identity service gives is empty, too long, or has characters that do not "
            "show; have it put right there, then sign in again",
        ) from error


def _own_identity(told: Mapping[str, Any], digest: Digest, today: date) -> str:
    """Of a member of staff; "" where none is told, or none that can be read: she works all the same."""
    if "identity" not in told:
        return ""
    try:
        return digest(_Number.model_validate(told).read(today))
    except ValueError:
        log.warning("the sign-on tells an identity number of a member of staff that cannot be read")
        return ""


def _person(told: _OfPerson, digest: Digest, today: date) -> Person:
    identity = told.read(today)
    return Person(told.name, digest(identity), organisation=identity.kind is IdentityKind.USCC)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim at a path, ``realm_access.roles`` for one inside another; None if there is none."""
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _unknown() -> Problem:
    return Problem(
        403,
        "unknown_person",
        "统一身份认证没有给出办事所需的身份信息，请联系管理员核对账号",
        "the identity service does not say who you are in the way that is needed here; ask your "
        "administrator to check your account",
    )
