"""A local carrier on a free port with a clock that a test turns."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.carrier import serve
from infra.local.carrier_desk import Account, Carrier

ANSWER_SECONDS = 240


class TurnedClock:
    """Time stands still until the test turns it on."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def turn(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class Running:
    url: str
    carrier: Carrier
    clock: TurnedClock

    def control(self, **wish: Any) -> dict[str, Any]:
        request = urllib.request.Request(self.url + "/control", json.dumps(wish).encode())  # noqa: S310
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
            return told

    def get(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + path, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
            return told


@contextmanager
def running_carrier(at: datetime = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)) -> Iterator[Running]:
    """From Monday 2 March 2026, 10 o'clock in the office, unless told otherwise."""
    clock = TurnedClock(at)
    carrier = Carrier(Account(), clock.now)
    server = serve(carrier)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Running(f"http://127.0.0.1:{server.server_port}", carrier, clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
