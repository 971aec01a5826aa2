"""Random walks on the plans of both regions: commands, sensible and wild, put to a case one after another."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import AnyCommand
from chalicelib.cases.decide import decide, open_case
from chalicelib.cases.decide.work.sides import outcomes_of
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve import effects, evolve
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.people.mandates import Mandate, PartyMark
from chalicelib.cases.people.parties import Parties, Party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.materials import objection
from chalicelib.cases.values import Actor, Effect, Line, Role, Task
from chalicelib.cases.waiting import waiting
from chalicelib.decisions.decide import decide as asked
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.facts.needs import hangs_on
from chalicelib.decisions.forms.form import UNDETERMINED, Basis, FactValue, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Period
from chalicelib.decisions.forms.region import Uploads
from chalicelib.decisions.plans import find_step
from infra.local.officers import others
from tests.cases.chances import DrawFn, booleans, by_hypothesis, integers, sampled_from, some_of
from tests.fakes import MORNING, extendable, whole_licang
from tests.filed import with_file

CLERKS = tuple(Actor(role=Role.STAFF, id=f"clerk-{n}") for n in (1, 2, 3))
APPLICANT = Actor(role=Role.APPLICANT, id="portal")
AGENT = Actor(role=Role.AGENT, id="portal")
CLOCK = Actor(role=Role.SYSTEM, id="clock")
SOMEONE = Party(name="演示申请人", phone="13800000000", address="青岛市李沧区演示路1号")
NO = "370213202603020000019"
UPLOADS = Uploads(max_bytes=100, kinds=("pdf", "docx"))


@cache
def rules(region: str) -> Release:
    """A region's rules as the walks have them: what can be extended is."""
    return extendable(whole_licang() if region == "licang" else linshan())


@cache
def linshan() -> Release:
    """The second region's rule files as they stand, read once."""
    return load(Path("rules/demo-linshan"))


@cache
def kinds(region: str) -> list[tuple[str, str]]:
    """An item and a channel for each channel of the region and each way its items differ for a plan."""
    release = rules(region)
    found: dict[tuple[object, ...], tuple[str, str]] = {}
    for channel, plan in release.plans.items():
        for code, item in release.items.items():
            if set(plan.result_out) == {"electronic"} and item.result.form == "paper":
                continue
            facts = item.facts
            alike = (
                channel,
                item.type,
                item.acceptance_trigger,
                item.result.form,
                len(item.units.inspects) > 1,
                any(material.on_paper for material in item.materials),
                any(material.returned for material in item.materials),
                facts.get("inspection", facts.get("site_check")),
                facts.get("hearing"),
                any(material.deferrable for material in item.materials),
                any(material.committed for material in item.materials),
            )
            found.setdefault(alike, (code, channel))
    return list(found.values())


