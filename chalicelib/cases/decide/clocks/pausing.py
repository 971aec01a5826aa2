"""Pauses 中止计时 that staff start: what a hearing, a test or an expert review takes is not counted."""

from __future__ import annotations

from chalicelib.cases import commands
from chalicelib.cases.decide import checks
from chalicelib.cases.decide.clocks.milestones import stand_still
from chalicelib.cases.decide.work.owing import WITHIN, next_side, open_side
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import PauseGrounds, SideKind
from chalicelib.decisions.forms.plan import Milestone

LONGEST = WITHIN[SideKind.PAUSE]
"""Working days of one pause, at most: a proposal of this program, no law sets any."""

MOST = 20
"""So many pauses a case can have: each is told to the applicant."""


def decide_pause_clocks(recorder: EventRecorder, command: commands.PauseClocks) -> None:
    """
    The clocks of the decision stand still from tomorrow, until the side task that this opens is ended: by
    staff, by the pause's bound, or with the last of its clocks (行政许可法 art. 45).

    Raises:
        NotPossible: there is no reason or basis, the case is not accepted yet or decided already, its clocks
            have no day left or stand still, or the pause is too long or one too many.
    """
    _check_grounds(command)
    checks.check_being_decided(recorder.case)
    names = _with_days_left(recorder)
    _check_standing(recorder)
    checks.check_not_too_many(recorder.case, SideKind.PAUSE, MOST)
    grounds = PauseGrounds(at_most=command.at_most, basis=command.basis, reason=command.reason)
    stand_still(recorder, next_side(recorder.case, SideKind.PAUSE), names, grounds)
    open_side(recorder, SideKind.PAUSE, names)


def _check_grounds(command: commands.PauseClocks) -> None:
    if not command.reason.strip() or not command.basis.title.strip():
        raise NotPossible(
            "reason_needed",
            "请写明中止计时的理由（reason）和法律依据（basis）",
            "say why the clocks are to stand still (reason), and by which law (basis)",
        )
    days = command.at_most.working_days
    if days is None or days > LONGEST:
        raise NotPossible(
            "pause_too_long",
            f"一次中止计时以工作日计，最多 {LONGEST} 个工作日；到期仍未结束的，请再次中止并写明理由",
            f"a pause is counted in working days, {LONGEST} at most; if that is not enough, pause again when "
            "it is over, and say why",
        )


def _with_days_left(recorder: EventRecorder) -> tuple[str, ...]:
    """The clocks of the decision that have days to come: those that stop with it."""
    runs = recorder.case.clocks
    names = tuple(
        clock.clock
        for clock in recorder.release.clocks
        if Milestone.DECIDED in clock.stops
        and clock.clock in runs
        and runs[clock.clock].running
        and runs[clock.clock].due > recorder.today
    )
    if not names:
        raise NotPossible(
            "limit_over",
            "本办件的办理时限今天届满或已经届满，没有可以中止的天数；请尽快作出决定",
            "the limits of this case end today or are over, and no day is left to pause: please decide",
        )
    return names


def _check_standing(recorder: EventRecorder) -> None:
    """No pause lasts; one that is over is ended first, as long as somebody still has it on the list."""
    case = recorder.case
    for pause in (pause for run in case.clocks.values() if run.running for pause in run.pauses):
        lasts = pause.until is None or pause.until >= recorder.today
        if pause.task in case.sides or (lasts and pause.task in case.tasks):
            raise NotPossible(
                "paused_already",
                f"计时已经中止（至{pause.until}），请先结束该项中止，或到期后再次中止",
                f"the clocks stand still already, until {pause.until}; end that pause first, or pause again "
                "when it is over",
            )
