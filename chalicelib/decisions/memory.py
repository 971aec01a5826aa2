"""A bounded memory: what was worked out lately, by its question."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memory(Generic[K, V]):
    """
    At most ``size`` answers; the oldest goes first, by ``put`` or by ``use``. Safe for several threads;
    ``get`` takes no lock, and leaves an answer as old as it is.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: dict[K, V] = {}
        self._lock = Lock()
        self.get = self._answers.get

    def __len__(self) -> int:
        return len(self._answers)

    def use(self, question: K) -> V | None:
        """The answer, from now on the newest; None if there is none."""
        with self._lock:
            answer = self._answers.pop(question, None)
            if answer is not None:
                self._answers[question] = answer
        return answer

    def put(self, question: K, answer: V) -> V:
        """Remember an answer; gives it back."""
        with self._lock:
            if len(self._answers) >= self._size and question not in self._answers:
                del self._answers[next(iter(self._answers))]
            self._answers[question] = answer
        return answer
