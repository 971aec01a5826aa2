"""What the environment and the secrets say, typed. Read by ``wiring`` alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from math import isfinite
from typing import Any, TypeVar
from urllib.parse import urlsplit

_THIS_MACHINE = {"127.0.0.1", "localhost"}
_SHORTEST_KEY = 16


def _number(value: str) -> float:
    """Raises ValueError: it is none, or none that a clock can run by."""
    read = float(value)
    if not isfinite(read):
        raise ValueError("not a finite number")
    return read


def _rate(value: str) -> float:
    read = _number(value)
    if read <= 0:
        raise ValueError("a clock that stands or runs backwards")
    return read


def _key(value: str) -> str:
    if len(value) < _SHORTEST_KEY:
        raise ValueError("too short to keep a secret")
    return value


def _keys(value: str) -> tuple[str, ...]:
    return tuple(map(_key, value.split()))


def _named(name: str, default: Any = MISSING, read: Callable[[str], Any] = str, secret: bool = False) -> Any:
    """A field that is called ``name`` outside; ``read`` makes its value of a text, or raises ValueError."""
    return field(default=default, repr=not secret, metadata={"name": name, "read": read})


@dataclass(frozen=True, kw_only=True)
class ClockSettings:
    """``CLOCK_START``, ``CLOCK_ORIGIN``, ``CLOCK_RATE``: the embedded cloud's time, refused elsewhere."""

    endpoint: str = _named("AWS_ENDPOINT_URL", "")
    clock_start: float | None = _named("CLOCK_START", None, _number)
    clock_origin: float | None = _named("CLOCK_ORIGIN", None, _number)
    clock_rate: float = _named("CLOCK_RATE", 1.0, _rate)


@dataclass(frozen=True, kw_only=True)
class Settings(ClockSettings):
    """
    Set by the template; secrets lie in Secrets Manager under the names that end in ``_ARN``. ``SEALED_BY``
    names what wraps data keys: a key of the cloud's key service, or on one machine the path of a key file.
    """

    table: str = _named("TABLE")
    uploads_bucket: str = _named("UPLOADS_BUCKET")
    rules_bucket: str = _named("RULES_BUCKET")
    effects_queue: str = _named("EFFECTS_QUEUE")
    due_queue: str = _named("DUE_QUEUE")
    secrets_arn: str = _named("SECRETS_ARN")
    query_codes_arn: str = _named("QUERY_CODES_ARN")
    chain_arn: str = _named("CHAIN_ARN")
    sealed_by: str = _named("SEALED_BY")
    region_name: str = _named("REGION_NAME")
    portal_origin: str = _named("PORTAL_ORIGIN")
    kuaidi100_url: str = _named("KUAIDI100_URL")
    kuaidi100_order_url: str = _named("KUAIDI100_ORDER_URL")


@dataclass(frozen=True, kw_only=True)
class ShelfSettings(ClockSettings):
    """What publishing rules needs to know, and no more."""

    table: str = _named("TABLE")
    rules_bucket: str = _named("RULES_BUCKET")
    region_name: str = _named("REGION_NAME", "")


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What signs staff tokens and what carriers know us by. Never printed, nor are the other two."""

    staff_token_key: str = _named("STAFF_TOKEN_KEY", read=_key, secret=True)
    kuaidi100_customer: str = _named("KUAIDI100_CUSTOMER", "", secret=True)
    kuaidi100_key: str = _named("KUAIDI100_KEY", "", secret=True)
    kuaidi100_secret: str = _named("KUAIDI100_SECRET", "", secret=True)


@dataclass(frozen=True, kw_only=True)
class QueryCodeSecret:
    """What query codes and pseudonyms are made with."""

    key: str = _named("QUERY_CODE_KEY", read=_key, secret=True)


@dataclass(frozen=True, kw_only=True)
class ChainSecret:
    """What the audit trail is chained with; ``before`` are keys that older rows were chained with."""

    key: str = _named("CHAIN_KEY", read=_key, secret=True)
    before: tuple[str, ...] = _named("CHAIN_KEYS_BEFORE", (), _keys, secret=True)


_WHERE = (
    "本机演示环境：make run 运行时，在另一窗口执行 set -a; . build/cloud/environment; set +a"
    "（用了 DATA 的，是该文件夹下的 environment）；"
    "云上部署：aws cloudformation describe-stacks --stack-name 名称 列出各值 / "
    "embedded cloud, while make run is running: set -a; . build/cloud/environment; set +a (with DATA, the "
    "file environment in that folder); a deployment: aws cloudformation describe-stacks --stack-name NAME "
    "prints them"
)

Form = TypeVar("Form", Settings, ShelfSettings)
Secret = TypeVar("Secret", Secrets, QueryCodeSecret, ChainSecret)


def read(form: type[Form], environment: Mapping[str, str]) -> Form:
    """
    What ``form`` asks of the environment; a variable that is set to nothing counts as not set.

    Raises:
        ValueError: variables are missing or wrong; they are named, their values are not. Or the clock is
            to be sped up against a real cloud.
    """
    values, wrong = _read(form, environment)
    if wrong:
        names = ", ".join(wrong)
        raise ValueError(
            f"环境变量缺少或有误，请设置：{names} / environment variables are missing or wrong; set {names}"
            f"\n{_WHERE}"
        )
    settings = form(**values)
    shifted = settings.clock_rate != 1 or settings.clock_origin is not None
    if shifted and urlsplit(settings.endpoint).hostname not in _THIS_MACHINE:
        raise ValueError(
            "CLOCK_RATE、CLOCK_ORIGIN 只用于本机演示环境，请删除 / "
            "CLOCK_RATE and CLOCK_ORIGIN are for the embedded cloud only; remove them"
        )
    return settings


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    Raises:
        ValueError: as ``read``.
    """
    return read(Settings, environment)


def read_secret(form: type[Secret], content: str) -> Secret:
    """
    What a secret holds: one JSON object of texts.

    Raises:
        ValueError: it is none, or keys are missing or too short; they are named, their values are not.
    """
    try:
        told = json.loads(content)
    except ValueError:
        raise ValueError("密钥不是 JSON / the secret is no JSON") from None  # its text stays untold
    given = told if isinstance(told, dict) else {}
    values, wrong = _read(form, {name: each for name, each in given.items() if isinstance(each, str)})
    if wrong:
        names = ", ".join(wrong)
        raise ValueError(f"密钥缺少或有误，请设置：{names} / keys are missing or wrong; set {names}")
    return form(**values)


def _read(form: Any, given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The values of a form's fields as far as they are given, and the names of those missing or wrong."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for each in fields(form):
        name, value = each.metadata["name"], given.get(each.metadata["name"], "")
        try:
            if value:
                values[each.name] = each.metadata["read"](value)
            elif each.default is MISSING:
                wrong.append(name)
        except ValueError:
            wrong.append(name)
    return values, sorted(wrong)
