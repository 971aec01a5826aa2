"""The shadow run 影子运行: a second release decides beside the one that counts, and changes nothing."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.events import ChannelDecided, Event
from chalicelib.cases.values import Role
from chalicelib.decisions.decide import decide
from chalicelib.services.decided import Shadowed
from chalicelib.services.errors import PermanentError, RetryableError
from chalicelib.services.ports import World

_TROUBLE = (
    PermanentError,
    RetryableError,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""Whatever goes wrong in a shadow is written down with the decision and never becomes the case's trouble."""


def run_shadow(world: World, case: Case, events: tuple[Event, ...]) -> Shadowed | None:
    """
    What the release in shadow makes of a decision that the rules have just taken; None where they took
    none, nothing runs in shadow, or the case was decided under that very release.

    Args:
        case: as the rules saw it: its item and what the applicant said.
    """
    decided = next((event for event in events if isinstance(event, ChannelDecided)), None)
    if decided is None or decided.by.role is not Role.SYSTEM:
        return None
    digest: str | None = None
    try:
        digest = world.releases.shadow(case.region)
        if digest is None or digest == decided.release:
            return None
        answer = decide(world.releases.get(digest), case.item, case.application, decided.on)
    except _TROUBLE as error:
        return Shadowed(digest or "", None, None, failed=type(error).__name__)
    return Shadowed(digest, answer.channel, answer.rule)
