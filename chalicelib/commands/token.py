"""``token``: a staff token, for operators and demonstrations; offices issue them by their own sign-on."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta

from chalicelib.adapters.identity import issue_token
from chalicelib.commands.command import Arguments, CallError, Command, Exit, as_json, show, show_json
from chalicelib.services.record_outcome import Staff


def run(arguments: Arguments) -> Exit:
    # Loads the cloud's libraries: the other commands need none of them.
    from botocore.exceptions import BotoCoreError, ClientError

    from chalicelib import wiring

    staff = Staff(id=arguments.id, departments=tuple(arguments.departments))
    try:
        cloud, key = wiring.world(), wiring.secrets().staff_token_key
    except ValueError as error:
        raise CallError(str(error)) from error
    except (ClientError, BotoCoreError) as error:
        raise CallError(f"读不到令牌密钥 / the token key cannot be read: {error}") from error
    until = cloud.clock.now() + timedelta(hours=arguments.hours)
    made = issue_token(key, staff, cloud.region, until)
    if arguments.json:
        show_json({"token": made, "until": until.isoformat(timespec="seconds")})
    else:
        show(made)
    return Exit.DONE


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="工作人员编号 / the member of staff")
    parser.add_argument("departments", nargs="+", help="部门；* 为全部 / departments; * for all")
    parser.add_argument("--hours", type=int, default=8, help="有效小时数 / hours it is good for")
    as_json(parser)


COMMAND = Command(("", "token"), "签发工作人员令牌 / issue a staff token", _arguments, run)
