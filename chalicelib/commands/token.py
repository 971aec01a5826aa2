"""``token``: a staff token, for operators and demonstrations; offices issue them by their own sign-on."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta

from chalicelib.adapters.identity import issue_token
from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import Arguments, Command, Exit, as_json, show, show_json
from chalicelib.services.record_outcome import Staff
from chalicelib.services.roles import PolicyRole


def run(arguments: Arguments) -> Exit:
    users = None if arguments.cloud_users is None else tuple(arguments.cloud_users)
    staff = Staff(arguments.id, tuple(arguments.departments), tuple(arguments.role or ()), users)
    life = timedelta(hours=arguments.hours)
    region, key, until = in_cloud(lambda cloud: (cloud.region, cloud.token_key, cloud.clock.now() + life))
    made = issue_token(key, staff, region, until)
    if arguments.json:
        show_json({"token": made, "until": until.isoformat(timespec="seconds")})
    else:
        show(made)
    return Exit.DONE


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="工作人员编号 / the member of staff")
    parser.add_argument("departments", nargs="+", help="部门；* 为全部 / departments; * for all")
    parser.add_argument(
        "--role",
        action="append",
        choices=list(PolicyRole),
        help="规则管理角色，可多次 / a role in rule management",
    )
    parser.add_argument(
        "--cloud-users",
        nargs="*",
        metavar="USER",
        help="此人在云上的全部名称和编号，没有则留空 / "
        "all that the cloud calls this person, ids too; empty: nothing",
    )
    parser.add_argument("--hours", type=int, default=8, help="有效小时数 / hours it is good for")
    as_json(parser)


COMMAND = Command(("", "token"), "签发工作人员令牌 / issue a staff token", _arguments, run)
