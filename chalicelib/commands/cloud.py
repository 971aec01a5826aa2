"""Commands that reach the cloud. Its libraries are loaded only now: the other commands need none of them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from chalicelib.commands.command import Arguments, CallError, code
from chalicelib.services.errors import NotStoredError, PermanentError, RetryableError

if TYPE_CHECKING:
    from chalicelib.wiring import Cloud, PolicyDesk

T = TypeVar("T")


def policy_desk() -> PolicyDesk:
    """
    Where releases are published.

    Raises:
        CallError: the environment does not name it.
    """
    from chalicelib import wiring

    return asked(wiring.policy_desk)


def a_region(parser: ArgumentParser) -> None:
    """The argument of commands on what is in force somewhere."""
    parser.add_argument(
        "--region",
        type=code,
        metavar="CODE",
        help="地区代号，默认 REGION_NAME / the region; that of REGION_NAME",
    )


def region_of(arguments: Arguments, desk: PolicyDesk) -> str:
    """
    The region that is asked for, else the deployment's own.

    Raises:
        CallError: neither is named. It is never guessed: of another region the log is empty.
    """
    region: str = arguments.region or desk.region
    if not region:
        raise CallError(
            "请用 --region 写明地区，或设置 REGION_NAME / name the region: --region, or set REGION_NAME"
        )
    return region


def in_cloud(do: Callable[[Cloud], T]) -> T:
    """
    What ``do`` makes of the deployment that the environment names.

    Raises:
        CallError: the environment does not name it, or the cloud refuses.
    """
    from chalicelib import wiring

    return asked(lambda: do(wiring.world()))


def asked(do: Callable[[], T]) -> T:
    """
    What the cloud answers.

    Raises:
        CallError: the environment does not name the deployment, or the cloud refuses.
        Problem: it is not allowed; says why.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return do()
    except ValueError as error:
        raise CallError(str(error)) from error
    except NotStoredError as error:
        raise CallError(
            "没有保存这个版本；版本号共 64 位，请从 rules log 完整照抄 / "
            f"{error}; copy the whole digest, 64 characters, from 'rules log'"
        ) from error
    except PermanentError as error:
        raise CallError(f"请核对编号和部署 / check the number and the deployment: {error}") from error
    except (RetryableError, ClientError, BotoCoreError) as error:
        why = f"{error} ({error.__cause__})" if error.__cause__ else str(error)
        raise CallError(f"云端未完成，请重试 / the cloud did not do it, try again: {why}") from error
