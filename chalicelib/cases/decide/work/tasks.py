"""Tasks 待办: ended by staff, claimed and given back."""

from __future__ import annotations

from chalicelib.cases import commands, events
from chalicelib.cases.decide import checks, outcome_details
from chalicelib.cases.decide.application.submission import note_files
from chalicelib.cases.decide.papers.parcels import found_arrived, found_failed
from chalicelib.cases.decide.work.officers import check_officers
from chalicelib.cases.decide.work.possible import milestone_objection, objection
from chalicelib.cases.decide.work.walk import end
from chalicelib.cases.people.staff_numbers import same_number
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideTask, Task
from chalicelib.decisions.plans import find_outcome


def decide_end_task(recorder: EventRecorder, command: commands.EndTask) -> None:
    checks.check_files(command)
    note_files(recorder, command.files)
    task = checks.open_task(recorder, command)
    step = recorder.step(task)
    outcome = find_outcome(step, command.outcome)
    if outcome is None:
        offered = [each for each in step.outcomes if milestone_objection(recorder.case, each) is None]
        zh = "、".join(f"{each.title.zh}（{each.outcome}）" for each in offered)
        en = ", ".join(f"{each.title.en} ({each.outcome})" for each in offered)
        raise NotPossible("no_such_outcome", f"本环节的结果只能是：{zh}", f"this step ends with one of: {en}")
    checks.check_may_end(recorder, task, step, outcome, command.by)
    outcome_details.check_details(recorder, task, outcome, command)
    check_officers(recorder, task, step, command)
    refusal = objection(recorder, step, outcome)
    if refusal is not None:
        raise refusal
    if step.by in ("pick_up", "delivery") and outcome is step.outcomes[0]:
        found_arrived(recorder, task)
    elif step.by in ("pick_up", "delivery"):
        found_failed(recorder, task)
    end(recorder, task, outcome, command)


def decide_claim_task(recorder: EventRecorder, command: commands.ClaimTask) -> None:
    held = checks.open_on_list(recorder.case, command.task)
    checks.check_claimed(held.claimed_by, command.by)
    checks.check_did_not_ask(recorder.case, command.task, command.by)
    if isinstance(held, Task):
        checks.check_is_another(recorder.case, recorder.step(held), command.by)
    if held.claimed_by is None:
        recorder.record(events.TaskClaimed, task=command.task)


def decide_release_task(recorder: EventRecorder, command: commands.ReleaseTask) -> None:
    """Given back by whoever has it, or by another of the unit: nobody's illness holds up a case."""
    if checks.open_on_list(recorder.case, command.task).claimed_by is not None:
        recorder.record(events.TaskReleased, task=command.task)


def decide_recuse_officer(recorder: EventRecorder, command: commands.RecuseOfficer) -> None:
    """She keeps out of the case; what she has claimed goes back to the others of the unit."""
    case, who = recorder.case, same_number(command.by.id)
    if who in map(same_number, case.recused):
        return
    open_now: dict[str, Task | SideTask] = {**case.tasks, **case.sides}
    for held in open_now.values():
        if held.claimed_by is not None and same_number(held.claimed_by) == who:
            recorder.record(events.TaskReleased, task=held.id)
    recorder.record(events.OfficerRecused, ground=command.ground)
