"""A bounded memory: what was worked out lately, by its question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """At most ``size`` answers; the one not asked for longest goes first. Safe for several threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, question: K) -> V | None:
        with self._lock:
            answer = self._answers.get(question)
            if answer is not None:
                self._answers.move_to_end(question)
            return answer

    def put(self, question: K, answer: V) -> V:
        with self._lock:
            self._answers[question] = answer
            if len(self._answers) > self._size:
                self._answers.popitem(last=False)
            return answer
