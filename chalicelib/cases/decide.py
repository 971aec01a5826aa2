"""
What happens when something is asked of a case: ``decide(case, command, release)`` gives the events.

Pure: no clock, no store, no chance. A command that cannot be granted raises ``NotPossible`` and
nothing has happened; one that has been granted before gives no events.
"""

from __future__ import annotations

from functools import singledispatch

from chalicelib.cases import checks, commands
from chalicelib.cases import events as happened
from chalicelib.cases.case import Case, Stage
from chalicelib.cases.course import Course
from chalicelib.cases.materials import objection, outdated, superseded
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.values import Need, Reason
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Item, Release
from chalicelib.decisions.plans import find_outcome


def decide(case: Case | None, command: commands.Command, release: Release) -> tuple[happened.Event, ...]:
    """
    The events that ``command`` brings about, in order; none if it changes nothing.

    Raises:
        NotPossible: the case does not allow it.
    """
    if isinstance(command, commands.Open):
        raise TypeError("a case is opened by open_case")
    if case is None:
        raise TypeError("there is no case yet")
    story = Course(case, release, command.at, command.by)
    _answer(command, story)
    return story.events


def open_case(command: commands.Open, item: Item, region: str) -> tuple[happened.Event, ...]:
    """The opening of a case for ``item`` in ``region``."""
    return (
        happened.CaseOpened(
            at=command.at,
            by=command.by,
            no=command.no,
            region=region,
            item=item.item,
            department=item.department,
            release=command.release,
            applicant=command.applicant,
            application=command.application,
            code_digest=command.code_digest,
            needs=_needs(item),
        ),
    )


def _needs(item: Item) -> tuple[Need, ...]:
    return tuple(
        Need(
            material=material.material,
            required=material.need == "required",
            uploaded=material.uploaded,
            on_paper=material.on_paper,
            return_original=material.return_original,
        )
        for material in item.materials
    )


@singledispatch
def _answer(command: commands.Command, story: Course) -> None:
    raise TypeError(f"unknown command {type(command).__name__}")


@_answer.register
def _(command: commands.Receive, story: Course) -> None:
    if superseded(story.case, command):
        return
    reason = objection(story.case, command)
    if reason is not None:
        if outdated(story.case, command):
            return
        story.tell(
            happened.UploadRefused,
            material=command.material,
            key=command.key,
            version=command.version,
            sequencer=command.sequencer,
            reason=reason,
            size=command.size,
            file_kind=command.kind,
            active=command.active if reason is Reason.ACTIVE else None,
        )
        return
    story.tell(happened.MaterialReceived, material=command.material, upload=command.upload)
    if story.case.supplied:
        story.end("supplied")


@_answer.register
def _(command: commands.Adopt, story: Course) -> None:
    """``story.release`` is the one to go on under."""
    if command.release == story.case.release:
        return
    item = checks.adoptable(story)
    story.tell(
        happened.ReleaseAdopted,
        release=command.release,
        department=item.department,
        application=command.application,
        needs=_needs(item),
    )


@_answer.register
def _(command: commands.Choose, story: Course) -> None:
    if not story.case.complete:
        raise NotPossible("not_complete", "材料尚未齐全，不能确定办理渠道", "materials are still missing")
    story.tell(happened.ChannelDecided, **command.model_dump(exclude={"at", "by"}))
    if story.case.stage is Stage.RUNNING:
        story.begin()


@_answer.register
def _(command: commands.Settle, story: Course) -> None:
    if story.case.stage is not Stage.UNDETERMINED:
        raise NotPossible(
            "channel_settled",
            "本办件的办理渠道已经确定，请刷新后按当前环节办理",
            "the channel of this case is settled; reload and go on with the step it stands at",
        )
    checks.check_unchanged(story.case, command.version)
    checks.check_channel(story, command.channel)
    story.tell(
        happened.ChannelDecided,
        channel=command.channel,
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh=f"人工确定：{command.note}", en=f"settled by a person: {command.note}"),
        release=story.case.release,
        on=command.on,
        facts=story.case.facts,
    )
    story.begin()


