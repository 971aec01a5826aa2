"""Random walks: commands, sensible and wild, put to a case one after the other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from chalicelib.cases import commands
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.decide import decide, open_case
from chalicelib.cases.events import Event
from chalicelib.cases.evolve import effects, evolve
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.values import Actor, Effect, Line, Role
from chalicelib.decisions.form import Channel, Text
from chalicelib.decisions.plans import find_step
from tests.fakes import MORNING, licang
from tests.services.scene import ITEMS, SOMEONE

ACTOR = Actor(role=Role.STAFF, id="clerk-1")
SECRET = "bank-security-facility-approval"
NO = "370213202603020000019"


class Walk:
    """
    A case and everything that has happened to it; time goes on with each command. ``steps`` are the
    commands, each with the case before it and what came of it.
    """

    def __init__(self, case: Case, now: datetime, opened: Event) -> None:
        self.case = case
        self.now = now
        self.events: list[Event] = [opened]
        self.effects: list[Effect] = []
        self.steps: list[tuple[Case, commands.Command, tuple[Event, ...]]] = []

    def __repr__(self) -> str:
        """The story in short, for a failing example."""
        shown = ("step", "outcome", "order", "status", "material", "papers", "giver", "taker", "parcel")
        return "\n".join(
            " ".join([event.kind, *(f"{getattr(event, name)}" for name in shown if hasattr(event, name))])
            for event in self.events
        )

    def ask(self, command: commands.Command) -> tuple[Event, ...]:
        """
        What comes of a command; nothing if it is refused.

        Raises:
            Exception: ``decide`` fails with anything but NotPossible.
        """
        try:
            told = decide(self.case, command, licang())
        except NotPossible:
            return ()
        for event in told:
            self.case = evolve(self.case, event)
            self.events.append(event)
            self.effects += effects(self.case, event)
        return told


def begin(item: str, *, courier: bool) -> Walk:
    command = commands.Open(
        at=MORNING,
        by=ACTOR,
        no=NO,
        release=licang().digest,
        applicant=SOMEONE,
        application={"application.courier": courier},
        code_digest="0" * 64,
    )
    (opened,) = open_case(command, licang().items[item], "licang")
    return Walk(evolve(None, opened), MORNING, opened)


def about(walk: Walk, draw: st.DrawFn) -> dict[str, object]:
    walk.now += timedelta(hours=draw(st.sampled_from([0, 0, 1, 30, 200])))
    return {"at": walk.now, "by": ACTOR}


def _receive(walk: Walk, draw: st.DrawFn) -> commands.Command:
    material = draw(st.sampled_from([*walk.case.needs, "no-such-material"]))
    number = draw(st.integers(0, 40))
    return commands.Receive(
        **about(walk, draw),  # type: ignore[arg-type]
        material=material,
        key=f"uploads/{NO}/{material}/{draw(st.sampled_from('ab'))}",
        version=f"v{number}",
        sequencer=f"{number:04X}",
        size=draw(st.sampled_from([0, 10, 10, 10, 10, 101])),
        kind=draw(st.sampled_from(["pdf", "pdf", "pdf", "docx", None])),
        sha256="0" * 64,
        largest=100,
        kinds=("pdf", "docx"),
    )


def _end(walk: Walk, draw: st.DrawFn) -> commands.Command:
    case = walk.case
    step = case.step or "pre-review"
    outcomes = ["perhaps"]
    if case.stage is Stage.RUNNING and case.channel is not None:
        outcomes = [o.outcome for o in find_step(licang().plans[case.channel], step).outcomes] or outcomes
    outcome = draw(st.sampled_from([*outcomes, *outcomes[:1] * 3]))
    listed = draw(st.lists(st.sampled_from([*case.needs, "x"]), max_size=3, unique=True))
    corrects = outcome == "correct" or draw(st.integers(0, 15)) == 0
    return commands.EndStep(
        **about(walk, draw),  # type: ignore[arg-type]
        step=step if draw(st.integers(0, 9)) else "review",
        outcome=outcome,
        round=draw(st.sampled_from([None, None, None, case.round, 1])),
        lines=tuple(Line(material=m, problem="缺", mend="补") for m in listed) if corrects else (),
        missing=tuple(listed) if draw(st.booleans()) else (),
        reason=draw(st.sampled_from(["不符合条件", "不符合条件", None])),
        number=draw(st.sampled_from(["证照-1", "证照-1", None])) if outcome == "made" else None,
    )


def _choose(walk: Walk, draw: st.DrawFn) -> commands.Command:
    item = licang().items[walk.case.item]
    facts = {f"item.{name}": value for name, value in item.facts.items()}
    channels = [each for each in Channel if each != Channel.FULLY_ONLINE or item.result.form != "paper"]
    return commands.Choose(
        **about(walk, draw),  # type: ignore[arg-type]
        channel=draw(st.sampled_from(channels)),
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh="试", en="trial"),
        release=walk.case.release,
        on=date(2026, 3, 2),
        facts=draw(st.sampled_from([facts, {}])),
    )


def _settle(walk: Walk, draw: st.DrawFn) -> commands.Command:
    channel = draw(st.sampled_from(list(Channel)))
    return commands.Settle(**about(walk, draw), channel=channel, note="理由", on=date(2026, 3, 2))  # type: ignore[arg-type]


def _order(walk: Walk, draw: st.DrawFn) -> str:
    return draw(st.sampled_from([*[walk.case.order] * 4, *walk.case.shipments, f"{NO}-review-1", ""]))


def _book(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Book(**about(walk, draw), order=_order(walk, draw), number="EX1")  # type: ignore[arg-type]


def _misnumber(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Misnumber(**about(walk, draw), order=_order(walk, draw), number="EX1", fault="in_use")  # type: ignore[arg-type]


def _reject(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Reject(**about(walk, draw), order=_order(walk, draw), reason="OUT_OF_AREA")  # type: ignore[arg-type]


def _move(walk: Walk, draw: st.DrawFn) -> commands.Command:
    likely = [
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.DELIVERED,
        ShipmentStatus.RETURNED,
        ShipmentStatus.LOST,
    ]
    status = draw(st.sampled_from([*likely * 3, *ShipmentStatus]))
    return commands.Move(**about(walk, draw), order=_order(walk, draw), status=status)  # type: ignore[arg-type]


def _issue(walk: Walk, draw: st.DrawFn) -> commands.Command:
    step = draw(st.sampled_from([walk.case.step or "delivery", "delivery"]))
    return commands.Issue(**about(walk, draw), effect=_order(walk, draw), step=step, key="documents/x")  # type: ignore[arg-type]


def _expire(walk: Walk, draw: st.DrawFn) -> commands.Command:
    step = draw(st.sampled_from([walk.case.step or "review", "review"]))
    return commands.Expire(**about(walk, draw), step=step, round=draw(st.sampled_from([walk.case.round, 1])))  # type: ignore[arg-type]


def _adopt(walk: Walk, draw: st.DrawFn) -> commands.Command:
    release = draw(st.sampled_from([licang().digest, "f" * 64, "e" * 64]))
    said = {"application.courier": draw(st.booleans())}
    return commands.Adopt(**about(walk, draw), release=release, application=said)  # type: ignore[arg-type]


def _consent(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Consent(**about(walk, draw), courier=draw(st.booleans()))  # type: ignore[arg-type]


def _withdraw(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Withdraw(**about(walk, draw))  # type: ignore[arg-type]


def _rate(walk: Walk, draw: st.DrawFn) -> commands.Command:
    return commands.Rate(**about(walk, draw), score=draw(st.integers(1, 5)))  # type: ignore[arg-type]


_PARCELS = [_book, _misnumber, _reject, _move]
_MAKERS = [_receive, _end, _choose, _settle, *_PARCELS, _issue, _expire, _consent, _rate, _adopt]
_OFTEN = {
    Stage.MATERIALS: [_receive, _receive, _choose, _adopt],
    Stage.UNDETERMINED: [_settle],
    Stage.RUNNING: [_end, _end, _move],
    Stage.CLOSED: [_rate, _move],
}


def next_command(walk: Walk, draw: st.DrawFn) -> commands.Command:
    """Mostly what the case waits for, now and then anything at all."""
    often = _OFTEN[walk.case.stage]
    if walk.case.ended_by == "applicant":
        often = [_receive]
    elif walk.case.ended_by in ("pick_up", "delivery"):
        often = [_move, _issue] if walk.case.way == "electronic" else [_move, _move, _end, _book]
    wild = [*_MAKERS, _withdraw]
    makers = often if draw(st.integers(0, 4)) else wild
    return draw(st.sampled_from(makers))(walk, draw)


def supplied(item: str, *, courier: bool) -> Walk:
    """A case with all its materials and the channel that is usual for it."""
    walk = begin(item, courier=courier)
    for n, (name, need) in enumerate(walk.case.needs.items()):
        if need.uploaded:
            walk.ask(
                commands.Receive(
                    at=MORNING,
                    by=ACTOR,
                    material=name,
                    key=f"uploads/{NO}/{name}/a",
                    version="v0",
                    sequencer=f"{n:04X}",
                    size=10,
                    kind="pdf",
                    sha256="0" * 64,
                    largest=100,
                    kinds=("pdf",),
                )
            )
    channel = {item: channel for channel, item in ITEMS.items()}.get(item, Channel.ONE_VISIT)
    facts = {f"item.{name}": value for name, value in licang().items[item].facts.items()}
    walk.ask(
        commands.Choose(
            at=MORNING, by=ACTOR, channel=channel, rule=None, file=None, line=None, basis=(),
            because=Text(zh="试", en="trial"), release=walk.case.release, on=date(2026, 3, 2), facts=facts,
        )
    )  # fmt: skip
    assert walk.case.stage is Stage.RUNNING
    return walk


@st.composite
def walks(draw: st.DrawFn, steps: int = 30) -> Walk:
    """A case of some item after up to ``steps`` commands."""
    item = draw(st.sampled_from([*ITEMS.values(), ITEMS[Channel.TWO_WAY_COURIER], SECRET]))
    start = supplied if draw(st.integers(0, 4)) else begin
    walk = start(item, courier=draw(st.booleans()))
    for _ in range(draw(st.integers(0, steps))):
        before, command = walk.case, next_command(walk, draw)
        walk.steps.append((before, command, walk.ask(command)))
    return walk
