"""Tell who calls about rules, and refuse a name that cannot stand in the publication log."""

from __future__ import annotations

from chalicelib.ports.people.identity import CloudUser
from chalicelib.releases.signer import AuthMethod, Signer, normalised
from chalicelib.services.errors import Problem
from chalicelib.texts.signs import WrongText


def caller(user: CloudUser | None, name: str | None, login: str) -> Signer:
    """Tell who calls on the command line: the cloud's word counts; else the name given, or the login."""
    if user is None:
        return Signer(name or login, AuthMethod.CLAIMED, name=name, login=login)
    return Signer(user.name, AuthMethod.CLOUD, user.id, name, login)


def named(signer: Signer) -> Signer:
    """
    Put the names in the form in which they stand in the log.

    Raises:
        Problem: 422, there is none, or it is too long or not to be printed.
    """
    try:
        return normalised(signer)
    except WrongText as wrong:
        raise Problem(
            422, "name_needed", f"请写明姓名：{wrong.zh}", f"give a name: this {wrong.en}"
        ) from wrong
