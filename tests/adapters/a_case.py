"""Cases in every state that a store must be able to keep, made by the pure core itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from chalicelib.cases import commands
from chalicelib.cases.case import Case
from chalicelib.cases.decide import decide, open_case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.numbers import case_number
from chalicelib.cases.people.parties import Parties, Party
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.materials import objection
from chalicelib.cases.values import Actor, Effect, Line, Role, Task
from chalicelib.cases.words import named, words_in
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Commit
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import choose_if_submitted, follow
from infra.local.officers import others
from tests.fakes import licang
from tests.filed import with_file

LICANG = Path(__file__).parents[2] / "rules" / "licang"
AT = datetime(2026, 3, 2, 2, 30, 15, 123456, tzinfo=UTC)
CODE = "ABCDEFGH23"
PERSON = Party(name="张三", phone="13800001234", address="山东省青岛市李沧区示例路2号3单元")
PARTIES = Parties(salt="0" * 64, applicant=PERSON)
APPLICANT = Actor(role=Role.APPLICANT, id="portal")
STAFF = Actor(role=Role.STAFF, id="s-1")
COURIER = Actor(role=Role.COURIER, id="courier")
SYSTEM = Actor(role=Role.SYSTEM, id="clock")

_serials = count(1)


def release() -> Release:
    return licang()


class _Frozen:
    """The one port that the choice of a channel touches."""

    def now(self) -> datetime:
        return AT

    @property
    def clock(self) -> _Frozen:
        return self


class Story:
    """One case from its opening on; ``changes`` are the commits it takes, one a command."""

    def __init__(self, item: str, courier: bool = True, at: datetime = AT) -> None:
        self.at = at
        self.no = case_number("370213", at.date(), next(_serials))
        self.changes: list[Commit] = []
        self.files = CaseFiles()
        opening = commands.OpenCase(
            at=at,
            by=APPLICANT,
            no=self.no,
            release=release().digest,
            world=release().world,
            applicant=PARTIES.mark(PERSON, at),
            application={"application.courier": courier},
            code_digest=hashlib.sha256(CODE.encode()).hexdigest(),
        )
        self._add(open_case(opening, release().items[item], "licang"), None, parties=PARTIES)

    @property
    def case(self) -> Case:
        return self.changes[-1].after

    def tell(self, command: commands.AnyCommand, **more: object) -> Commit:
        case = self.case
        events = decide(case, command, release())
        after, _ = follow(case, events)
        world: Ports = _Frozen()  # type: ignore[assignment]
        events, texts = named(
            events + choose_if_submitted(world, after, release()), case.version + 1, words_in(case)
        )
        return self._add(events, case, texts=texts, **more)

    def upload_all(self, version: str = "v1") -> None:
        """A file for each material that may be uploaded now."""
        for n, material in enumerate(self.case.open_materials):
            self.upload(material, f"{version}-{n}")

    def upload(
        self, material: str, version: str, kind: str | None = "pdf", file: str = "申请书 (1).pdf"
    ) -> UploadedFile:
        """A file comes; if the case changes by it, there is a change more."""
        uploaded = UploadedFile(
            at=self.at,
            material=material,
            key=f"uploads/{self.no}/{material}/{file}",
            version=version,
            sequencer=hashlib.sha256(version.encode()).hexdigest()[:16],
            size=1000,
            kind=kind,
            sha256="0" * 64,
        )
        reason = objection(self.case, self.files, uploaded, release().region.uploads)
        known = uploaded.model_copy(update={"refused": reason})
        self.files = with_file(self.files, known)
        look = commands.RecordFiles(at=self.at, by=APPLICANT, files=self.files.listed)
        if decide(self.case, look, release()):
            self.tell(look)
        return known

    def change_mind(self) -> Commit:
        """The smallest change there is: the applicant now wants the other thing."""
        wants = self.case.application["application.courier"] is not True
        return self.tell(commands.ChangeCourierConsent(at=self.at, by=APPLICANT, courier=wants))

    @property
    def task(self) -> Task:
        """The open task that began first."""
        return min(self.case.tasks.values(), key=lambda task: (task.since, task.id))

    @property
    def order(self) -> str:
        """The number of that task's effect."""
        return self.case.order(self.task.id)

    def end(self, outcome: str, lines: Sequence[Line] = (), number: str | None = None) -> Commit:
        """The open task that began first ends with ``outcome``, by somebody who has not been at it."""
        return self.tell(
            commands.EndTask(
                at=self.at,
                by=Actor(role=Role.STAFF, id=f"s-{self.case.version}"),
                task=self.task.id,
                outcome=outcome,
                lines=tuple(lines),
                number=number,
                officers=self._others(),
                note="资料齐全",
            )
        )

    def _others(self) -> tuple[str, ...]:
        """Who is named beside whoever ends the first open task."""
        plan = release().plans[self.case.channel or ""]
        number = find_step(plan, self.task.step).officers - 1
        return others(release().units, self.task.unit, self.case.item, number)

    def _add(self, events: tuple[AnyEvent, ...], before: Case | None, **more: object) -> Commit:
        after, wanted = follow(before, events)
        if before is None:  # as the service that opens it does: events do not have the masked name
            after = after.model_copy(update={"applicant": PARTIES.mark(PERSON, self.at)})
        change = Commit(
            trigger=f"{self.no}#{len(self.changes)}",
            at=self.at,
            before=before,
            after=after,
            events=events,
            effects=wanted,
            fingerprint=f"print-{len(self.changes)}",
            **more,  # type: ignore[arg-type]
        )
        self.changes.append(change)
        return change


def opened(item: str = "food-business-licence", courier: bool = True, at: datetime = AT) -> Story:
    return Story(item, courier, at)


def running(item: str = "food-business-licence", courier: bool = True, at: datetime = AT) -> Story:
    """All materials are there: the case stands at its channel's first step."""
    story = opened(item, courier, at)
    story.upload_all()
    return story


def ordered() -> tuple[Story, Effect]:
    """A case that has just ordered a courier, and the open effect."""
    story = running(two_way())
    story.at += timedelta(hours=1)
    story.end("pass")
    [effect] = story.changes[-1].effects
    return story, effect


@cache
def two_way() -> str:
    """An item whose papers a courier fetches: simply the first one that comes out so."""
    for code in release().items:
        story = running(code)
        if story.case.channel == "two_way_courier":
            return code
    raise AssertionError("no item goes by two couriers")
