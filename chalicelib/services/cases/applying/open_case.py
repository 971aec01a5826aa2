"""Open a case: give it a number, tell the applicant what to upload and where."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import OpenCase, RecordFiles
from chalicelib.cases.decide import decide
from chalicelib.cases.decide import open_case as opening
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.numbers import LARGEST_SERIAL, case_number
from chalicelib.cases.people.parties import Parties, Party
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.cases.values import Actor, Submission
from chalicelib.decisions.decide import decide as rules
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.ports.cases import Commit, ProcessedMessage
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.applying.application import check_in_effect, facts_told, find_item
from chalicelib.services.cases.applying.bound_openings import bound_openings
from chalicelib.services.cases.change_case import choose_if_submitted, follow
from chalicelib.services.cases.number_notices import number_notices
from chalicelib.services.cases.people.query_codes import digest, query_code, repeated_code
from chalicelib.services.cases.people.read_parties import Agent, check_agent_told, kept_mandate, read_parties
from chalicelib.services.cases.rules.run_shadow import run_shadow
from chalicelib.services.days import local_day
from chalicelib.services.errors import (
    AlreadyProcessed,
    PermanentError,
    Problem,
    VersionConflictError,
)
from chalicelib.services.networks import network_of

_ATTEMPTS = 5


@dataclass(frozen=True)
class Request:
    """
    What an applicant asks for. ``key`` makes asking twice asking once; None: every time is new. ``source``
    is the network address that it came from, as the gateway saw it.
    """

    item: str
    applicant: Party
    application: dict[str, FactValue]
    key: str | None
    source: str | None = None
    submit: Submission = Submission.WHEN_COMPLETE
    agent: Agent | None = None

    def fingerprint(self, ports: Ports) -> str:
        """
        What was asked, so that a key cannot be used for something else; without a secret key nobody finds
        out from it who asked.
        """
        people = [each.model_dump(mode="json") for each in (self.applicant, *(self.agent or ()))]
        content = [self.item, people, self.application, self.submit]
        return ports.codes.pseudonym(f"opening {json.dumps(content, sort_keys=True)}")


class Opened(NamedTuple):
    """A case as its applicant first sees it; ``in_force`` is the release in force."""

    case: Case
    code: str
    in_force: str
    files: CaseFiles = CaseFiles()


def open_case(ports: Ports, who: Actor, request: Request) -> Opened:
    """
    Open a case under the release in force. One that comes into force before the commit does not count: the
    case is of the moment before, names its release, and while undecided is told of the newer one. (Were
    the pointer a condition of the commit, all openings would wait for that one row.)

    Raises:
        Problem: 404 unknown item; 409 one not in effect today, or the code was given before; 422 facts
            missing or wrong, or a key used for something else; 429 too many openings; 503 no number is left.
    """
    trigger = None if request.key is None else f"open#{_owned(ports, request, request.key)}"
    try:
        change = _commit(ports, _decided(ports, who, request, trigger))
    except (
        AlreadyProcessed,
        Problem,
    ):  # under other rules what was opened before may not be possible any more
        before = None if trigger is None else ports.cases.seen(trigger)
        if before is None:
            raise
        return _again(ports, request, before)
    case = change.after
    return Opened(case=case, code=query_code(ports, case), in_force=case.release)


def _again(ports: Ports, request: Request, before: ProcessedMessage) -> Opened:
    """What was opened by the same key before."""
    if before.fingerprint != request.fingerprint(ports):
        raise Problem(
            422,
            "key_reused",
            "该 Idempotency-Key 已用于另一份申请，请换一个",
            "this Idempotency-Key was used for another application; use a new one",
        )
    loaded = ports.cases.load_with_files(before.case)
    if loaded is None:
        raise PermanentError(f"case {before.case} is gone")
    network = _network(ports, request)
    code = repeated_code(ports, loaded, before, request.key, network)
    in_force = ports.releases.active(ports.region)
    return Opened(case=loaded.case, code=code, in_force=in_force, files=loaded.files)


def _owned(ports: Ports, request: Request, key: str) -> str:
    """
    The key as its user's own: another applicant with the same one asks for something else, and is not told
    that it is in use.
    """
    return ports.codes.pseudonym(json.dumps([key, request.applicant.name, request.applicant.phone]))


def _network(ports: Ports, request: Request) -> str:
    network = network_of(request.source)
    return "" if network is None else ports.codes.pseudonym(f"network {network}")


def _commit(ports: Ports, change: Commit) -> Commit:
    """
    The change as it was committed. The openings of one network are counted in one row, notices in one series:
    two of a moment may get into each other's way.

    Raises:
        AlreadyProcessed: the same request was quicker.
        Problem: 429, there are too many openings.
    """
    for _ in range(_ATTEMPTS):
        try:
            change = _numbered(ports, change)
            ports.cases.commit(change)
        except VersionConflictError:
            continue
        return change
    raise VersionConflictError("others kept opening cases")


def _numbered(ports: Ports, change: Commit) -> Commit:
    """The change with numbers for the notices that it issues, if it does."""
    release = ports.releases.get(change.after.release)
    events, serials = number_notices(ports, change.after.region, change.events, release)
    if not serials:
        return change
    after, wanted = follow(None, events)
    mark = change.after.applicant  # events do not have the masked name
    after = after.model_copy(update={"applicant": mark})
    return replace(change, events=events, after=after, effects=wanted, serials=serials)


def _decided(ports: Ports, who: Actor, request: Request, trigger: str | None) -> Commit:
    """The opening, as the rules in force want it."""
    in_force = ports.releases.active(ports.region)
    release = ports.releases.get(in_force)
    now = ports.clock.now()
    today = local_day(release, now)
    item = find_item(release, request.item, today)
    check_in_effect(release, item, today)
    application = facts_told(release, request.item, request.application, today)
    check_agent_told(request.agent is not None, application)
    parties = read_parties(ports, request.applicant, request.agent, request.item, today)
    counted = bound_openings(ports, release.region, request.applicant.phone, request.source)
    no = _number(ports, release, today)
    mark, agent = parties.marks(now)
    command = OpenCase(
        at=now,
        by=who,
        no=no,
        release=in_force,
        world=release.world,
        applicant=mark,
        agent=agent,
        mandate=request.agent and kept_mandate(request.agent.mandate, release, now),
        application=application,
        code_digest=digest(ports.codes.query_code(no)),
        submit=request.submit,
    )
    events = _opening(ports, command, item, release, parties)
    after, wanted = follow(None, events)
    return Commit(
        trigger=trigger,
        at=now,
        before=None,
        after=after.model_copy(update={"applicant": mark}),  # events do not have the masked name
        parties=parties,
        events=events,
        effects=wanted,
        fingerprint=request.fingerprint(ports),
        network=_network(ports, request),
        counted=counted,
        shadow=run_shadow(ports, after, events, parties),
    )


def _opening(
    ports: Ports, command: OpenCase, item: Item, release: Release, parties: Parties
) -> tuple[AnyEvent, ...]:
    """The opening; where nothing has to be uploaded it is the submission, too."""
    events = opening(command, item, ports.region)
    case, _ = follow(None, events)
    look = RecordFiles(at=command.at, by=command.by, files=CaseFiles().listed)
    events += decide(case, look, release, rules)
    case, _ = follow(None, events)
    return events + choose_if_submitted(ports, case, release, parties)


def _number(ports: Ports, release: Release, today: date) -> str:
    """
    The next case number of the day.

    Raises:
        Problem: 503, none is left.
    """
    serial = ports.cases.next_serial(ports.region, today)
    if serial > LARGEST_SERIAL:
        raise Problem(
            503,
            "numbers_used_up",
            "今天的办件编号已用完，请明天再申请",
            "the case numbers of today are used up; please apply tomorrow",
        )
    return case_number(release.region.code, today, serial)
