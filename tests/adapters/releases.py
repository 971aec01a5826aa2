"""Releases put in force as two people do it, in a line."""

from __future__ import annotations

from datetime import datetime

from chalicelib.decisions.forms.model import Release
from chalicelib.releases.log import Entry
from chalicelib.services.releases.activate_release import activate_release
from chalicelib.services.releases.publication_log import ReleaseRepository
from chalicelib.services.releases.publish_rules import publish_release
from tests.services.releases.bookshelf import Desk, claimed

AUTHOR, APPROVER = "王策", "李审"


def put_in_force(shelf: ReleaseRepository, release: Release, at: datetime) -> Entry:
    """Published by one, activated by another, whatever was in force before."""
    published = publish_release(shelf, release, claimed(AUTHOR), at, {"ok": True})
    before = shelf.standing(release.region.region).active
    return activate_release(Desk(shelf), str(published["digest"]), claimed(APPROVER), at, before)
