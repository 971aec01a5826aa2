"""
``make run``: everything from packaging to a portal that answers, on this machine alone.

Environment: REGION (licang) the folder below rules/ to run; PORT (8000) of the portal address; DATA a folder
to keep tables and files in; ONCE=1 ends after the table, 0 only when it is as published; ITEMS=n replays n
items, 0 none; CLOUD_PORT of the emulator; CLOCK_RATE is how much faster than real time the office's days go
by. Without it an hour passes every second while cases are replayed, and then time is as slow as it really is.
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

from chalicelib.authoring.checking.load import load
from chalicelib.services.days import local_day
from chalicelib.services.errors import PermanentError, RetryableError
from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.local.publish import put_in_force
from infra.local.replay import AWAY, replay
from infra.local.walk.clock import FAST, WalkClock
from infra.local.walk.plan import Walk, names_of, plan_walk
from infra.local.warm import warm
from infra.package import ROOT
from infra.verify import PackageError

RULES = ROOT / "rules"
RUN_FOLDER = ROOT / "build" / "cloud"
TICK_SECONDS = 5
INTERRUPTED = 130  # what a shell says of a program stopped by Ctrl-C

KEEPS = """\
已应答的办件和文件即使 kill -9 也不会丢失；消息和断电时最多丢失最后 1 秒
what was answered is kept through kill -9; of messages, and in a power cut, at most 1 second is lost"""

NOT_KEPT = "未设 DATA=，停止后数据不保留 without DATA= nothing is kept once this has stopped"
STOPPING = "（最多 10 秒；再按 Ctrl-C 立即停止） stopping, in 10 s at most; Ctrl-C again stops it at once"
DIFFERS = "is another release; to have it in force, publish it and have a second person activate it"


@dataclass(frozen=True)
class Wish:
    """What the person at the keyboard asked for."""

    region: str
    port: int
    cloud_port: int
    data: Path | None
    once: bool
    items: int | None
    rate: int | None

    @classmethod
    def of(cls, environ: dict[str, str]) -> Wish:
        """Read the environment; raises ValueError naming the variable that is wrong."""
        data, items = environ.get("DATA"), _number(environ, "ITEMS")
        return cls(
            region=_region(environ.get("REGION") or "licang"),
            port=_port(environ, "PORT") or 8000,
            cloud_port=_port(environ, "CLOUD_PORT") or 0,
            data=Path(data).expanduser().resolve() if data else None,
            once=environ.get("ONCE", "") not in {"", "0"},
            items=items,
            rate=_number(environ, "CLOCK_RATE") or (1 if items == 0 else None),
        )


def _region(name: str) -> str:
    known = sorted(file.parent.name for file in RULES.glob("*/region.yaml"))
    if name not in known:
        raise ValueError(f"REGION={name}:应为其中之一 must be one of {', '.join(known)}")
    return name


def _number(environ: dict[str, str], name: str) -> int | None:
    text = environ.get(name, "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"{name}={text}:应为整数 must be a whole number")
    return int(text) if text else None


def _port(environ: dict[str, str], name: str) -> int | None:
    number = _number(environ, name)
    if number is not None and number > 65_535:
        raise ValueError(f"{name}={number}:端口应为 1 至 65535 a port is from 1 to 65535")
    return number


class Interruptions:
    """
    Ctrl-C and its like: the first one ends what is under way, in order; a further one, while things are
    stopping, ends the servers at once. Neither loses what was answered.
    """

    def __init__(self) -> None:
        self.hurry: Callable[[], None] = lambda: None
        self._stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._interrupted)

    def _interrupted(self, signum: int, frame: FrameType | None) -> None:
        if not self._stopping:
            self._stopping = True
            raise KeyboardInterrupt
        print("立即停止；已应答的都已保存 stopping at once; what was answered is kept", flush=True)
        self.hurry()

    def stopping(self) -> None:
        """From now on an interruption hurries."""
        self._stopping = True


def run(wish: Wish, interruptions: Interruptions) -> int:
    """Start, publish, replay, then serve until interrupted; the exit status."""
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {what}", flush=True)

    cloud = EmbeddedCloud(
        region=wish.region,
        data=wish.data,
        port=wish.cloud_port,
        portal_port=wish.port,
        rate=wish.rate or FAST,
        tell=tell,
    )
    interruptions.hurry = cloud.hurry
    try:
        with cloud:
            try:
                return _work(cloud, wish, tell)
            finally:
                interruptions.stopping()
                tell(f"正在停止 {STOPPING}")
    finally:
        kept = f"数据在 the data is in {wish.data}" if wish.data else NOT_KEPT
        tell(f"已停止 stopped; {kept}")


def _work(cloud: EmbeddedCloud, wish: Wish, tell: Callable[[str], None]) -> int:
    rules = RULES / wish.region
    tell(f"发布规则 publishing rules/{wish.region}")
    release, new = put_in_force(cloud, rules)
    if not new:
        tell(f"沿用在用版本 what was in force stays: {release.digest[:12]}")
        if load(rules).digest != release.digest:
            tell(f"rules/{wish.region} 与在用版本不同；启用需发布并由第二人批准 {DIFFERS}")
    file = point_to(cloud.folder / "environment")
    tell(f"另一窗口用命令前 before commands in another window: set -a; . {shlex.quote(str(file))}; set +a")
    warm(cloud.portal_url, tell)
    walk = plan_walk(release, local_day(release, cloud.now()))
    clock = WalkClock(cloud, release, wish.rate, lambda: _tick(cloud))
    page = cloud.walk_through(walk, clock)
    tell(f"现在就可以打开 open already: {cloud.portal_url}/  演示引导 the walk-through: {page}")
    tell(f"办件演示 replaying one case an item: {'全部事项 all items' if wish.items is None else wish.items}")
    report = replay(cloud, release, wish.items)
    print(report)
    if wish.once:
        return 0 if report.ok else 1
    clock.replayed()
    print(f"\n{KEEPS if wish.data else NOT_KEPT}\n{_invitation(cloud.portal_url, page, walk)}", flush=True)
    with suppress(KeyboardInterrupt):
        _keep_ticking(cloud)
    return 0


def _invitation(first_page: str, page: str, walk: Walk) -> str:
    """Where a newcomer begins, and as whom; what each can do."""
    people = (f"  {who}: {can}" for who, can in names_of(walk.people))
    lines = [
        "演示人员，登录时选择 demonstration people, to be picked when you sign in:",
        *people,
        f"演示引导 the walk-through: {page}",
        f"首页 the first page:       {first_page}/  （Ctrl-C 停止 stops）",
    ]
    return "\n".join(lines)


def point_to(environment: Path) -> Path:
    """Have ``build/cloud/environment`` be a run's environment file, wherever that lies; gives the file."""
    pointer = RUN_FOLDER / "environment"
    if environment != pointer:
        RUN_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = RUN_FOLDER / f"environment.{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(environment)
        beside.replace(pointer)
    return environment


def _keep_ticking(cloud: EmbeddedCloud) -> None:
    """Tick until interrupted: a minute between two ticks would be days of simulated time."""
    interrupted = threading.Event()
    while not interrupted.wait(TICK_SECONDS):
        _tick(cloud)
        if cloud.gave_up:
            raise EmbeddedCloudError(cloud.gave_up)


def _tick(cloud: EmbeddedCloud) -> None:
    """Have what is due done, unless the cloud is away: it is being started again, or tells why it is not."""
    with suppress(*AWAY):
        cloud.invoke("on_due")


def main() -> int:
    """Run; 1 with a plain reason when something does not start, 2 for a wrong call, 130 when interrupted."""
    os.umask(0o077)
    interruptions = Interruptions()
    try:
        wish = Wish.of(dict(os.environ))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        return run(wish, interruptions)
    except (PackageError, PermanentError, RetryableError, *AWAY) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
