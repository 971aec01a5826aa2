"""The port ``Sealer`` over a keyring."""

from __future__ import annotations

import hashlib
import hmac

from chalicelib.adapters.sealing.envelope import seal, take_apart, unseal
from chalicelib.adapters.sealing.key_rows import KeyId
from chalicelib.adapters.sealing.keyring import DIGESTS, Keyring
from chalicelib.ports.sealing import Place


class KeyringSealer:
    """Seals and opens; what it costs is the first use of a key."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys
        self._digest_keys: dict[str, bytes] = {}

    def seal(self, place: Place, clear: bytes) -> bytes:
        key = self._keys.of_quarter()
        return seal(key.clear, str(key.key_id), place, clear)

    def open(self, place: Place, sealed: bytes) -> bytes:
        envelope = take_apart(sealed)
        key = self._keys.get(KeyId.read(envelope.key_id))
        return unseal(key.clear, place, envelope)

    def digest(self, kind: str, value: str) -> str:
        """HMAC-SHA256 under a key of the kind's own."""
        key = self._digest_keys.get(kind) or self._digest_key(kind)
        return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()

    def _digest_key(self, kind: str) -> bytes:
        """Derived by HKDF (RFC 5869), whose first step a key at random does not need (3.3)."""
        from cryptography.hazmat.primitives.hashes import SHA256  # here: loaded to seal alone
        from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

        root = self._keys.newest(DIGESTS)
        key = HKDFExpand(SHA256(), 32, f"zero-errand digest {kind}".encode()).derive(root.clear)
        self._digest_keys[kind] = key
        return key
