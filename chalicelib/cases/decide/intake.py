"""Intake 收件: a case is opened, its files come in, its channel is decided."""

from __future__ import annotations

from datetime import date

from chalicelib.cases import commands, events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.milestones import reach
from chalicelib.cases.decide.owing import end_side, open_side
from chalicelib.cases.decide.tasks import end_supplied
from chalicelib.cases.decide.walk import begin
from chalicelib.cases.materials import objection, outdated, superseded
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Need, Reason, SideKind
from chalicelib.decisions.form import UNDETERMINED, Text
from chalicelib.decisions.model import Item
from chalicelib.decisions.plan import Milestone


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


def decide_receive_file(recorder: EventRecorder, command: commands.ReceiveFile) -> None:
    if superseded(recorder.case, command):
        return
    reason = objection(recorder.case, command)
    if reason is None:
        recorder.record(events.MaterialReceived, material=command.material, upload=command.upload)
        if recorder.case.stage is Stage.RUNNING:
            end_supplied(recorder)
    elif not outdated(recorder.case, command):
        recorder.record(
            events.UploadRefused,
            material=command.material,
            key=command.key,
            version=command.version,
            sequencer=command.sequencer,
            reason=reason,
            size=command.size,
            file_kind=command.kind,
            active=command.active if reason is Reason.ACTIVE else None,
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
        needs=_needs(item),
    )


def decide_channel(recorder: EventRecorder, command: commands.DecideChannel) -> None:
    """The application is submitted with that; it is received on paper where papers are what counts."""
    if not recorder.case.complete:
        raise NotPossible("not_complete", "材料尚未齐全，不能确定办理渠道", "materials are still missing")
    _submit(recorder, recorder.local_day(command.at))
    recorder.record(events.ChannelDecided, **command.model_dump(exclude={"at", "by"}))
    if command.channel == UNDETERMINED:
        open_side(recorder, SideKind.CHANNEL)
    else:
        begin(recorder)


def _submit(recorder: EventRecorder, day: date) -> None:
    reach(recorder, Milestone.SUBMITTED, day)
    if recorder.item.acceptance_trigger == "prereview":
        reach(recorder, Milestone.RECEIVED, day)


def decide_settle_channel(recorder: EventRecorder, command: commands.SettleChannel) -> None:
    case = recorder.case
    if case.stage is not Stage.UNDETERMINED:
        raise NotPossible(
            "channel_settled",
            "本办件的办理渠道已经确定，请刷新后按当前环节办理",
            "the channel of this case is settled; reload and go on with the step it stands at",
        )
    checks.check_unchanged(case, command.version)
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
        because=Text(zh=f"人工确定：{command.note}", en=f"settled by a person: {command.note}"),
        release=case.release,
        on=command.on,
        facts=case.facts,
    )
    for side in case.sides_of(SideKind.CHANNEL):
        end_side(recorder, side, command.channel)
    begin(recorder)