class Walk:
    """
    A case and everything that has happened to it; time goes on with each command. ``steps`` are the
    commands, each with the case before it and what came of it.
    """

    def __init__(
        self,
        release: Release,
        item: str,
        channel: str,
        *,
        courier: bool,
        says: dict[str, FactValue] | None = None,
        mandate: Mandate | None = None,
    ) -> None:
        """``says``: what is stated beside the consent to couriers; ``mandate``: what an agent may do."""
        self.release, self.channel = release, channel
        self.now = MORNING
        command = commands.OpenCase(
            at=MORNING,
            by=APPLICANT,
            no=NO,
            release=release.digest,
            world=release.world,
            applicant=Parties(salt="0" * 64, applicant=SOMEONE).mark(SOMEONE, MORNING),
            agent=mandate and marked(SOMEONE.model_copy(update={"name": "李强"})),
            mandate=mandate,
            application={"application.courier": courier, **(says or {})},
            code_digest="0" * 64,
        )
        self.events: list[AnyEvent] = list(open_case(command, release.items[item], release.region.region))
        self.case = evolve(None, self.events[0])
        self.files = CaseFiles()
        self.effects: list[Effect] = []
        self.steps: list[tuple[Case, AnyCommand, tuple[AnyEvent, ...]]] = []

    def __repr__(self) -> str:
        """The story in short, for a failing example."""
        shown = ("task", "step", "side", "outcome", "order", "status", "material", "papers", "giver", "taker")
        told = [f"{self.case.item} by {self.channel}"]
        for event in self.events:
            said = (
                getattr(event, name)
                for name in (*shown, "parcel", "milestone", "run", "end", "lane", "exit")
                if hasattr(event, name)
            )
            told.append(
                " ".join(
                    [event.kind, *(getattr(each, "id", getattr(each, "clock", str(each))) for each in said)]
                )
            )
        return "\n".join(told)

    def ask(self, command: AnyCommand) -> tuple[AnyEvent, ...]:
        """
        What comes of a command; nothing if it is refused.

        Raises:
            Exception: ``decide`` fails with anything but NotPossible.
        """
        before = self.case
        try:
            told = decide(self.case, command, self.release, asked)
        except NotPossible:
            told = ()
        for event in told:
            self.case = evolve(self.case, event)
            self.events.append(event)
            self.effects += effects(self.case, event)
        self.steps.append((before, command, told))
        return told

    def supply(self, without: Collection[str] = ()) -> None:
        """Everything that is asked for is uploaded, save some, and the channel decided."""
        for n, (name, need) in enumerate(self.case.needs.items()):
            if need.uploaded and name not in without:
                self.receive(name, f"{n:04X}")
        self.ask(commands.RecordFiles(at=self.now, by=APPLICANT, files=self.files.listed))
        if without:
            files = self.files.listed
            self.ask(commands.Submit(at=self.now, by=APPLICANT, files=files, incomplete=True))
        self.ask(channel_of(self, self.channel))

    def receive(self, material: str, sequencer: str, **changes: Any) -> UploadedFile:
        """A file is looked at, and written down beside the case."""
        said: dict[str, Any] = {
            "at": self.now,
            "material": material,
            "key": f"uploads/{NO}/{material}/a",
            "version": f"v{sequencer}",
            "sequencer": sequencer,
            "size": 10,
            "kind": "pdf",
            "sha256": "0" * 64,
        }
        file = UploadedFile(**{**said, **changes})
        judged = file.model_copy(update={"refused": objection(self.case, self.files, file, UPLOADS)})
        self.files = with_file(self.files, judged)
        return judged


def marked(party: Party) -> PartyMark:
    """What the head keeps of a party."""
    return Parties(salt="0" * 64, applicant=SOMEONE).mark(party, MORNING)


def channel_of(walk: Walk, channel: str, facts: dict[str, Any] | None = None) -> commands.DecideChannel:
    known = {
        **item_facts(walk.release, walk.release.items[walk.case.item], walk.case.application),
        **walk.case.application,
    }
    return commands.DecideChannel(
        at=walk.now,
        by=CLOCK,
        channel=channel,
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh="试", en="trial"),
        release=walk.case.release,
        on=date(2026, 3, 2),
        facts=known if facts is None else facts,
    )


def about(walk: Walk, draw: DrawFn, by: Actor = CLERKS[0]) -> dict[str, Any]:
    walk.now += timedelta(hours=draw(sampled_from([0, 0, 1, 30, 200])))
    return {"at": walk.now, "by": by}


def _clerk(draw: DrawFn) -> Actor:
    return draw(sampled_from(CLERKS))


def _receive(walk: Walk, draw: DrawFn) -> AnyCommand:
    asked = [line.material for line in walk.case.correction]
    likely = [*asked, *walk.case.lacking(walk.files.supplied)] * 3
    material = draw(sampled_from([*likely, *walk.case.needs, "no-such-material"]))
    number = draw(integers(0, 40))
    said = about(walk, draw, APPLICANT)
    walk.receive(
        material,
        f"{number:04X}",
        key=f"uploads/{NO}/{material}/{draw(sampled_from('ab'))}",
        size=draw(sampled_from([0, 10, 10, 10, 10, 101])),
        kind=draw(sampled_from(["pdf", "pdf", "pdf", "docx", None])),
    )
    return commands.RecordFiles(**said, files=walk.files.listed)


