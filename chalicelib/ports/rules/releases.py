"""The releases as services on a case's way see them."""

from __future__ import annotations

from typing import Protocol

from chalicelib.decisions.forms.model import Release


class Releases(Protocol):
    def active(self, region: str) -> str:
        """The digest of the release in force. Raises PermanentError when there is none."""

    def lately_active(self, region: str) -> str:
        """
        The same, told some seconds late at most: for what happens to running cases, which no second of a
        change of rules changes, and which need not read it each time.
        """

    def get(self, digest: str) -> Release:
        """Raises PermanentError for an unknown digest."""

    def shadow(self, region: str) -> str | None:
        """The digest of the release that decides in shadow, if any; may be told some seconds late."""
