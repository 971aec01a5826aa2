"""``cases erase``: erase who the parties of a closed case are."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from chalicelib.cases.case import Case
from chalicelib.cases.people.erasure_reasons import ERASURE_REASONS
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import LONGEST_ID, Actor, Erasure, ErasureReason, Role
from chalicelib.commands.cloud import in_cloud, policy_desk
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
    show_refusal,
)
from chalicelib.commands.language import spoken
from chalicelib.commands.releases.publish import by_whom, signer
from chalicelib.services.cases.people.erase_parties import erase_parties
from chalicelib.services.releases.callers import named
from chalicelib.texts.typed import digits_typed

if TYPE_CHECKING:
    from chalicelib.wiring import AwsPorts


def erase(arguments: Arguments) -> Exit:
    """
    Have the parties of a case erased; what was asked for before is not asked twice.

    Raises:
        CallError: there is no such case.
    """
    reason, who = ErasureReason(arguments.reason), _operator(arguments)
    try:
        before, after = in_cloud(lambda cloud: _erased(cloud, who, arguments.no, reason))
    except NotPossible as refusal:
        show_refusal(refusal.code, refusal.text, arguments.json)
        return Exit.WRONG
    if after.erased is None:
        raise CallError("没有删除，请重试 / it was not erased; try again")
    if arguments.json:
        erased = after.erased
        at = erased.at.isoformat()
        show_json({"case": after.no, "reason": erased.reason.value, "by": erased.by, "at": at})
    elif before.erased is not None:
        show(_told_before(before.erased))
    else:
        show(
            spoken(
                "已决定删除，姓名等即刻不再显示；文件、材料文字和封存的资料在一小时后自动删除，之后可用 "
                "cases verify 核对",
                "decided: nobody is shown them any more from now on; files, texts and sealed data are "
                "deleted by themselves after an hour, and 'cases verify' then says whether all is gone",
            )
        )
    return Exit.DONE


def _erased(cloud: AwsPorts, who: Actor, no: str, reason: ErasureReason) -> tuple[Case, Case]:
    """
    The case before and after.

    Raises:
        CallError: there is no such case.
        NotPossible: it may not be erased.
    """
    before = cloud.cases.load(no)
    if before is None:
        raise CallError(NO_SUCH_CASE)
    return before, erase_parties(cloud, who, no, reason)


def _told_before(erased: Erasure) -> str:
    """That it was decided before, which stands as it is."""
    why, at, by = ERASURE_REASONS[erased.reason], f"{erased.at:%Y-%m-%d %H:%M} UTC", plain(erased.by)
    return spoken(
        f"此前已决定删除：由 {by} 于 {at} 决定，事由：{why.zh}；这次什么也没有改变，是否已删除完毕请用 "
        "cases verify 核对",
        f"decided before, by {by} on {at} ({why.en}): nothing was changed now; 'cases verify' says "
        "whether all is gone",
    )


def _operator(arguments: Arguments) -> Actor:
    """
    Name who does it, as for rules: whom the cloud knows, else the name given; a machine's login is nobody.

    Raises:
        CallError: nobody is named, or the name is too long to be kept.
    """
    who = named(signer(arguments, policy_desk()))
    if not who.known and not arguments.by:
        raise CallError(
            "请用 --by 写明由谁删除，将记入办件记录 / "
            "say with --by who erases: it goes on record with the case"
        )
    if len(who.by) > LONGEST_ID:
        raise CallError(f"操作人姓名最长 {LONGEST_ID} 字 / a name has {LONGEST_ID} characters at most")
    return Actor(role=Role.STAFF, id=who.by)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("no", type=digits_typed, help="办件编号 / the case")
    zh = "；".join(f"{reason.value} {text.zh}" for reason, text in ERASURE_REASONS.items())
    en = "; ".join(f"{reason.value} {text.en}" for reason, text in ERASURE_REASONS.items())
    parser.add_argument(
        "--reason",
        required=True,
        choices=[reason.value for reason in ErasureReason],
        help=f"删除事由（个人信息保护法第四十七条）：{zh} / why: {en}",
    )
    by_whom(parser, "操作人；云端已识别身份的可不写 / who erases; not needed where the cloud knows")
    as_json(parser)


ERASE = Command(
    ("cases", "erase"), "删除已办结办件的当事人资料 / erase the parties of a closed case", _arguments, erase
)
