"""
What happens when something is asked of a case: ``decide(case, command, release)`` gives the events.

Pure: no clock, no store, no chance. A command that cannot be granted raises ``NotPossible`` and
nothing has happened; one that has been granted before gives no events.
"""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import commands
from chalicelib.cases.case import Case
from chalicelib.cases.commands import AnyCommand
from chalicelib.cases.decide import erasing, world
from chalicelib.cases.decide.application import agents, applicant, intake, offers, submission
from chalicelib.cases.decide.application.intake import open_case
from chalicelib.cases.decide.clocks import extensions, pausing, supervising, timing
from chalicelib.cases.decide.papers import parcels, served
from chalicelib.cases.decide.work import sides, tasks
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.people.acting import check_acts
from chalicelib.cases.people.recusals import check_not_recused
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.time.supervision import Rules
from chalicelib.decisions.forms.model import Release

__all__ = ["decide", "open_case"]


def decide(
    case: Case, command: AnyCommand, release: Release, rules: Rules | None = None
) -> tuple[AnyEvent, ...]:
    """
    The events that ``command`` brings about, in order; none if it changes nothing.

    Args:
        release: the one that the case keeps to, of ``AdoptRelease`` the one to go on under, with the
            calendars and units that are in force now.
        rules: who answers what a decision on running clocks comes out with; None: nobody asks.

    Raises:
        NotPossible: the case does not allow it.
    """
    recorder = EventRecorder(case, release, command.at, command.by, rules)
    world.follow_world(recorder)
    timing.hear_silence(recorder)
    check_acts(case, command.by, recorder.today)
    if not isinstance(command, commands.RecuseOfficer):
        check_not_recused(case, command.by)
    _decide(recorder, command)
    supervising.ask_again(recorder, case)
    return recorder.events


def _decide(recorder: EventRecorder, command: AnyCommand) -> None:
    if isinstance(command, commands.IntakeCommand):
        return _intake(recorder, command)
    if isinstance(command, commands.WorkCommand):
        return _work(recorder, command)
    if isinstance(command, commands.ClockCommand):
        return _clock(recorder, command)
    if isinstance(command, commands.PaperCommand):
        return _paper(recorder, command)
    if isinstance(command, commands.PartyCommand):
        return _party(recorder, command)
    assert_never(command)


def _intake(recorder: EventRecorder, command: commands.IntakeCommand) -> None:
    match command:
        case commands.Submit():
            submission.decide_submit(recorder, command)
        case commands.RecordFiles():
            submission.decide_record_files(recorder, command)
        case commands.AdoptRelease():
            intake.decide_adopt_release(recorder, command)
        case commands.DecideChannel():
            intake.decide_channel(recorder, command)
        case commands.RecordDecision():
            offers.decide_record_decision(recorder, command)
        case commands.AnswerOffer():
            offers.decide_answer_offer(recorder, command)
        case commands.SettleChannel():
            intake.decide_settle_channel(recorder, command)
        case _:
            assert_never(command)


def _work(recorder: EventRecorder, command: commands.WorkCommand) -> None:
    match command:
        case commands.EndTask():
            tasks.decide_end_task(recorder, command)
        case commands.EndSide():
            sides.decide_end_side(recorder, command)
        case commands.SubmitTask():
            submission.decide_submit_task(recorder, command)
        case commands.ClaimTask():
            tasks.decide_claim_task(recorder, command)
        case commands.ReleaseTask():
            tasks.decide_release_task(recorder, command)
        case commands.RecuseOfficer():
            tasks.decide_recuse_officer(recorder, command)
        case _:
            assert_never(command)


def _clock(recorder: EventRecorder, command: commands.ClockCommand) -> None:
    match command:
        case commands.PauseClocks():
            pausing.decide_pause_clocks(recorder, command)
        case commands.AskExtension():
            extensions.decide_ask_extension(recorder, command)
        case commands.ExpireTask():
            timing.decide_expire_task(recorder, command)
        case commands.ExpireClock():
            timing.decide_expire_clock(recorder, command)
        case _:
            assert_never(command)


def _paper(recorder: EventRecorder, command: commands.PaperCommand) -> None:
    match command:
        case commands.RecordBooking():
            parcels.decide_record_booking(recorder, command)
        case commands.RecordMisnumbering():
            parcels.decide_record_misnumbering(recorder, command)
        case commands.RecordBookingRefused():
            parcels.decide_record_booking_refused(recorder, command)
        case commands.RecordTracking():
            parcels.decide_record_tracking(recorder, command)
        case commands.RecordDocumentIssued():
            parcels.decide_record_document_issued(recorder, command)
        case commands.OpenNotice():
            served.decide_open_notice(recorder, command)
        case _:
            assert_never(command)


def _party(recorder: EventRecorder, command: commands.PartyCommand) -> None:
    match command:
        case commands.ChangeCourierConsent():
            applicant.decide_change_courier_consent(recorder, command)
        case commands.ChangeContact():
            applicant.decide_change_contact(recorder, command)
        case commands.RevokeMandate():
            agents.decide_revoke_mandate(recorder, command)
        case commands.ReplaceQueryCode():
            agents.decide_replace_query_code(recorder, command)
        case commands.Withdraw():
            applicant.decide_withdraw(recorder, command)
        case commands.RateCase():
            applicant.decide_rate_case(recorder, command)
        case commands.EraseParties():
            erasing.decide_erase_parties(recorder, command)
        case _:
            assert_never(command)
