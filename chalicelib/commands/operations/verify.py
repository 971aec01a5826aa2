"""``cases verify``: whether the audit trails of cases are as they were written."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.people.erasure_reasons import ERASURE_REASONS
from chalicelib.cases.values import ErasureReason
from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import (
    NO_SUCH_CASE,
    Arguments,
    CallError,
    Command,
    Exit,
    as_json,
    plain,
    show,
    show_json,
)
from chalicelib.commands.language import spoken, word
from chalicelib.commands.progress import Progress
from chalicelib.commands.releases.checkpoint import (
    ROW,
    Mark,
    compare,
    mark_of,
    read_checkpoint,
    write_checkpoint,
)
from chalicelib.ports.trail import Damage, Erased, Fault, Trail, against_time
from chalicelib.texts.typed import digits_typed

if TYPE_CHECKING:
    from chalicelib.wiring import AwsPorts

Found = dict[str, Fault | None]
"""Cases with what is wrong with each."""


def verify(arguments: Arguments) -> Exit:
    """
    Whether a case's audit trail is as it was written, each row chained to the one before with a secret key,
    its head sealed, and whether the rows beside them and its times agree with it; without a number of every
    case. A ``checkpoint`` is compared first, and written anew.

    Raises:
        CallError: there is no such case, or the checkpoint is none.
    """
    if arguments.no and arguments.checkpoint:
        raise CallError(
            "留底核对的是全部办件，请不要同时写办件编号 / "
            "a checkpoint is about all cases; leave out the number"
        )
    return _one(arguments) if arguments.no else _all(arguments)


def _one(arguments: Arguments) -> Exit:
    no = arguments.no
    fault, erased = in_cloud(lambda cloud: _look_at(cloud, no))
    if arguments.json:
        show_json(_told(no, fault) | {"erased": None if erased is None else _as_json(erased)})
    else:
        whole = spoken("过程记录完整，时间前后一致", "the audit trail is whole and its times run forward")
        show(whole if fault is None else _words(fault))
        if erased is not None and fault is None:
            show(_of_erased(erased))
    return Exit.DONE if fault is None else Exit.WRONG


def _as_json(erased: Erased) -> dict[str, Any]:
    return erased._asdict() | {"at": erased.at.isoformat()}


def _of_erased(erased: Erased) -> str:
    """That the parties were erased, by whom and why; and what stays whole without them."""
    why = ERASURE_REASONS[ErasureReason(erased.reason)]
    day = f"{erased.at:%Y-%m-%d %H:%M} UTC"
    zh = "资料和文件均已删除" if erased.done else "尚有资料和文件待删除"
    en = "data and files are gone" if erased.done else "data and files are still to be deleted"
    return spoken(
        f"当事人资料已决定删除：{erased.parties} 方当事人、{erased.texts} 段文字，由 {plain(erased.by)} "
        f"于 {day} 删除，事由：{why.zh}；{zh}。过程记录链、统计数据和材料交接记录不受影响，完整",
        f"parties erased: {erased.parties}, texts: {erased.texts}, by {plain(erased.by)} on {day} ("
        f"{why.en}); {en}. The chain of events, figures and custody are whole without them",
    )


def _look_at(cloud: AwsPorts, no: str) -> tuple[Fault | None, Erased | None]:
    trail = cloud.trail.trail(no)
    fault = _first_fault(cloud, trail)
    if fault == Fault(Damage.GONE) and not (is_case_number(no) and cloud.trail.was_given(cloud.region, no)):
        raise CallError(NO_SUCH_CASE)
    return fault, trail.erased


def _first_fault(cloud: AwsPorts, trail: Trail) -> Fault | None:
    if trail.fault is not None:
        return trail.fault
    back = against_time(trail.moments, cloud.clock.now(), cloud.clock.fastest)
    return None if back is None else Fault(Damage.TIME, back)


def _all(arguments: Arguments) -> Exit:
    file = None if arguments.checkpoint is None else Path(arguments.checkpoint)
    before = None if file is None else read_checkpoint(file)
    found, marks = in_cloud(lambda cloud: _look_at_all(cloud, before or {}))
    if file is not None:
        write_checkpoint(file, marks)
    wrong = {no: fault for no, fault in found.items() if fault is not None}
    if arguments.json:
        faults = [_told(no, fault) for no, fault in sorted(wrong.items())]
        show_json({"cases": len(found), "compared": len(before or {}), "faults": faults})
    else:
        for no, fault in sorted(wrong.items()):
            show(f"{plain(no)}  {_words(fault)}")
        show(_summary(len(found), len(wrong), file, before))
    return Exit.WRONG if wrong else Exit.DONE


def _look_at_all(cloud: AwsPorts, before: Mapping[str, Mark]) -> tuple[Found, dict[str, Mark]]:
    """
    Every case, and the marks to be kept: of one that is whole how far it is now, of another those of before,
    so that it is told again until somebody has seen to it.
    """
    found: Found = {}
    marks = dict(before)
    with Progress() as progress:
        for trail in progress.through(word("核对", "checking"), cloud.trail.trails()):
            no = trail.case
            fault = _first_fault(cloud, trail)
            if no in before and (fault is None or fault.damage is Damage.TIME):
                fault = compare(before[no], trail) or fault
            if fault is None or fault.damage is Damage.TIME:
                marks[no] = mark_of(trail)
            found[no] = fault
    gone = {no: Fault(Damage.GONE, row=ROW) for no in before if no not in found}
    return {**found, **gone}, marks


def _summary(cases: int, wrong: int, file: Path | None, before: Mapping[str, Mark] | None) -> str:
    zh, en = f"共 {cases} 个办件，{wrong} 个有问题", f"{cases} cases, {wrong} of them wrong"
    if file is not None and before is None:
        zh, en = (
            f"{zh}；首次留底，没有可比对的",
            f"{en}; the first checkpoint, with none to compare",
        )
    elif before is not None:
        zh, en = f"{zh}；已与留底的 {len(before)} 个比对", f"{en}; {len(before)} compared with the checkpoint"
    return spoken(zh, en)


def _told(no: str, fault: Fault | None) -> dict[str, Any]:
    timely = fault is not None and fault.damage is Damage.TIME
    whole = fault is None or timely
    return {
        "case": no,
        "whole": whole,
        "first_changed": None if fault is None or timely else fault.event,
        "times_forward": fault is None if whole else None,
        "first_against_time": fault.event if fault is not None and timely else None,
        "fault": None if fault is None else fault.damage.value,
        "told_by": (fault and fault.row) or None,
    }


_WORDS = {
    Damage.CHANGED: (
        "第 {n} 条记录被改动（若更换过密钥，请先核对 CHAIN_KEYS_BEFORE）",
        "event {n} is not as it was written (if the key was changed, look at CHAIN_KEYS_BEFORE first)",
    ),
    Damage.HEAD: (
        "办件当前状态被改动（若更换过密钥，请先核对 CHAIN_KEYS_BEFORE）",
        "the head of the case is not as it was written (if the key was changed, look at CHAIN_KEYS_BEFORE "
        "first)",
    ),
    Damage.PUT_BACK: (
        "办件被退回到从前的状态，第 {n} 条起的记录不见了（由 {row} 可知）",
        "the case was put back to how it once was: from event {n} on they are gone (told by {row})",
    ),
    Damage.BESIDE: (
        "{row} 与过程记录不符：缺少、多出或被改动",
        "{row} does not follow from the events: it is missing, was added or changed",
    ),
    Damage.GONE: ("办件不见了（由 {row} 可知）", "the case is gone (told by {row})"),
    Damage.REPLACED: (
        "第 {n} 条以前的记录已不是上次核对时的记录",
        "the events up to {n} are not those of the last check",
    ),
    Damage.TIME: (
        "第 {n} 条记录的时间倒退或在将来",
        "event {n} lies before an earlier one or in the future",
    ),
    Damage.OTHER_FORM: (
        "由另一版本的程序写入，请用该版本核对",
        "another version of the program wrote it; check it with that version",
    ),
}

_NOTHING_LEFT = (
    "这个编号已经发出，但没有这个办件：当时未能存入，或者后来被删除",
    "this number was given out, but there is no such case: it was not kept then, or was deleted since",
)


def _words(fault: Fault) -> str:
    nothing_left = fault == Fault(Damage.GONE)
    told = _NOTHING_LEFT if nothing_left else _WORDS[fault.damage]
    zh, en = (each.format(n=fault.event, row=plain(fault.row)) for each in told)
    return spoken(zh, en)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "no",
        type=digits_typed,
        nargs="?",
        help="办件编号；不写为全部办件 / the case; every case where none is given",
    )
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        help="与上次核对的留底文件比对，再写入本次结果 / compare with what the last check wrote to "
        "this file, and write it anew",
    )
    as_json(parser)


VERIFY = Command(
    ("cases", "verify"), "核对办件过程记录未被改动 / check the audit trails of cases", _arguments, verify
)