@_answer.register
def _(command: commands.EndStep, story: Course) -> None:
    step = checks.standing_at(story.case, command, story.plan)
    outcome = find_outcome(step, command.outcome)
    if outcome is None:
        zh = "、".join(f"“{each.title.zh}”（{each.outcome}）" for each in step.outcomes)
        en = ", ".join(f'"{each.title.en}" ({each.outcome})' for each in step.outcomes)
        raise NotPossible("no_such_outcome", f"本环节的结果只能是：{zh}", f"this step ends with one of: {en}")
    checks.check_details(story, outcome, command)
    checks.check_outcome(story, outcome)
    if step.by in ("pick_up", "delivery") and command.outcome == "delivered":
        story.deliver()
    elif step.by in ("pick_up", "delivery"):
        story.take_back()
    story.end(command.outcome, command)


@_answer.register
def _(command: commands.Book, story: Course) -> None:
    if checks.parcel(story.case, command.order).number is None:
        story.tell(
            happened.ShipmentBooked, order=command.order, number=command.number, pick_up=command.pick_up
        )


@_answer.register
def _(command: commands.Misnumber, story: Course) -> None:
    parcel = checks.parcel(story.case, command.order)
    if parcel.number is None and parcel.status != ShipmentStatus.MISNUMBERED:
        story.tell(
            happened.ShipmentMisnumbered, order=command.order, number=command.number, fault=command.fault
        )


@_answer.register
def _(command: commands.Reject, story: Course) -> None:
    if checks.parcel(story.case, command.order).status != "refused":
        story.tell(happened.ShipmentRefused, order=command.order, reason=command.reason)
        if story.case.order == command.order:
            story.end("failed")


@_answer.register
def _(command: commands.Move, story: Course) -> None:
    if checks.parcel(story.case, command.order).status != command.status:
        story.move_parcel(command.order, command.status)


@_answer.register
def _(command: commands.Issue, story: Course) -> None:
    if command.step in story.case.documents:
        return
    story.tell(happened.DocumentIssued, effect=command.effect, step=command.step, key=command.key)
    if story.case.order == command.effect and story.case.way == "electronic":
        story.end("delivered")


@_answer.register
def _(command: commands.Expire, story: Course) -> None:
    case = story.case
    if case.step != command.step or case.round != command.round:
        return
    if case.due is None or case.late or command.at < case.due:
        return
    late, certain = story.step.late, not story.due_is_provisional
    if late is not None and certain:
        story.end(late)
        return
    if certain:
        story.accept_by_silence()
    story.tell(happened.StepLate, step=command.step)


@_answer.register
def _(command: commands.Consent, story: Course) -> None:
    case = story.case
    if all(fact.fact != CONSENT for fact in story.release.facts):
        raise NotPossible(
            "no_couriers",
            "本地区不使用快递，材料和结果在窗口交接",
            "this region sends no couriers; papers and result change hands at the counter",
        )
    if case.application.get(CONSENT) == command.courier:
        return
    if case.stage is Stage.CLOSED or checks.courier_under_way(case):
        raise NotPossible(
            "courier_under_way",
            "快递已经下单或办件已办结，不能再更改；请联系大厅",
            "a courier has been ordered or the case is closed; please call the hall",
        )
    story.tell(happened.ConsentChanged, courier=command.courier)


@_answer.register
def _(command: commands.Withdraw, story: Course) -> None:
    checks.check_withdrawal(story)
    story.tell(happened.CaseClosed, step="withdrawn", state=2 if story.case.accepted_on is None else 14)


@_answer.register
def _(command: commands.Rate, story: Course) -> None:
    if story.case.stage is not Stage.CLOSED:
        raise NotPossible("not_closed", "办件办结后才能评价", "a case can be rated once it is closed")
    if story.case.rating is None:
        story.tell(happened.CaseRated, score=command.score)
    elif story.case.rating != command.score:
        raise NotPossible(
            "rated_already",
            "本办件已经评价过，评价不能更改；还有意见请联系大厅",
            "this case is rated already and a rating stays; if there is more to say, please call the hall",
        )
