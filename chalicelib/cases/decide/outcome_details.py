"""Whether everything that an outcome needs has been given with it, and nothing that it would lose."""

from __future__ import annotations

from chalicelib.cases import commands
from chalicelib.cases.decide.papers.custody import handed
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.time_limits import add_period
from chalicelib.cases.uploads.most import MOST_TOLD
from chalicelib.cases.values import Task
from chalicelib.decisions.forms.plan import Outcome


def check_details(recorder: EventRecorder, task: Task, outcome: Outcome, command: commands.EndTask) -> None:
    """
    Everything that an outcome needs has been given with it.

    Raises:
        NotPossible: a correction without lines or of unknown materials, a licence without a number, a
            count that does not name the missing papers, a day too soon.
    """
    _check_lines(recorder, outcome, command)
    if outcome.number and not command.number:
        raise NotPossible("number_needed", "请填写证照编号", "the licence number is needed")
    if command.number and not outcome.number:
        raise NotPossible(
            "no_licence_made",
            "这个结果不制证，证照编号不会被记录，请删去；如已制证，请在制证环节登记",
            "this outcome makes no licence and would lose the number; leave it out, or record it when the "
            "licence is made",
        )
    if outcome.reason == "required" and not (command.why or "").strip():
        raise NotPossible(
            "reason_needed",
            "请写明理由（reason）：不予许可须说明理由（行政许可法第三十八条），不予受理的也请写明，申请人会看到",
            "give the reason: a refusal has to state it (Administrative Licensing Law, article 38); give it, "
            "too, where the application is not accepted: the applicant reads it",
        )
    _check_day(recorder, outcome, command)
    _check_count(recorder, task, outcome, command.missing)


def _check_lines(recorder: EventRecorder, outcome: Outcome, command: commands.EndTask) -> None:
    """A correction tells all at once, of materials that the case has; no other outcome has lines."""
    if bool(outcome.lines) != bool(command.lines):
        raise NotPossible(
            "lines_needed",
            "补正须一次告知全部内容：逐项写明材料（material）、问题（problem）和补正办法（mend）；其他结果不带补正内容",
            "a correction lists at once each material, its problem and the mend (lines: material, problem, "
            "mend); other outcomes have none",
        )
    needs = recorder.case.needs
    unknown = [line.material for line in command.lines if line.material not in needs]
    if unknown:
        known = [one for one in recorder.item.materials if one.material in needs]
        zh = "、".join(f"{one.name.zh}（{one.material}）" for one in known)
        en = ", ".join(f"{one.name.en} ({one.material})" for one in known)
        raise NotPossible(
            "lines_needed",
            f"本办件没有这些材料：{'、'.join(unknown)}；请从中选择：{zh}",
            f"the case has no such material: {', '.join(unknown)}; choose among: {en}",
        )
    told = sum(len(line.problem) + len(line.mend) for line in command.lines)
    if told > MOST_TOLD:
        raise NotPossible(
            "lines_too_long",
            f"补正内容合计 {told} 字，一次告知最多 {MOST_TOLD} 字：请精简各项的文字，不要减少应告知的事项",
            f"the lines of the correction have {told} characters in all, and a notice may have {MOST_TOLD}: "
            "please say each more briefly, and leave none of them out",
        )


def _check_day(recorder: EventRecorder, outcome: Outcome, command: commands.EndTask) -> None:
    """A day that is given lies far enough ahead, and one is given where it is wanted."""
    if outcome.date is None:
        if command.day is not None:
            raise NotPossible(
                "no_day_taken",
                "这个结果不登记日期，日期不会被记录，请删去",
                "this outcome has no day of its own and would lose it; leave it out",
            )
        return
    earliest = add_period(recorder.today, outcome.date.at_least, recorder.release.calendars).date
    if command.day is None or command.day < earliest:
        raise NotPossible(
            "date_needed",
            f"请填写日期，不早于{earliest.isoformat()}",
            f"give the day, {earliest.isoformat()} at the earliest",
        )


def _check_count(recorder: EventRecorder, task: Task, outcome: Outcome, missing: tuple[str, ...]) -> None:
    """Papers are named as missing where the outcome counts them, and nowhere else."""
    given = outcome.hand_over
    if given is None or not given.counted:
        if missing:
            raise NotPossible(
                "nothing_counted",
                "这个结果不清点材料；缺少材料的，请选清点的结果，没有这种结果的，等收齐后再登记",
                "this outcome counts nothing; choose one that does, or wait until all papers are there",
            )
        return
    here = {paper for _, papers in handed(recorder, given, task) for paper in papers}
    if not here.issuperset(missing) or (outcome.missing == "required" and not missing):
        raise NotPossible(
            "missing_needed",
            "请列明缺少的材料，且须是本环节应交接的纸质材料",
            "name the papers that are missing, each one of those handed over here",
        )
