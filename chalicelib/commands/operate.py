"""``cases verify``, ``cases strays``, ``polling resume``: what operators look after."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import Arguments, Command, Exit, as_json, plain, show, show_json
from chalicelib.texts.typed import digits_typed

if TYPE_CHECKING:
    from chalicelib.wiring import Cloud


def verify(arguments: Arguments) -> Exit:
    """
    Whether a case's audit trail is as it was written, each row chained to the one before with a secret key,
    and its head sealed; and whether its times run forward. ``first_changed`` is 0 where it is the head alone.
    """
    no = arguments.no
    broken = in_cloud(lambda cloud: cloud.cases.verify(no))
    back = None if broken is not None else in_cloud(lambda cloud: _against_time(cloud, no))
    if arguments.json:
        show_json(
            {
                "case": no,
                "whole": broken is None,
                "first_changed": broken,
                "times_forward": None if broken is not None else back is None,
                "first_against_time": back,
            }
        )
    elif broken == 0:
        show(
            "办件当前状态被改动（若更换过密钥，请先核对 CHAIN_KEYS_BEFORE） / the head of the case is not as "
            "it was written (if the key was changed, look at CHAIN_KEYS_BEFORE first)"
        )
    elif broken is not None:
        show(
            f"第 {broken} 条记录被改动（若更换过密钥，请先核对 CHAIN_KEYS_BEFORE） / event {broken} is not "
            "as it was written (if the key was changed, look at CHAIN_KEYS_BEFORE first)"
        )
    elif back is not None:
        show(f"第 {back} 条记录的时间倒退或在将来 / event {back} lies before an earlier one or in the future")
    else:
        show("过程记录完整，时间前后一致 / the audit trail is whole and its times run forward")
    return Exit.DONE if broken is None and back is None else Exit.WRONG


def _against_time(cloud: Cloud, no: str) -> int | None:
    return cloud.cases.against_time(no, cloud.clock.now(), cloud.clock.rate)


def strays(arguments: Arguments) -> Exit:
    """Files that came for no case. They lie in the uploads bucket until a person has looked."""
    found = in_cloud(lambda cloud: cloud.cases.strays(cloud.region))
    if arguments.json:
        show_json([{"file": file, "at": at} for file, at in found])
    else:
        for file, at in found:
            show(f"{at}  {plain(file)}")
        if not found:
            show("没有这样的文件 / there are none")
    return Exit.DONE


def resume(arguments: Arguments) -> Exit:
    """Ask suspended carriers again at once; by itself each is tried again after half a day at most."""
    was = in_cloud(lambda cloud: cloud.cases.resume(cloud.region))
    if arguments.json:
        show_json({"resumed": was})
    else:
        show(
            "已恢复查询 / couriers are asked again"
            if was
            else "没有停止查询的快递公司 / no carrier was suspended"
        )
    return Exit.DONE


def _number(parser: ArgumentParser) -> None:
    parser.add_argument("no", type=digits_typed, help="办件编号 / the case")
    as_json(parser)


VERIFY = Command(
    ("cases", "verify"), "核对办件过程记录未被改动 / check a case's audit trail", _number, verify
)
STRAYS = Command(("cases", "strays"), "列出找不到办件的文件 / files that came for no case", as_json, strays)
RESUME = Command(
    ("polling", "resume"), "立即恢复快递查询 / ask suspended carriers again at once", as_json, resume
)
