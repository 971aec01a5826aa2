"""The releases as services on a case's way see them."""

from __future__ import annotations

from typing import Protocol

from chalicelib.decisions.model import Release


class Releases(Protocol):
    def active(self, region: str) -> str:
        """The digest of the release in force. Raises PermanentError when there is none."""

    def lately(self, region: str) -> str:
        """As ``active``, but may be told a minute late: nothing is asked for where it was just read."""

    def get(self, digest: str) -> Release:
        """Raises PermanentError for an unknown digest."""

    def shadow(self, region: str) -> str | None:
        """The digest of the release that decides in shadow, if any; may be told some seconds late."""
