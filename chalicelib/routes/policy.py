"""HTTP for policy staff: the publication log, a release and its checks, and its approval."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.ports.identity import Staff, StaffRole
from chalicelib.releases.signer import AuthMethod, Signer
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.bodies import ActivationBody
from chalicelib.routes.callers import staff_of
from chalicelib.routes.cors import CORS
from chalicelib.routes.reading import read_body
from chalicelib.services.errors import Problem
from chalicelib.services.releases.approve_release import Dossier, Reviewed, approve_release
from chalicelib.services.releases.show_releases import (
    Compare,
    no_release,
    show_checks,
    show_release,
    show_releases,
)
from chalicelib.wiring import world

_READS = (StaffRole.AUTHOR, StaffRole.APPROVER)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def policy(review: Callable[[Dossier], Reviewed], compare: Compare) -> Blueprint:
    """
    The routes; ``review`` and ``compare`` are the policy desk, which is not loaded before someone approves
    a release, or looks at what one changes.
    """
    routes = Blueprint(__name__)

    def request() -> Request:
        current: Any = routes.current_request
        assert isinstance(current, Request)  # noqa: S101 - chalice sets it before any view runs
        return current

    @routes.route("/releases", methods=["GET"], cors=CORS)
    @answers
    def get_releases() -> Response:
        _staff(request(), *_READS)
        return answer(show_releases(world().releases, world().region))

    @routes.route("/releases/{digest}", methods=["GET"], cors=CORS)
    @answers
    def get_release(digest: str) -> Response:
        _staff(request(), *_READS)
        return answer(show_release(world().releases, world().region, _named(digest)))

    @routes.route("/releases/{digest}/checks", methods=["GET"], cors=CORS)
    @answers
    def get_checks(digest: str) -> Response:
        _staff(request(), *_READS)
        now = world().clock.now()
        return answer(show_checks(world().releases, world().region, _named(digest), compare, now))

    @routes.route("/releases/{digest}/activation", methods=["POST"], cors=CORS)
    @answers
    def post_activation(digest: str) -> Response:
        who, body = _staff(request(), StaffRole.APPROVER), read_body(request(), ActivationBody)
        show_release(world().releases, world().region, _named(digest))
        signed = Signer(who.id, AuthMethod.STAFF, cloud_users=who.cloud_users)
        return answer(approve_release(world(), review, digest, signed, body.expect))

    return routes


def _staff(request: Request, *roles: StaffRole) -> Staff:
    """
    The member of staff who asks, if she has one of the roles.

    Raises:
        Problem: 401, 403.
    """
    who = staff_of(request)
    if not set(roles) & set(who.roles):
        names = " / ".join(roles)
        raise Problem(
            403,
            "role_needed",
            f"需要规则管理角色（{names}），请向管理员申请",
            f"this needs a role in rule management ({names}); ask your administrator",
        )
    return who


def _named(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise no_release()
    return digest
