"""The data keys of a process: each read and unwrapped once, the quarter's made by whoever needs it first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from chalicelib.adapters.sealing.key_rows import KeyId, KeyRows, StoredKey
from chalicelib.ports.sealing import KeyWrapper
from chalicelib.services.errors import ErasedKeyError, LostKeyError

DIGESTS = "digest"
"""The use of the key that digests are made with: one for all quarters, or nothing would be found again."""


class OpenKey(NamedTuple):
    """A data key in clear."""

    key_id: KeyId
    clear: bytes


class Keyring:
    """
    Data keys of ``region``; ``now`` gives the aware time. The first use of a quarter's key is two requests,
    to the table and to the wrapper; of a new quarter, too, if nobody else makes its key at the same time.
    """

    def __init__(self, wrapper: KeyWrapper, rows: KeyRows, region: str, now: Callable[[], datetime]) -> None:
        self._wrapper, self._rows = wrapper, rows
        self._region, self._now = region, now
        self._open: dict[KeyId, bytes] = {}
        self._newest: dict[str, KeyId] = {}

    def of_quarter(self) -> OpenKey:
        """The key that is sealed with now."""
        return self.newest(quarter_of(self._now()))

    def newest(self, use: str) -> OpenKey:
        """The key of a use, made if there is none. One rotated meanwhile serves until the process ends."""
        known = self._newest.get(use)
        if known is not None:
            return OpenKey(known, self._open[known])
        stored = self._rows.newest(self._region, use)
        if stored is None or stored.wrapped is None:
            return self._serving(self._after(use, stored))
        return self._serving(self._unwrapped(stored))

    def get(self, key_id: KeyId) -> OpenKey:
        """
        Any key that is still there, of this region or another.

        Raises:
            LostKeyError: it is not; ErasedKeyError: it was erased.
        """
        known = self._open.get(key_id)
        return self._unwrapped(self._rows.get(key_id)) if known is None else OpenKey(key_id, known)

    def rotate(self, use: str) -> OpenKey:
        """Make a new key for what is sealed from now on. What was sealed before opens as it did."""
        return self._serving(self._after(use, self._rows.newest(self._region, use)))

    def erase(self, use: str) -> int:
        """
        Erase every key of a use, and with them for good all that they sealed; how many there were. Functions
        that have opened one keep it until they end.
        """
        keys = [stored.key_id for stored in self._rows.all(self._region, use) if stored.wrapped is not None]
        for key_id in keys:
            self._rows.erase(key_id, self._now())
            self._open.pop(key_id, None)
        self._newest.pop(use, None)
        return len(keys)

    def _serving(self, key: OpenKey) -> OpenKey:
        """From now on the key of its use in this process."""
        self._newest[key.key_id.use] = key.key_id
        return key

    def _after(self, use: str, before: StoredKey | None) -> OpenKey:
        """A new key of a use, or the one that somebody else made in the same moment."""
        key_id = KeyId(self._region, use, 1) if before is None else before.key_id.next
        made = self._wrapper.new_key(key_id.context)
        if not self._rows.add(key_id, made.wrapped, self._now()):
            return self.get(key_id)
        self._open[key_id] = made.clear
        return OpenKey(key_id, made.clear)

    def _unwrapped(self, stored: StoredKey | None) -> OpenKey:
        if stored is None:
            raise LostKeyError
        if stored.wrapped is None:
            raise ErasedKeyError
        key_id = stored.key_id
        if key_id not in self._open:
            self._open[key_id] = self._wrapper.unwrap(stored.wrapped, key_id.context)
        return OpenKey(key_id, self._open[key_id])


def quarter_of(at: datetime) -> str:
    """The quarter of a moment in UTC, such as 2026Q4."""
    day = at.astimezone(UTC)
    return f"{day.year}Q{(day.month + 2) // 3}"
