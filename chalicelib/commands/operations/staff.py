"""``staff revoke``: call back what a member of staff was given at her sign-on."""

from __future__ import annotations

from argparse import ArgumentParser

from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import Arguments, Command, Exit, as_json, person, show, show_json
from chalicelib.commands.language import label, spoken
from chalicelib.wiring import AwsPorts


def revoke(arguments: Arguments) -> Exit:
    """
    Refuse every token and session that she was given until now. The sign-on would let her in again: whoever
    is to stay away is closed there first.
    """

    def call_back(cloud: AwsPorts) -> str:
        now = cloud.real_clock.now()
        cloud.revocations.revoke(arguments.staff, now)
        return now.isoformat(timespec="seconds")

    at = in_cloud(call_back)
    if arguments.json:
        show_json({"revoked": arguments.staff, "at": at})
    else:
        said = spoken(
            "此前的登录几秒内全部失效；请在统一身份认证中停用其账号，否则可再次登录",
            "whatever was given before is refused within seconds; close the account at the identity "
            "service, or this person can sign in again",
        )
        show(f"{label(arguments.staff, arguments.staff)}{said}")
    return Exit.DONE


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("staff", type=person, help="工号 / the staff number")
    as_json(parser)


REVOKE = Command(
    ("staff", "revoke"),
    "使一名工作人员的登录失效 / sign a member of staff out everywhere",
    _arguments,
    revoke,
)
