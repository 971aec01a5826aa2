"""Who dropped rule files, as services see it remembered."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class IncomingState(NamedTuple):
    """
    What is known of a region's folder; ``n`` counts the writings.

    ``by`` are all who dropped or removed a file since the folder was last the release in force.
    ``digest`` is the release that the folder made when it was examined, None since another file came;
    ``seen`` names the files that were examined, ``beside`` the release they were compared with.
    """

    n: int = 0
    by: frozenset[str] = frozenset()
    digest: str | None = None
    seen: str = ""
    beside: str | None = None


class IncomingStates(Protocol):
    """Where it is remembered who dropped files, one ``IncomingState`` a region."""

    def last(self, region: str) -> IncomingState: ...
    def write(self, region: str, dropping: IncomingState) -> None:
        """Raises VersionConflictError unless the last one is ``n`` - 1."""
