"""Waits for what other threads and processes do by themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOKS, PAUSE_SECONDS = 6_000, 0.1
"""A test gives up after so many looks, not at a time: on a busy machine each of them takes longer."""


def until(look: Callable[[], T], enough: Callable[[T], object] = bool, looks: int = LOOKS) -> T:
    """
    Look again and again, and return what is seen once it is enough.

    Raises:
        AssertionError: it was not enough at any of so many ``looks``.
    """
    pause = threading.Event()
    for _ in range(looks):
        if enough(seen := look()):
            return seen
        pause.wait(PAUSE_SECONDS)
    raise AssertionError(f"still {seen}")