def _hand_in(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.Submit(
        **about(walk, draw, APPLICANT), files=walk.files.listed, incomplete=draw(booleans())
    )


def _task(walk: Walk, draw: DrawFn) -> Task | None:
    tasks = list(walk.case.tasks.values())
    return draw(sampled_from(tasks)) if tasks else None


def _end(walk: Walk, draw: DrawFn) -> AnyCommand:
    case, task = walk.case, _task(walk, draw)
    outcome, lines, officers = "perhaps", False, 1
    if task is not None and case.channel is not None:
        step = find_step(walk.release.plans[case.channel], task.step)
        outcomes, officers = step.outcomes, step.officers if task.by == "staff" else 1
        chosen = draw(sampled_from([*outcomes, *outcomes[:1] * 5]))
        outcome, lines = chosen.outcome, chosen.lines is not None
    listed = draw(some_of([*case.needs, "x"], 3))
    corrects = lines or draw(integers(0, 15)) == 0
    return commands.EndTask(
        **about(walk, draw, _clerk(draw)),
        task=task.id if task is not None and draw(integers(0, 9)) else "review-1",
        outcome=outcome,
        lines=tuple(Line(material=m, problem="缺", mend="补") for m in listed) if corrects else (),
        missing=tuple(listed) if draw(integers(0, 3)) == 0 else (),
        reason=draw(sampled_from(["不符合条件", "不符合条件", None])),
        number=draw(sampled_from(["证照-1", "证照-1", None])),
        day=draw(sampled_from([walk.now.date() + timedelta(days=60), None])),
        files=walk.files.listed,
        seen_files=draw(sampled_from([None, None, walk.files.listed.digest, "0" * 64])),
        officers=others(walk.release.units, "" if task is None else task.unit, case.item, officers - 1),
    )


def _submit(walk: Walk, draw: DrawFn) -> AnyCommand:
    task = _task(walk, draw)
    return commands.SubmitTask(
        **about(walk, draw, APPLICANT),
        task="correction-1" if task is None else task.id,
        files=walk.files.listed,
        renewed=frozenset() if task is None else walk.files.since(task.since),
        incomplete=draw(booleans()),
    )


def _side(walk: Walk, draw: DrawFn) -> AnyCommand:
    sides = list(walk.case.sides.values())
    if not sides:
        return commands.EndSide(
            **about(walk, draw, _clerk(draw)), side="silence-1", outcome="seen", reason="忙"
        )
    side = draw(sampled_from(sides))
    return commands.EndSide(
        **about(walk, draw, _clerk(draw)),
        side=side.id,
        outcome=draw(sampled_from([*outcomes_of(walk.release, side.kind, side.about), "perhaps"])),
        reason=draw(sampled_from(["已与申请人联系", None])),
        missing=side.about[:1] if draw(integers(0, 4)) == 0 else (),
        way=draw(sampled_from(["counter", "publication", "portal", None])),
        day=draw(sampled_from([walk.now.date(), walk.now.date(), date(2026, 3, 1), None])),
    )


def _open_notice(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.OpenNotice(
        **about(walk, draw, APPLICANT), notice=draw(sampled_from([*walk.case.notices, "acceptance.1"]))
    )


def _pause(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.PauseClocks(
        **about(walk, draw, _clerk(draw)),
        reason=draw(sampled_from(["专家评审", "专家评审", "专家评审", " 　"])),
        basis=Basis(title="中华人民共和国行政许可法", article="第四十五条"),
        at_most=draw(sampled_from([Period(working_days=n) for n in (1, 5, 30, 61)] + [Period(days=3)])),
    )


def _ask_extension(walk: Walk, draw: DrawFn) -> AnyCommand:
    clocks = [clock.clock for clock in walk.release.clocks]
    return commands.AskExtension(
        **about(walk, draw, _clerk(draw)),
        clock=draw(sampled_from(["statutory", "statutory", "statutory", *clocks, "no-such-clock"])),
        days=draw(sampled_from([1, 10, 10, 11])),
        reason=draw(sampled_from(["案情复杂", "案情复杂", "案情复杂", ""])),
    )


def _any_task(walk: Walk, draw: DrawFn) -> str:
    return draw(sampled_from([*walk.case.tasks, *walk.case.sides, "review-1"]))


def _claim(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.ClaimTask(**about(walk, draw, _clerk(draw)), task=_any_task(walk, draw))


def _release(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.ReleaseTask(**about(walk, draw, _clerk(draw)), task=_any_task(walk, draw))


def _channel(walk: Walk, draw: DrawFn) -> AnyCommand:
    channel = draw(sampled_from([walk.channel, walk.channel, UNDETERMINED]))
    return channel_of(walk, channel).model_copy(update=about(walk, draw, CLOCK))


def _settle(walk: Walk, draw: DrawFn) -> AnyCommand:
    channel = draw(sampled_from([*walk.release.plans, UNDETERMINED]))
    return commands.SettleChannel(
        **about(walk, draw, _clerk(draw)), channel=channel, note="理由", on=date(2026, 3, 2)
    )


def _order(walk: Walk, draw: DrawFn) -> str:
    case = walk.case
    under_way = [
        case.order(name) for name in (*case.tasks, *case.sides) if case.order(name) in case.shipments
    ]
    return draw(sampled_from([*under_way * 4, *case.shipments, f"{NO}-review-1", ""]))


def _book(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.RecordBooking(**about(walk, draw), order=_order(walk, draw), number="EX1")


def _misnumber(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.RecordMisnumbering(
        **about(walk, draw), order=_order(walk, draw), number="EX1", fault="in_use"
    )


def _reject(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.RecordBookingRefused(**about(walk, draw), order=_order(walk, draw), reason="OUT_OF_AREA")


def _move(walk: Walk, draw: DrawFn) -> AnyCommand:
    likely = [
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.DELIVERED,
        ShipmentStatus.RETURNED,
        ShipmentStatus.LOST,
    ]
    status = draw(sampled_from([*likely * 3, *ShipmentStatus]))
    return commands.RecordTracking(**about(walk, draw), order=_order(walk, draw), status=status)


def _issue(walk: Walk, draw: DrawFn) -> AnyCommand:
    orders = [*(effect.effect for effect in walk.effects if effect.kind == "document_issue"), f"{NO}-x-1"]
    return commands.RecordDocumentIssued(
        **about(walk, draw), effect=draw(sampled_from(orders)), key="documents/x"
    )


def _expire(walk: Walk, draw: DrawFn) -> AnyCommand:
    """Mostly what is due next, at its time."""
    waits = [each for each in waiting(walk.case) if each.due is not None and not each.late]
    if not waits:
        return commands.ExpireTask(**about(walk, draw, CLOCK), task="review-1")
    chosen = draw(sampled_from(waits))
    if chosen.due is not None and draw(integers(0, 4)):
        walk.now = max(walk.now, chosen.due)
    said = about(walk, draw, CLOCK)
    if chosen.kind == "clock":
        return commands.ExpireClock(**said, clock=chosen.id)
    return commands.ExpireTask(**said, task=chosen.id)


def _adopt(walk: Walk, draw: DrawFn) -> AnyCommand:
    release = draw(sampled_from([walk.release.digest, "f" * 64, "e" * 64]))
    said = {"application.courier": draw(booleans())}
    return commands.AdoptRelease(
        **about(walk, draw, APPLICANT), release=release, application=said, files=walk.files.listed
    )


def _consent(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.ChangeCourierConsent(**about(walk, draw, APPLICANT), courier=draw(booleans()))


def _decision(walk: Walk, draw: DrawFn) -> AnyCommand:
    """What the rules may come out with on submission."""
    if "special-path" not in walk.release.decisions:
        return _answer(walk, draw)
    names = [one.outcome for one in walk.release.decisions["special-path"].outcomes]
    return commands.RecordDecision(
        **about(walk, draw, CLOCK),
        decision="special-path",
        outcome=draw(sampled_from([*names, UNDETERMINED])),
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh="试", en="trial"),
        release=walk.case.release,
        on=date(2026, 3, 2),
    )


def _answer(walk: Walk, draw: DrawFn) -> AnyCommand:
    offered = [*walk.case.offers, "special-path"]
    return commands.AnswerOffer(
        **about(walk, draw, APPLICANT), decision=draw(sampled_from(offered)), accept=draw(booleans())
    )


def _contact(walk: Walk, draw: DrawFn) -> AnyCommand:
    phone = draw(sampled_from([SOMEONE.phone, "13700000001", "13700000002"]))
    who = draw(sampled_from([APPLICANT, AGENT, *CLERKS]))
    moved = marked(SOMEONE.model_copy(update={"phone": phone}))
    return commands.ChangeContact(
        **about(walk, draw, who), party=draw(sampled_from(["applicant", "agent"])), mark=moved
    )


def _revoke(walk: Walk, draw: DrawFn) -> AnyCommand:
    codes = walk.case.codes + 1
    code = draw(sampled_from([None, commands.NewCode(codes=codes, code_digest=f"{codes:064}")]))
    return commands.RevokeMandate(**about(walk, draw, draw(sampled_from([APPLICANT, AGENT]))), code=code)


def _replace_code(walk: Walk, draw: DrawFn) -> AnyCommand:
    codes = walk.case.codes + draw(sampled_from([1, 1, 2]))
    code = commands.NewCode(codes=codes, code_digest=f"{codes:064}")
    return commands.ReplaceQueryCode(**about(walk, draw, APPLICANT), code=code)


def _withdraw(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.Withdraw(**about(walk, draw, draw(sampled_from([APPLICANT, *CLERKS]))))


def _rate(walk: Walk, draw: DrawFn) -> AnyCommand:
    return commands.RateCase(**about(walk, draw, APPLICANT), score=draw(integers(1, 5)))


_PARCELS = [_book, _misnumber, _reject, _move]
_MAKERS = [
    *(
        _receive,
        _hand_in,
        _end,
        _submit,
        _side,
        _open_notice,
        _pause,
        _ask_extension,
        _claim,
        _release,
        _channel,
        _settle,
        *_PARCELS,
        _issue,
        _expire,
    ),
    *(_consent, _contact, _revoke, _replace_code, _rate, _adopt, _withdraw, _decision, _answer),
]
_OFTEN = {
    Stage.MATERIALS: [_receive, _receive, _hand_in, _channel, _adopt, _expire],
    Stage.UNDETERMINED: [_settle, _expire],
    Stage.CLOSED: [_rate, _move, _side, _expire],
}


def next_command(walk: Walk, draw: DrawFn) -> AnyCommand:
    """Mostly what the case waits for, now and then anything at all."""
    often = _OFTEN.get(walk.case.stage, [_end, _end, _end, _side, _expire])
    waited = {task.by for task in walk.case.tasks.values()}
    if walk.case.accepted_on is not None and walk.case.stage is Stage.RUNNING:
        often = [*often, _pause, _ask_extension]
    if walk.case.submitted and walk.case.stage is not Stage.CLOSED:
        often = [*often, _decision, _answer] if walk.case.offers else [*often, _decision]
    if "applicant" in waited:
        often = [*often, _receive, _submit]
    if waited & {"pick_up", "delivery", "parcels"}:
        often = [*often, _move, _move, _issue, _book]
    makers = often if draw(integers(0, 4)) else _MAKERS
    return draw(sampled_from(makers))(walk, draw)


def begun(release: Release, item: str, channel: str, *, courier: bool = True) -> Walk:
    """A case with all its materials and a channel."""
    walk = Walk(release, item, channel, courier=courier)
    walk.supply()
    assert walk.case.stage is Stage.RUNNING
    return walk


def _mandate(days: int) -> Mandate:
    """What lasts for so many days from the opening on."""
    ends = MORNING + timedelta(days=days)
    return Mandate(since=MORNING.date(), until=ends.date() - timedelta(days=1), ends_at=ends)


@st.composite
def walks(draw: st.DrawFn, steps: int = 30) -> Walk:
    """A case of some item of some region after up to ``steps`` commands."""
    region = draw(st.sampled_from(["licang", "demo-linshan"]))
    item, channel = draw(st.sampled_from(kinds(region)))
    release = rules(region)
    says: dict[str, FactValue] = {name: draw(st.booleans()) for name in hangs_on(release.items[item])}
    mandate = draw(st.sampled_from([None, _mandate(3), _mandate(60)]))
    walk = Walk(release, item, channel, courier=draw(st.booleans()), says=says, mandate=mandate)
    if draw(st.integers(0, 6)):
        later = [name for name, need in walk.case.needs.items() if need.deferrable]
        walk.supply(draw(st.sets(st.sampled_from(later))) if later else ())
    for _ in range(draw(st.integers(0, steps))):
        walk.ask(next_command(walk, by_hypothesis(draw)))
    return walk
