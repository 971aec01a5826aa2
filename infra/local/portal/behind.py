"""What stands behind the portal address, or why nothing does just now; and what is answered beside it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import NamedTuple

from infra.local.portal.preflight import Route


class Beside(NamedTuple):
    """An answer that the portal address gives by itself, beside those of the API."""

    status: HTTPStatus
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True)
class Upstream:
    """The deployed API: where the cloud listens, the path its stage begins with, and its routes."""

    port: int
    prefix: str
    routes: tuple[Route, ...]


class Closed(NamedTuple):
    """Why there is no cloud behind the address just now, for people."""

    zh: str
    en: str


STARTING = Closed(
    "内嵌云正在启动，请稍候重试", "the embedded cloud is starting; please try again in some seconds"
)
RESTARTING = Closed(
    "内嵌云正在重启，请稍候重试", "the embedded cloud is starting again; please try again in some seconds"
)
STOPPING = Closed("内嵌云正在停止", "the embedded cloud is stopping")
AWAY = Closed(
    "内嵌云暂时没有应答，请用同一 Idempotency-Key 重试",
    "the embedded cloud did not answer just now; please try again with the same Idempotency-Key",
)
CROWDED = Closed(
    "当前连接过多，请几秒后重试", "too many connections just now; please try again in some seconds"
)
