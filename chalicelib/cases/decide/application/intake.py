"""Intake 收件: a case is opened, may go on under newer rules, and its channel is decided."""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.application.submission import submit_if_complete
from chalicelib.cases.decide.work.owing import end_side, open_side
from chalicelib.cases.decide.work.walk import begin
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideKind
from chalicelib.decisions.facts.needs import needs_of
from chalicelib.decisions.forms.form import UNDETERMINED, Text
from chalicelib.decisions.forms.model import Item


def open_case(command: commands.OpenCase, item: Item, region: str) -> tuple[events.AnyEvent, ...]:
    """The opening of a case for ``item`` in ``region``."""
    return (
        events.CaseOpened(
            at=command.at,
            by=command.by,
            no=command.no,
            region=region,
            item=item.item,
            release=command.release,
            world=command.world,
            applicant=command.applicant.model_copy(update={"masked": None}),
            agent=command.agent,
            mandate=command.mandate,
            application=command.application,
            code_digest=command.code_digest,
            submit=command.submit,
            needs=needs_of(item, command.application),
        ),
    )


def decide_adopt_release(recorder: EventRecorder, command: commands.AdoptRelease) -> None:
    """``recorder.release`` is the one to go on under."""
    if command.release == recorder.case.release:
        return
    item = checks.adoptable(recorder)
    recorder.record(
        events.ReleaseAdopted,
        release=command.release,
        application=command.application,
        needs=needs_of(item, command.application),
    )
    submit_if_complete(recorder, command.files)


def decide_channel(recorder: EventRecorder, command: commands.DecideChannel) -> None:
    if not recorder.case.undecided:
        raise NotPossible(
            "not_submitted",
            "申请尚未提交，或办理渠道已经确定",
            "the application is not submitted, or its channel is settled",
        )
    recorder.record(events.ChannelDecided, **command.model_dump(exclude={"at", "by"}))
    if command.channel == UNDETERMINED:
        open_side(recorder, SideKind.CHANNEL)
    else:
        begin(recorder)


def decide_settle_channel(recorder: EventRecorder, command: commands.SettleChannel) -> None:
    case = recorder.case
    if case.stage is not Stage.UNDETERMINED:
        raise NotPossible(
            "channel_settled",
            "本办件的办理渠道已经确定，请按现在的环节办理",
            "the channel of this case is settled; go on with the step it stands at now",
        )
    checks.check_unchanged(recorder, command.version)
    for side in case.sides_of(SideKind.CHANNEL):
        checks.check_claimed(side.claimed_by, command.by)
    checks.check_channel(recorder, command.channel)
    recorder.record(
        events.ChannelDecided,
        channel=command.channel,
        rule=None,
        file=None,
        line=None,
        basis=(),
        because=Text(zh="由工作人员确定，理由见说明", en="settled by a member of staff; the note says why"),
        note=command.note,
        release=case.release,
        on=command.on,
        facts=case.facts,
    )
    for side in case.sides_of(SideKind.CHANNEL):
        end_side(recorder, side, command.channel)
    begin(recorder)
