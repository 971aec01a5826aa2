"""
``make run``: everything from packaging to a portal that answers, on this machine alone.

Environment: REGION (licang) the folder below rules/ to run; PORT (8000) of the portal address; DATA a folder
to keep tables and files in; ONCE=1 ends after the table, 0 only when it is as published; ITEMS=n replays n
items; CLOUD_PORT of the emulator; CLOCK_RATE (3600: an hour a second) is how much faster than real time the
simulated days go by.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.local.publish import publish
from infra.local.replay import replay
from infra.package import ROOT
from infra.verify import PackageError

RULES = ROOT / "rules"
TICK_SECONDS = 5
INTERRUPTED = 130  # what a shell says of a program stopped by Ctrl-C


@dataclass(frozen=True)
class Wish:
    """What the person at the keyboard asked for."""

    region: str
    port: int
    cloud_port: int
    data: Path | None
    once: bool
    items: int | None
    rate: int

    @classmethod
    def of(cls, environ: dict[str, str]) -> Wish:
        """Read the environment; raises ValueError naming the variable that is wrong."""
        data = environ.get("DATA")
        return cls(
            region=_region(environ.get("REGION") or "licang"),
            port=_number(environ, "PORT") or 8000,
            cloud_port=_number(environ, "CLOUD_PORT") or 0,
            data=Path(data).resolve() if data else None,
            once=environ.get("ONCE", "") not in {"", "0"},
            items=_number(environ, "ITEMS"),
            rate=_number(environ, "CLOCK_RATE") or 3600,
        )


def _region(name: str) -> str:
    known = sorted(file.parent.name for file in RULES.glob("*/region.yaml"))
    if name not in known:
        raise ValueError(f"REGION={name}:应为其中之一 must be one of {', '.join(known)}")
    return name


def _number(environ: dict[str, str], name: str) -> int | None:
    text = environ.get(name, "")
    if text and not text.isdecimal():
        raise ValueError(f"{name}={text}:应为整数 must be a whole number")
    return int(text) if text else None


def _interrupted(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run(wish: Wish) -> int:
    """Start, publish, replay, then serve until interrupted; the exit status."""
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

    with EmbeddedCloud(
        region=wish.region,
        data=wish.data,
        port=wish.cloud_port,
        portal_port=wish.port,
        rate=wish.rate,
        tell=tell,
    ) as cloud:
        tell(f"发布规则 publishing rules/{wish.region}")
        publish(cloud, RULES / wish.region)
        file = remember(cloud)
        tell(
            f"另一窗口用命令前 before commands in another window: set -a; . {shlex.quote(str(file))}; set +a"
        )
        tell("办件演示 replaying one case for every item")
        report = replay(cloud, RULES / wish.region, wish.items)
        print(report)
        if wish.once:
            return 0 if report.ok else 1
        tell(f"{cloud.portal_url}  (Ctrl-C 停止 stops)")
        with suppress(KeyboardInterrupt):
            _keep_ticking(cloud, tell)
        tell("停止 stopping")
    return 0


def remember(cloud: EmbeddedCloud) -> Path:
    """What a command in another window needs to reach this cloud, in a file its owner alone can read."""
    file = cloud.folder / "environment"
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in cloud.environment().items()]
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.writelines(lines)
    return file


def _keep_ticking(cloud: EmbeddedCloud, tell: Callable[[str], None]) -> None:
    """Tick until interrupted: a minute between two ticks would be days of simulated time."""
    interrupted = threading.Event()
    while not interrupted.wait(TICK_SECONDS):
        try:
            cloud.invoke("on_due")
        except EmbeddedCloudError as error:
            tell(str(error))


def main() -> int:
    """Run; 1 with a plain reason when something does not start, 2 for a wrong call, 130 when interrupted."""
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        wish = Wish.of(dict(os.environ))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        return run(wish)
    except (PackageError, EmbeddedCloudError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
