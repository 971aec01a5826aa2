"""The shadow run 影子运行: a second release decides beside the one that counts, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent, ChannelDecided
from chalicelib.cases.values import Role
from chalicelib.decisions.decide import decide_each
from chalicelib.decisions.forms.form import CHANNEL
from chalicelib.decisions.tables import asked_at_submission
from chalicelib.ports.ports import Ports
from chalicelib.ports.rules.past_cases import Shadowed, Taken
from chalicelib.services.cases.applying.facts_of import facts_of
from chalicelib.services.days import local_day

if TYPE_CHECKING:
    from chalicelib.cases.people.parties import Parties

SECONDS = 1.0
"""So long a decision waits for its shadow at most: a cold function reads and compiles the release first."""

_alone = Lock()
"""One shadow at a time in a process: behind one that hangs no other begins, and nobody waits again."""


def run_shadow(
    ports: Ports, case: Case, events: tuple[AnyEvent, ...], parties: Parties | None = None
) -> Shadowed | None:
    """
    What the release in shadow makes of the decisions that the rules have just taken, of all that are asked on
    submission; None where they took none, nothing runs in shadow, or the case was decided under that very
    release.

    Args:
        case: as the rules saw it: its item and what the applicant said.
        parties: those of a case that is not kept yet.
    """
    decided = next((event for event in events if isinstance(event, ChannelDecided)), None)
    if decided is None or decided.by.role is not Role.SYSTEM:
        return None
    try:
        digest = ports.releases.shadow(case.region)
    except Exception as error:  # noqa: BLE001 - whatever it is, it never becomes the case's trouble
        return Shadowed("", None, None, failed=type(error).__name__)
    if digest is None or digest == decided.release:
        return None
    return _in_time(lambda: _shadowed(ports, case, decided.on, digest, parties))


def _shadowed(ports: Ports, case: Case, on: date, digest: str, parties: Parties | None) -> Shadowed:
    try:
        release = ports.releases.get(digest)
        applied = local_day(release, case.opened_at)
        known = case.application | facts_of(ports, release, case, on, parties)
        answers = decide_each(release, asked_at_submission(release), case.item, known, on, applied)
    except Exception as error:  # noqa: BLE001 - as above
        return Shadowed(digest, None, None, failed=type(error).__name__)
    channel = answers.pop(CHANNEL)
    others = {name: Taken(one.outcome, one.rule) for name, one in answers.items()}
    return Shadowed(digest, channel.outcome, channel.rule, others=others)


def _in_time(ask: Callable[[], Shadowed]) -> Shadowed:
    """
    The answer if it comes in time. What takes longer is left to itself, and noted as failed. Nothing waits
    here where nothing runs in shadow: the pointer that says so is read before.
    """
    if not _alone.acquire(blocking=False):
        return _late
    answers: SimpleQueue[Shadowed] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        finally:
            _alone.release()

    try:
        Thread(target=run, name="shadow", daemon=True).start()
    except RuntimeError as error:  # the system gives no thread: the case does not need it
        _alone.release()
        return Shadowed("", None, None, failed=type(error).__name__)
    try:
        return answers.get(timeout=SECONDS)
    except Empty:
        return _late


_late = Shadowed("", None, None, failed="TimeoutError")
