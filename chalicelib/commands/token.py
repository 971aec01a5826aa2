"""``token``: a staff token, for operators and demonstrations; offices issue them by their own sign-on."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.adapters.identity.tokens import issue_token
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    as_json,
    code,
    person,
    show,
    show_json,
)
from chalicelib.decisions.unit import every_unit
from chalicelib.ports.identity import EVERY_UNIT, Staff
from chalicelib.services.errors import PermanentError
from chalicelib.services.roles import PolicyRole

if TYPE_CHECKING:
    from chalicelib.wiring import Cloud


def run(arguments: Arguments) -> Exit:
    users = None if arguments.cloud_users is None else tuple(arguments.cloud_users)
    staff = Staff(arguments.id, tuple(arguments.units), tuple(arguments.role or ()), users)

    def issue(cloud: Cloud) -> tuple[str, datetime]:
        until = _until(cloud.clock.now(), cloud.token_life, arguments)
        _check_units(cloud, staff)
        return issue_token(cloud.token_key, staff, cloud.region, until), until

    made, until = in_cloud(issue)
    if arguments.json:
        show_json({"token": made, "until": until.isoformat(timespec="seconds")})
    else:
        show(made)
    return Exit.DONE


def _check_units(cloud: Cloud, staff: Staff) -> None:
    """
    Raises:
        CallError: the rules in force know no such unit, or there are none in force that could tell.
    """
    wanted = [unit for unit in staff.units if unit != EVERY_UNIT]
    if not wanted:
        return
    try:
        release = cloud.releases.get(cloud.releases.active(cloud.region))
    except PermanentError as error:
        raise CallError(
            f"地区 {cloud.region} 还没有生效的规则，无法核对办理单位；请先 rules publish 并 rules activate，"
            f"或用 {EVERY_UNIT}（全部单位） / no rules are in force in {cloud.region}, so units cannot be "
            f"checked; publish and activate them first, or write {EVERY_UNIT} (all units)"
        ) from error
    known = [unit.unit for unit in every_unit(release.units)]
    for unit in wanted:
        if unit not in known:
            zh, en = did_you_mean(unit, known)
            raise CallError(f"没有办理单位“{unit}”。{zh} / There is no unit '{unit}'. {en}")


def _until(now: datetime, longest: timedelta, arguments: Arguments) -> datetime:
    """
    When the token ends.

    Raises:
        CallError: it would be good for longer than tokens are taken, or for no time at all.
    """
    most = int(longest.total_seconds() // 3600)
    hours: int = arguments.hours
    if not 1 <= hours <= most:
        raise CallError(
            f"--hours 应在 1 到 {most} 之间：令牌无法收回，不能签发更久的 / "
            f"--hours must be from 1 to {most}: a token cannot be called back, so none is good for longer"
        )
    return now + timedelta(hours=hours)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", type=person, help="工作人员编号 / the member of staff")
    parser.add_argument("units", type=code, nargs="+", help="办理单位；* 为全部 / units; * for all")
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
