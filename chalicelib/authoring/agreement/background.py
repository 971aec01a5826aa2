"""Make a call in a thread while this one goes on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class BackgroundCall(Generic[T]):
    """A call in a thread of its own, begun at once; ``concurrent.futures`` would take longer to load."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> T:
        """
        What came of it, once it is over.

        Raises:
            BaseException: what the call raised.
        """
        self._thread.join()
        if self._raised is not None:
            raise self._raised
        return self._result

    def _run(self) -> None:
        self._raised: BaseException | None = None
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001  # it is raised where somebody waits for the result
            self._raised = error
