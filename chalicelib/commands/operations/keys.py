"""``keys rotate``, ``keys erase``: the data keys with which personal data are sealed."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import TYPE_CHECKING

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
from chalicelib.commands.language import spoken
from chalicelib.decisions.forms.form import Text
from chalicelib.texts.typed import narrow

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.key_use import Sealed
    from chalicelib.wiring import AwsPorts

_MOST_NAMED = 5
_QUARTER = re.compile(r"20[0-9]{2}Q[1-4]")


def rotate(arguments: Arguments) -> Exit:
    """
    A new data key for what is sealed from now on in this quarter; what was sealed before opens as it did.

    Raises:
        CallError: a new wrapping key is wanted of a key service.
    """
    made = in_cloud(lambda cloud: _rotated(cloud, wrapping=arguments.wrapping))
    if arguments.json:
        show_json({"key": made, "wrapping": arguments.wrapping})
    else:
        show(
            spoken(
                f"新数据密钥 {made} 已启用；之前封存的照常打开。正在运行的函数仍用旧密钥，直到重启",
                f"the new data key {made} is in use; what was sealed before opens as it did. Functions "
                "that run go on with the one before until they are replaced",
            )
        )
        if arguments.wrapping:
            show(
                spoken(
                    "密钥文件已加一行，请立即把它备份到数据以外的地方",
                    "the key file has a line more: back it up now, apart from the data",
                )
            )
    return Exit.DONE


def _rotated(cloud: AwsPorts, *, wrapping: bool) -> str:
    from chalicelib.adapters.sealing.key_file import add_key
    from chalicelib.adapters.sealing.keyring import quarter_of

    if wrapping:
        if cloud.key_file is None:
            raise CallError(
                "包裹密钥由密钥管理服务保管并自动轮换；请不加 --wrapping / "
                "the key service keeps the wrapping key and renews it by itself; leave out --wrapping"
            )
        add_key(cloud.key_file)
    return str(cloud.keyring.rotate(quarter_of(cloud.clock.now())).key_id)


def erase(arguments: Arguments) -> Exit:
    """
    Erase the data keys of a quarter: nobody reads again what they sealed, from no backup either, and nobody
    finds their cases by who applied. Stopped halfway it is done by the next call.
    """
    quarter = arguments.quarter
    now, found = in_cloud(lambda cloud: _looked_at(cloud, quarter))
    why = _refusal(quarter, now, found) or (None if arguments.yes else _warning(quarter, found))
    if why is not None:
        show_refusal(why[0], why[1], arguments.json)
        return Exit.WRONG
    keys = in_cloud(lambda cloud: _erased(cloud, quarter, found))
    if arguments.json:
        show_json({"quarter": quarter, "keys": keys, "cases": found.cases})
    elif not keys:
        show(
            spoken(
                f"没有可删除的：{quarter} 没有数据密钥（从未使用，或此前已删除）",
                f"nothing to erase: there is no data key of {quarter} (never used, or erased before)",
            )
        )
    else:
        show(
            spoken(
                f"{quarter} 的 {keys} 把数据密钥已删除，{found.cases} 个办件当时封存的资料不能再打开。正"
                "在运行的函数可能还记得密钥，请重启它们",
                f"data keys of {quarter} that are erased: {keys}; cases of which what they sealed opens "
                f"no more: {found.cases}. Functions that run may still have the keys: replace these",
            )
        )
    return Exit.DONE


def _erased(cloud: AwsPorts, quarter: str, found: Sealed) -> int:
    """How many keys there were."""
    keys = cloud.keyring.erase(quarter)
    cloud.key_use.forget(found.found_by)
    return keys


def _looked_at(cloud: AwsPorts, quarter: str) -> tuple[str, Sealed]:
    from chalicelib.adapters.sealing.keyring import quarter_of

    now = cloud.clock.now()
    return quarter_of(now), cloud.key_use.sealed_with(cloud.region, quarter, now)


def _refusal(quarter: str, now: str, found: Sealed) -> tuple[str, Text] | None:
    if quarter >= now:
        return "quarter_not_over", Text(
            zh=f"{quarter} 还没有结束，密钥正在使用，不能删除；密钥泄露的请用 keys rotate",
            en=f"{quarter} is not over and its keys are in use: they cannot be erased; if one has leaked, "
            "use 'keys rotate'",
        )
    if found.not_closed:
        return "cases_not_closed", Text(
            zh=f"{quarter} 封存的办件中有 {len(found.not_closed)} 个还没有办结或仍有待办，需要这些资料，"
            f"不能删除密钥：{_named(found.not_closed, '、')}",
            en="the keys cannot be erased: what is sealed is needed while cases are not closed, or have "
            f"something open. Such cases sealed in {quarter}: {len(found.not_closed)} "
            f"({_named(found.not_closed, ', ')})",
        )
    if found.kept:
        return "kept_by_law", Text(
            zh=f"{quarter} 封存的办件中有 {len(found.kept)} 个的当事人资料须依法保存，期限未满，"
            f"不能删除密钥：{_named(found.kept, '、')}",
            en="the keys cannot be erased: parties have to be kept, and the time is not over. Such cases "
            f"sealed in {quarter}: {len(found.kept)} ({_named(found.kept, ', ')})",
        )
    return None


def _named(cases: tuple[str, ...], comma: str) -> str:
    """The first of them; numbers of cases tell of nobody."""
    return comma.join(cases[:_MOST_NAMED]) + ("…" if len(cases) > _MOST_NAMED else "")


def _warning(quarter: str, found: Sealed) -> tuple[str, Text]:
    return "not_confirmed", Text(
        zh=f"没有删除。删除后，{found.cases} 个办件在 {quarter} 封存的姓名、电话、地址和文字"
        "永远不能再打开，备份也不能，也不能再凭姓名、证件号码、电话找到这些办件；上传的文件不在其中，"
        "请用 cases erase 删除。确认保存期限已满的，请加 --yes",
        en=f"nothing was erased. Once it is, names, telephones, addresses and texts sealed in {quarter} can "
        f"never be read again, from backups either, and the cases are no longer found by name, number or "
        f"telephone; cases that it concerns: {found.cases}. Uploaded files are not among them: 'cases erase' "
        "deletes those. If their period of keeping is over, add --yes",
    )


def _quarter(typed: str) -> str:
    quarter = narrow(typed).strip().upper()
    if not _QUARTER.fullmatch(quarter):
        raise ArgumentTypeError("应为季度，如 2026Q4 / must be a quarter, such as 2026Q4")
    return quarter


def _of_rotate(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--wrapping",
        action="store_true",
        help="密钥文件也加一把新的包裹密钥 / a new wrapping key in the key file, too",
    )
    as_json(parser)


def _of_erase(parser: ArgumentParser) -> None:
    parser.add_argument("quarter", type=_quarter, metavar="QUARTER", help="季度 / such as 2026Q4")
    parser.add_argument("--yes", action="store_true", help="确认删除 / erase them")
    as_json(parser)


ROTATE = Command(("keys", "rotate"), "换用新的数据密钥 / a new data key from now on", _of_rotate, rotate)
ERASE = Command(
    ("keys", "erase"),
    "删除一个季度的数据密钥，所封存的永远不能再打开 / erase the data keys of a quarter, and what they sealed",
    _of_erase,
    erase,
)
