"""
Sealed bytes: what stands in them, and what is authenticated with them.

    version (1 byte: 1), length of the key id (1), key id (ASCII), nonce (12), ciphertext with tag

AES-256-GCM (NIST SP 800-38D) with a nonce at random: at most 2^32 seals a key (8.3), which a region does not
come to in a quarter. Additional authenticated data are the place and the key id.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from chalicelib.ports.sealing import Place
from chalicelib.services.errors import BrokenSealError, MovedSealError

_VERSION = 1
_NONCE = 12
_TAG = 16


class Envelope(NamedTuple):
    """Sealed bytes taken apart."""

    key_id: str
    nonce: bytes
    ciphertext: bytes


def seal(key: bytes, key_id: str, place: Place, clear: bytes) -> bytes:
    """The clear bytes, sealed for a place with a data key."""
    from cryptography.hazmat.primitives.ciphers.aead import (
        AESGCM,
    )  # here: loaded to seal alone

    named, nonce = key_id.encode("ascii"), os.urandom(_NONCE)
    header = bytes((_VERSION, len(named))) + named
    return header + nonce + AESGCM(key).encrypt(nonce, clear, authenticated(place, key_id))


def take_apart(sealed: bytes) -> Envelope:
    """
    Raises:
        BrokenSealError: these are no sealed bytes, or not all of them.
    """
    if len(sealed) < 2 or sealed[0] != _VERSION:
        raise BrokenSealError
    begin = 2 + sealed[1]
    named = sealed[2:begin]
    if not named.isascii() or len(sealed) < begin + _NONCE + _TAG:
        raise BrokenSealError
    return Envelope(named.decode(), sealed[begin : begin + _NONCE], sealed[begin + _NONCE :])


def unseal(key: bytes, place: Place, envelope: Envelope) -> bytes:
    """
    The clear bytes.

    Raises:
        MovedSealError: they were sealed for another place or with another key, or have been altered.
    """
    from cryptography.exceptions import InvalidTag  # here: see ``seal``
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bound = authenticated(place, envelope.key_id)
    try:
        return AESGCM(key).decrypt(envelope.nonce, envelope.ciphertext, bound)
    except InvalidTag:
        raise MovedSealError from None


def authenticated(place: Place, key_id: str) -> bytes:
    """Place and key id as bytes, each part with its length before it: no two places give the same."""
    parts = (place.table, place.key, place.name, str(place.version), key_id)
    told = (part.encode() for part in parts)
    return b"".join(len(part).to_bytes(4, "big") + part for part in told)
