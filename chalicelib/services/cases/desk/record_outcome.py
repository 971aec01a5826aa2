"""Record what a member of staff has found: the outcome of a task, or the channel of an undetermined case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import EndSide, EndTask, SettleChannel
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import FileList, Line, SideKind, SideTask, Task
from chalicelib.decisions.forms.notice import Way
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, files_of, trigger_of
from chalicelib.services.cases.desk.concerned import concerns, find_case, no_such_case, others_case
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.permissions.recusal import check_keeps_out
from chalicelib.services.serving import serves

CHANNEL_STEP = SideKind.CHANNEL.value
"""The name under which a person settles an undetermined channel."""


class Finding(NamedTuple):
    """
    What is recorded; ``files`` is the digest of the files that were looked at, ``key`` makes recording twice
    recording once.
    """

    outcome: str
    round: int | None = None
    version: int | None = None
    note: str | None = None
    reason: str | None = None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    number: str | None = None
    day: date | None = None
    officers: tuple[str, ...] = ()
    channel: str | None = None
    way: Way | None = None
    files: str | None = None
    key: str | None = None

    def fingerprint(self, ports: Ports, step: str) -> str:
        """
        What is recorded at ``step``, so that a key cannot be used for something else; without a secret key
        nobody finds out from it what was written.
        """
        return ports.codes.pseudonym(f"finding {step} {self!r}")


def record_outcome(ports: Ports, who: Staff, no: str, step: str, finding: Finding) -> Loaded:
    """
    The case after the outcome of the task at ``step`` that is hers; of ``round``, if one is told.

    Raises:
        Problem: as ``end_task``.
        NotPossible: the case does not stand at that step, several tasks of it are hers, or something is
            missing.
    """
    return _record(ports, who, no, step, finding, lambda case: task_at(case, who, step, finding.round))


def end_task(ports: Ports, who: Staff, no: str, task: str, finding: Finding) -> Loaded:
    """
    The case after the outcome of a task or side task.

    Raises:
        Problem: 404 no such case, or it concerns her not at all; 403 the task is another unit's;
            422 a key used for something else.
        NotPossible: the task is not open, or something is missing.
    """
    return _record(ports, who, no, task, finding, lambda _: task)


def _record(
    ports: Ports, who: Staff, no: str, name: str, finding: Finding, find: Callable[[Case], str]
) -> Loaded:
    trigger = trigger_of(ports, "step", f"{no}#{who.id}", finding.key)  # a key is its user's own

    loaded = find_case(ports, who, no)
    files = files_of(ports, loaded)
    task = cache(lambda: find(loaded.case))  # of the case as it was shown: of its next round another

    def ask(now: Case) -> EndTask | EndSide | SettleChannel:
        check_mine(ports, now, who, task())
        return _command(ports, who, now, task(), finding, files(now).listed)

    case = change_case(ports, loaded.case, trigger, ask, fingerprint=finding.fingerprint(ports, name))
    return Loaded(case, loaded.files)


def task_at(case: Case, who: Staff, step: str, number: int | None) -> str:
    """
    The open task or side task at a step that is hers; where none is, one of another, or what it would be
    called.

    Raises:
        NotPossible: several are hers; they are named.
    """
    open_there: list[Task | SideTask] = [
        *(task for task in case.tasks.values() if task.step == step),
        *(side for side in case.sides.values() if side.kind == step),
    ]
    named = [each for each in open_there if number in (None, each.round)]
    mine = [each for each in named if who.serves(each.unit)]
    if len(mine) > 1:
        names = [each.id for each in mine]
        raise NotPossible(
            "several_tasks",
            f"该环节有多项待办属于您：{'、'.join(names)}，请指明其中一项（/tasks/…）",
            f"several tasks of this step are yours: {', '.join(names)}; name one of them (/tasks/…)",
        )
    return next((each.id for each in [*mine, *named]), f"{step}-{number or 1}")


def check_mine(ports: Ports, case: Case, who: Staff, task: str) -> None:
    """
    Raises:
        Problem: 404, the case concerns her not at all; 403, the task is another unit's.
        NotPossible: she keeps out of this case.
    """
    found = case.tasks.get(task) or case.sides.get(task)
    if found is None and not concerns(ports, who, case):  # nor does she learn what is open there
        raise no_such_case()
    if found is not None and not serves(ports, who, found.unit):
        told = "这项待办属于其他办理单位", "this task belongs to another unit"
        raise others_case(ports, who, case, *told)
    check_keeps_out(ports, who, case)


def _command(
    ports: Ports, who: Staff, case: Case, task: str, finding: Finding, files: FileList
) -> EndTask | EndSide | SettleChannel:
    _check_taken(case, task, finding)
    if _settles_channel(task):
        return _settle(ports, who, case, finding)
    if task in case.sides:
        return EndSide(
            at=ports.clock.now(),
            by=who.actor,
            side=task,
            outcome=finding.outcome,
            version=finding.version,
            reason="\n".join(filter(None, (finding.reason, finding.note))) or None,
            missing=finding.missing,
            way=finding.way,
            day=finding.day,
        )
    return EndTask(
        at=ports.clock.now(),
        by=who.actor,
        task=task,
        outcome=finding.outcome,
        version=finding.version,
        note=finding.note,
        reason=finding.reason,
        lines=finding.lines,
        missing=finding.missing,
        number=finding.number,
        day=finding.day,
        officers=finding.officers,
        files=files,
        seen_files=finding.files,
    )


def _settle(ports: Ports, who: Staff, case: Case, finding: Finding) -> SettleChannel:
    note = finding.note or finding.reason
    if finding.channel is None or not note:
        raise Problem(
            422,
            "channel_needed",
            "请选择办理渠道并写明理由",
            "choose a channel and give the reason in a note",
        )
    now = ports.clock.now()
    day = local_day(ports.releases.get(case.release), now)
    return SettleChannel(
        at=now, by=who.actor, channel=finding.channel, version=finding.version, note=note, on=day
    )


def _settles_channel(task: str) -> bool:
    """Whether a side task is an undecided channel, or was one."""
    return task.rpartition("-")[0] == CHANNEL_STEP


def _check_taken(case: Case, task: str, finding: Finding) -> None:
    """
    Raises:
        Problem: 422, something was said that no record of this task would keep.
    """
    if not _settles_channel(task):
        lost: dict[str, object] = {"渠道（channel） / the channel": finding.channel}
    else:
        lost = {
            "理由（reason），已有说明 / a reason beside the note": finding.note and finding.reason,
            "缺少的材料（missing） / missing papers": finding.missing,
        }
    side = case.sides.get(task)
    if side is None or side.kind is not SideKind.NOTICE_NOT_SERVED:
        lost["送达方式（way） / a way of service"] = finding.way
        told_elsewhere = side is not None or _settles_channel(task)
        lost["日期（day） / a day"] = finding.day if told_elsewhere else None
    if task in case.sides or _settles_channel(task):
        lost |= {
            "补正内容（lines） / lines of a correction": finding.lines,
            "证照编号（number） / a licence number": finding.number,
            "其他人员（officers） / other officers": finding.officers,
        }
    for what, said in lost.items():
        if said:
            zh, _, en = what.partition(" / ")
            raise Problem(
                422,
                "not_taken_here",
                f"这里不记录{zh}，请删去或在相应环节填写",
                f"{en} would be kept nowhere here; leave it out, or record it at its own step",
            )
