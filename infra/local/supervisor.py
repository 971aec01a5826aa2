"""Watches the servers of an embedded cloud: one that ends is told of and started again, within bounds."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.ministack import Child, EmbeddedCloudError

LOOK_SECONDS = 0.1
RESTARTS, WITHIN_SECONDS = 5, 300.0
"""So many restarts within so many seconds are no way to go on."""

HEALTH_SECONDS, ANSWER_SECONDS, PATIENCE_SECONDS = 5.0, 1.0, 60.0
"""How often a server is asked whether it is well, how long an answer may take, how long there may be none."""

LAST_SECONDS = 3.0
LARGEST_LOG, KEPT_OF_LOG = 20 << 20, 2 << 20


@dataclass
class Watched:
    """A server by its name for people: ``child`` is the process now, ``start`` starts it (again)."""

    name: str
    child: Child
    start: Callable[[], Child]


class Supervisor(threading.Thread):
    """
    Looks after servers until ``stop``; ``tick`` is called about once a second.

    ``gave_up`` is empty, or says in words why it does not start a server any more.
    """

    def __init__(
        self, watched: Sequence[Watched], tell: Callable[[str], None], tick: Callable[[], None]
    ) -> None:
        super().__init__(name="supervisor", daemon=True)
        self._watched, self._tell, self._tick = watched, tell, tick
        self._restarts: deque[float] = deque(maxlen=RESTARTS)
        self._well: dict[str, float] = {}
        self._stop_asked = threading.Event()
        self.gave_up = ""

    def run(self) -> None:
        next_tick, next_health = 0.0, time.monotonic() + HEALTH_SECONDS
        while not self.gave_up and not self._stop_asked.wait(LOOK_SECONDS):
            for each in self._watched:
                if each.child.ended():
                    self._start_again(each)
            if time.monotonic() >= next_tick:
                self._tick()
                next_tick = time.monotonic() + 1
            if time.monotonic() >= next_health:
                self._ask_after_all()
                next_health = time.monotonic() + HEALTH_SECONDS

    def _start_again(self, each: Watched) -> None:
        self._tell(f"{each.name} 意外停止，正在重启 ended ({each.child.ending}); starting it again")
        began = time.monotonic()
        each.child.kill()
        while not self._stop_asked.is_set() and not self._too_often(each):
            self._restarts.append(time.monotonic())
            try:
                each.child = each.start()
                self._well.pop(each.name, None)
                if self._stop_asked.is_set():
                    each.child.kill()
            except (EmbeddedCloudError, ClientError, BotoCoreError, OSError) as error:
                self._tell(f"{each.name} 未能重启 could not be started again: {error}")
                self._stop_asked.wait(1)
            else:
                self._tell(f"{each.name} 已恢复 is there again, after {time.monotonic() - began:.1f} s")
                return

    def _too_often(self, each: Watched) -> bool:
        if len(self._restarts) < RESTARTS or time.monotonic() - self._restarts[0] > WITHIN_SECONDS:
            return False
        self.gave_up = (
            f"{each.name} 在 {WITHIN_SECONDS:.0f} 秒内已重启 {RESTARTS} 次，不再尝试；数据已保存 "
            f"was started {RESTARTS} times within {WITHIN_SECONDS:.0f} s and is not started any more; "
            f"what was answered is kept; the log is {each.child.log}"
        )
        return True

    def _ask_after_all(self) -> None:
        for each in self._watched:
            _shorten(each.child)
            if each.child.healthy(ANSWER_SECONDS):
                self._well[each.name] = time.monotonic()
            elif time.monotonic() - self._well.get(each.name, time.monotonic()) > PATIENCE_SECONDS:
                self._tell(f"{each.name} 没有应答，将被重启 does not answer and will be started again")
                each.child.kill()

    def stop(self) -> None:
        """Leave the servers to whoever stops them."""
        self._stop_asked.set()
        self.join(LAST_SECONDS)  # longer only while it starts one, which it then ends itself


def _shorten(child: Child) -> None:
    """Keep the end of a log that has grown long; what appends to it goes on at the new end."""
    if child.log.stat().st_size > LARGEST_LOG:
        with child.log.open("rb+") as log:
            log.seek(-KEPT_OF_LOG, 2)
            end = log.read()
            log.truncate(0)
        with child.log.open("ab") as log:
            log.write(end)
