"""HTTP for policy staff: the publication log, a release and its checks, and its approval."""

from __future__ import annotations

import re
from collections.abc import Callable

from chalice.app import Blueprint, Response

from chalicelib.decisions.forms.model import Release
from chalicelib.releases.signer import AuthMethod, Signer
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.requests.bodies import ActivationBody
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.reading import read_body
from chalicelib.routes.views.releases import show_entries, show_entry
from chalicelib.services.releases.approve_release import Reviewed, approve_release
from chalicelib.services.releases.dossier import Dossier
from chalicelib.services.releases.show_releases import (
    Compare,
    no_release,
    show_checks,
    show_release,
    show_releases,
)
from chalicelib.wiring import ports

_DIGEST = re.compile(r"[0-9a-f]{64}")


def policy(review: Callable[[Dossier], Reviewed], compare: Compare) -> Blueprint:
    """
    The routes; ``review`` and ``compare`` are the policy desk, which is not loaded before someone approves
    a release, or looks at what one changes.
    """
    routes = Blueprint(__name__)
    request = request_of(routes)

    @routes.route("/releases", methods=["GET"], cors=CORS)
    @answers
    def get_releases() -> Response:
        told = show_releases(ports().releases, ports().region)
        office = told["active"] or (told["log"][-1]["digest"] if told["log"] else None)
        log = [] if office is None else show_entries(_office(office), told["log"])
        return answer(told | {"log": log})

    @routes.route("/releases/{digest}", methods=["GET"], cors=CORS)
    @answers
    def get_release(digest: str) -> Response:
        told = show_release(ports().releases, ports().region, _named(digest))
        return answer(told | {"entries": show_entries(_office(digest), told["entries"])})

    @routes.route("/releases/{digest}/checks", methods=["GET"], cors=CORS)
    @answers
    def get_checks(digest: str) -> Response:
        now = ports().clock.now()
        return answer(show_checks(ports(), ports().region, _named(digest), compare, now))

    @routes.route("/releases/{digest}/activation", methods=["POST"], cors=CORS)
    @answers
    def post_activation(digest: str) -> Response:
        who, body = staff_of(request()), read_body(request(), ActivationBody)
        show_release(ports().releases, ports().region, _named(digest))
        signed = Signer(who.id, AuthMethod.STAFF, cloud_users=who.cloud_users)
        told = approve_release(ports(), review, digest, signed, body.expect)
        return answer(show_entry(_office(digest), told))

    return routes


def _office(digest: str) -> Release:
    """The release that says where the office's clock stands."""
    return ports().releases.get(digest)


def _named(digest: str) -> str:
    if not _DIGEST.fullmatch(digest):
        raise no_release()
    return digest
