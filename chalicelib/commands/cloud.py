"""Commands that reach the cloud. Its libraries are loaded only now: the other commands need none of them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.commands.command import Arguments, CallError, code
from chalicelib.commands.language import parted
from chalicelib.services.errors import NotStoredError, PermanentError, RetryableError

if TYPE_CHECKING:
    from chalicelib.wiring import AwsPorts, PolicyDesk

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


def in_cloud(do: Callable[[AwsPorts], T]) -> T:
    """
    What ``do`` makes of the deployment that the environment names.

    Raises:
        CallError: the environment does not name it, or the cloud refuses.
    """
    from chalicelib import wiring

    return asked(lambda: do(wiring.ports()))


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
        raise _with_cause(error, "请核对编号和部署", "check the number and the deployment") from error
    except (RetryableError, ClientError, BotoCoreError) as error:
        raise _with_cause(error, "云端未完成，请重试", "the cloud did not do it, try again") from error


def _with_cause(error: Exception, zh: str, en: str) -> CallError:
    """What is to be done about what the cloud said, by its cause where that is known, and the cause."""
    cause = error.__cause__ or error
    told: Any = getattr(cause, "response", None)
    name = told["Error"]["Code"] if told else type(cause).__name__
    zh, en = next((known for names, known in _KNOWN.items() if name in names.split()), (zh, en))
    own_zh, own_en = parted(" ".join(str(error).split()))
    why_zh = f"：{own_zh}" if own_zh != own_en else f"（{name}）" if told else ""
    why_en = "" if cause is error else f" ({' '.join(str(cause).split())})"
    return CallError(f"{zh}{why_zh} / {en}: {own_en}{why_en}")


_KNOWN = {
    "AccessDenied AccessDeniedException UnauthorizedOperation": (
        "云账号没有这项权限，请云管理员授权",
        "this cloud user may not do so; ask who administers the cloud account",
    ),
    "ExpiredToken ExpiredTokenException InvalidAccessKeyId InvalidClientTokenId InvalidSignatureException "
    "SignatureDoesNotMatch UnrecognizedClientException UnauthorizedSSOTokenError SSOTokenLoadError": (
        "云账号的登录无效或已过期，请重新登录云账号",
        "the cloud does not know you, or no longer; sign in to it again",
    ),
    "NoCredentialsError PartialCredentialsError CredentialRetrievalError": (
        "没有云账号的凭证，请先登录云账号，或设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY",
        "sign in to the cloud first, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ),
    "NoRegionError": (
        "请设置 AWS_DEFAULT_REGION，例如 cn-north-1",
        "set AWS_DEFAULT_REGION, such as cn-north-1",
    ),
    "EndpointConnectionError ConnectTimeoutError ReadTimeoutError": (
        "连不上云端，请检查网络和 AWS_ENDPOINT_URL（如已设置）",
        "the cloud cannot be reached; look at the network, and at AWS_ENDPOINT_URL where it is set",
    ),
    "ResourceNotFoundException NoSuchBucket AWS.SimpleQueueService.NonExistentQueue": (
        "云上没有环境变量所指的表、存储桶或队列，请核对环境变量和部署",
        "the table, bucket or queue that the environment names is not there; check both",
    ),
}
"""What is to be done, by what the cloud's refusals and its library's errors are called."""
