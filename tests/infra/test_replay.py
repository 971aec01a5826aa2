"""The replay of ``make run``, stopped in its midst."""

from __future__ import annotations

import threading
from typing import cast

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.errand import Around, Errand
from infra.local.replay import AT_ONCE, HANDS, Replay
from infra.local.scenarios import Scenario
from tests.fakes import licang


class Cloud:
    """One whose user presses Ctrl-C once all hands are full."""

    def __init__(self, busy: threading.Barrier) -> None:
        self._busy = busy

    def invoke(self, function: str) -> None:
        """Nothing is due."""

    @property
    def gave_up(self) -> str:
        self._busy.wait()
        raise KeyboardInterrupt


class Slow(Errand):
    """An errand that takes until the replay is over."""

    busy: threading.Barrier
    over: threading.Event
    begun: list[str]

    def begin(self) -> None:
        self.begun.append(self.item.item)
        self.busy.wait()
        self.over.wait()


def test_who_stops_the_replay_waits_for_what_is_under_way_and_for_nothing_that_has_not_begun() -> None:
    busy, begun = threading.Barrier(HANDS + 1, timeout=240), list[str]()
    nobody, around = cast(Scenario, None), cast(Around, None)
    errands = [Slow(item, nobody, around) for item in list(licang().items.values())[:AT_ONCE]]
    replay = Replay(cast(EmbeddedCloud, Cloud(busy)), list[Errand](errands))
    for each in errands:
        each.busy, each.over, each.begun = busy, replay._stop, begun
    with pytest.raises(KeyboardInterrupt):
        replay.run()
    assert len(errands) > HANDS
    assert len(begun) == HANDS
