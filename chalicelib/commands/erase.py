"""``cases erase``: erase who the parties of a closed case are."""

from __future__ import annotations

from argparse import ArgumentParser

from chalicelib.cases.erasure_reasons import ERASURE_REASONS
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, ErasureReason, Role
from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    as_json,
    show,
    show_json,
    show_refusal,
)
from chalicelib.services.cases.erase_parties import erase_parties
from chalicelib.texts.typed import digits_typed

_OPERATOR = Actor(role=Role.SYSTEM, id="operator")
"""Who may write the table by hand; the cloud's own log says which user it was."""


def erase(arguments: Arguments) -> Exit:
    """
    Have the parties of a case erased; what was asked for before is not asked twice.

    Raises:
        CallError: there is no such case.
    """
    reason = ErasureReason(arguments.reason)
    try:
        after = in_cloud(lambda cloud: erase_parties(cloud, _OPERATOR, arguments.no, reason))
    except NotPossible as refusal:
        show_refusal(refusal.code, refusal.text, arguments.json)
        return Exit.WRONG
    if after.erased is None:
        raise CallError("没有删除，请重试 / it was not erased; try again")
    if arguments.json:
        told = {"case": after.no, "reason": after.erased.reason.value, "at": after.erased.at.isoformat()}
        show_json(told)
    else:
        show(
            "已决定删除，姓名等即刻不再显示；文件、材料文字和封存的资料在一小时后自动删除，之后可用 "
            "cases verify 核对 / decided: nobody is shown them any more from now on; files, texts and sealed "
            "data are deleted by themselves after an hour, and 'cases verify' then says whether all is gone"
        )
    return Exit.DONE


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("no", type=digits_typed, help="办件编号 / the case")
    told = "；".join(f"{reason.value} {text.zh}" for reason, text in ERASURE_REASONS.items())
    parser.add_argument(
        "--reason",
        required=True,
        choices=[reason.value for reason in ErasureReason],
        help=f"删除事由（个人信息保护法第四十七条）/ why: {told}",
    )
    as_json(parser)


ERASE = Command(
    ("cases", "erase"), "删除已办结办件的当事人资料 / erase the parties of a closed case", _arguments, erase
)
