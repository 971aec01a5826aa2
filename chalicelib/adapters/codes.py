"""Query codes and chance."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable


class QueryCodes:
    """The port ``QueryCodes``. ``key`` gives a secret; whoever has it can make every query code."""

    def __init__(self, key: Callable[[], str]) -> None:
        self._key = key

    def query_code(self, case: str, replaced: int = 0) -> str:
        """Ten letters and digits without 0, 1, 8 and 9 (50 bits), from the case number and the key."""
        which = f"query code {case} {replaced}" if replaced else f"query code {case}"
        digest = hmac.new(self._key().encode(), which.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode()[:10]

    def pseudonym(self, text: str) -> str:
        """64 hexadecimal digits (HMAC-SHA256)."""
        return hmac.new(self._key().encode(), f"pseudonym {text}".encode(), hashlib.sha256).hexdigest()

    def unused(self) -> str:
        return secrets.token_hex(16)

    def jitter(self) -> float:
        return secrets.randbelow(1000) / 1000
