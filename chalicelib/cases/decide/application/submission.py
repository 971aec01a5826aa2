"""Submission 提交: an application, or what was asked for since, is handed in with the files there are."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.cases import commands, events
from chalicelib.cases.case import Stage
from chalicelib.cases.decide.application.deferring import record_commitment, settle_deferred
from chalicelib.cases.decide.clocks.milestones import reach
from chalicelib.cases.decide.work.walk import end
from chalicelib.cases.people.acting import how_submitted
from chalicelib.cases.people.mandates import PartyName, party_of
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import FileList, SideKind, Submission, Task
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import Milestone


def decide_submit(recorder: EventRecorder, command: commands.Submit) -> None:
    """The application is submitted, once. What it lacks is said first; then it is received all the same."""
    case = recorder.case
    if case.stage is not Stage.MATERIALS or case.submitted:
        raise NotPossible(
            "submitted_already",
            "申请已经提交或已办结，无需再提交；请查看办理进度",
            "the application is submitted already, or closed; please look at where it stands",
        )
    lacking = case.lacking(command.files.supplied)
    if lacking and not command.incomplete:
        raise _incomplete(tuple(_unsupplied(recorder, name) for name in lacking))
    _submit(recorder, command.files, party_of(command.by))


def submit_if_complete(recorder: EventRecorder, files: FileList) -> None:
    """Submit the application if these files complete it, unless its applicant has to say so herself."""
    case = recorder.case
    waits = case.stage is Stage.MATERIALS and not case.submitted
    by_its_files = how_submitted(case, recorder.at) is Submission.WHEN_COMPLETE
    if waits and by_its_files and not case.lacking(files.supplied):
        _submit(recorder, files, case.stated_by)


def _submit(recorder: EventRecorder, files: FileList, party: PartyName) -> None:
    """
    It is received with that; of an item that is accepted on paper, with its first papers. What it promises a
    ``party`` has promised: who submits it, or, where a file does, who stated what it says.
    """
    recorder.record(events.ApplicationSubmitted, files=files)
    record_commitment(recorder, party)
    reach(recorder, Milestone.SUBMITTED, recorder.today)
    if recorder.item.acceptance_trigger == "prereview":
        reach(recorder, Milestone.RECEIVED, recorder.today)


def decide_record_files(recorder: EventRecorder, command: commands.RecordFiles) -> None:
    submit_if_complete(recorder, command.files)
    note_files(recorder, command.files)


def note_files(recorder: EventRecorder, files: FileList | None) -> None:
    """Record of which materials a submitted case has files, if that is not known; None: nobody has looked."""
    case = recorder.case
    over = case.stage is Stage.CLOSED and not case.deferred
    if files is None or not case.submitted or over:
        return
    if case.of_needs(files.supplied) != case.supplied:
        recorder.record(events.MaterialsSupplied, files=files)
        settle_deferred(recorder)


def decide_submit_task(recorder: EventRecorder, command: commands.SubmitTask) -> None:
    case = recorder.case
    task = case.tasks.get(command.task)
    if case.stage is Stage.CLOSED:
        raise NotPossible(
            "too_late",
            "申请已经办结，不能再补充；逾期未补正而视为放弃的，可以重新申请",
            "the application is closed, nothing can be supplied any more; if it was given up because its "
            "time was over, you may apply anew",
        )
    if task is None or task.by != "applicant":
        raise NotPossible(
            "nothing_asked",
            "目前没有等待您补充或整改的事项，请查看办理进度",
            "nothing is asked of you just now; please look at where the application stands",
        )
    if task.id == case.correction_task:
        lacking = tuple(_unanswered(recorder, command.renewed))
        if lacking and not command.incomplete:
            raise _incomplete(lacking)
        if command.files is not None:
            recorder.record(events.MaterialsSupplied, files=command.files)
            settle_deferred(recorder)
    _end(recorder, task)


def end_supplied(recorder: EventRecorder) -> None:
    """A correction that asks for papers alone ends once all of them are here; another is submitted."""
    case = recorder.case
    task = case.tasks.get(case.correction_task or "")
    papers_alone = all(case.brings(line.material) for line in case.correction)
    if task is not None and papers_alone and not _papers_owed(recorder):
        _end(recorder, task)


def _end(recorder: EventRecorder, task: Task) -> None:
    end(recorder, task, recorder.step(task).outcomes[0])


def _unanswered(recorder: EventRecorder, renewed: frozenset[str]) -> Iterator[Text]:
    """The lines of a correction for which nothing new has come."""
    owed = _papers_owed(recorder)
    for line in recorder.case.correction:
        if recorder.case.needs[line.material].uploaded:
            if line.material not in renewed:
                yield _nothing_new(recorder, line.material)
        elif line.material in owed:
            yield _still_owed(recorder, line.material)


def _papers_owed(recorder: EventRecorder) -> set[str]:
    """Of the papers that a correction asks for, those that are not here."""
    case = recorder.case
    asked = {line.material for line in case.correction}
    return {paper for side in case.sides_of(SideKind.PAPER_OWED) for paper in side.about if paper in asked}


def _incomplete(lacking: tuple[Text, ...]) -> NotPossible:
    return NotPossible(
        "incomplete",
        "材料还不齐全，缺少的见下；请补齐后再提交，或确认按现有材料提交，由工作人员一次告知需补正的内容",
        "something is lacking, see below; supply it and submit again, or confirm that it is to be received "
        "as it is: the office will then tell all that has to be corrected at once",
        lacking,
    )


def _name(recorder: EventRecorder, material: str) -> Text:
    return next(each.name for each in recorder.item.materials if each.material == material)


def _unsupplied(recorder: EventRecorder, material: str) -> Text:
    name = _name(recorder, material)
    if recorder.case.needs[material].deferrable:
        return Text(zh=f"缺少：{name.zh}（可以容缺后补）", en=f"lacking: {name.en} (it may follow later)")
    return Text(zh=f"缺少：{name.zh}", en=f"lacking: {name.en}")


def _nothing_new(recorder: EventRecorder, material: str) -> Text:
    name = _name(recorder, material)
    return Text(zh=f"告知补正后没有新的文件：{name.zh}", en=f"no new file since it was asked for: {name.en}")


def _still_owed(recorder: EventRecorder, material: str) -> Text:
    name = _name(recorder, material)
    return Text(zh=f"纸质材料尚未收到：{name.zh}", en=f"not received on paper yet: {name.en}")
