"""The issuer's keys: kept, renewed, and never asked for by strangers' whims."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from joserfc.jwk import OctKey

from chalicelib.adapters.bounded_http import NoAnswer
from chalicelib.adapters.identity.signing_keys import (
    BETWEEN_SECONDS,
    FRESH_SECONDS,
    KEPT_SECONDS,
    SigningKeys,
    UnknownKeyError,
)
from chalicelib.services.errors import RetryableError
from tests.adapters.identity.test_tokens import jwks, key


def told(one: Any) -> bytes:
    return json.dumps({"keys": [one]}).encode()


SHORT = told(
    {
        "kty": "RSA",
        "kid": "k1",
        "e": "AQAB",
        "n": base64.urlsafe_b64encode(b"\xff" * 128).decode().rstrip("="),
    }
)


@dataclass
class Shelf:
    """An issuer's document, the time, and how often somebody asked; it is away while ``page`` is empty."""

    page: bytes = field(default_factory=lambda: jwks(key()))
    now: float = 0.0
    asked: int = 0

    def read(self) -> bytes:
        self.asked += 1
        if not self.page:
            raise NoAnswer("connection")
        return self.page

    @property
    def keys(self) -> SigningKeys:
        return SigningKeys(self.read, "RS256", lambda: self.now)


def test_keys_are_asked_for_once_and_again_after_some_minutes() -> None:
    shelf = Shelf()
    keys = shelf.keys
    for _ in range(5):
        assert keys.key("k1").kid == "k1"
    assert shelf.asked == 1
    shelf.now += FRESH_SECONDS + 1
    keys.key("k1")
    assert shelf.asked == 2


def test_a_new_key_is_found_at_once_and_one_taken_back_is_refused_soon() -> None:
    shelf = Shelf()
    keys = shelf.keys
    keys.key("k1")
    shelf.page, shelf.now = jwks(key("k2")), BETWEEN_SECONDS + 1
    assert keys.key("k2").kid == "k2"
    with pytest.raises(UnknownKeyError):
        keys.key("k1")


def test_a_flood_of_unknown_ids_asks_the_issuer_twice_a_minute_at_most() -> None:
    shelf = Shelf()
    keys = shelf.keys
    for n in range(600):
        shelf.now = n / 10
        with pytest.raises(UnknownKeyError):
            keys.key(f"made-up-{n}")
    assert shelf.asked == 2
    assert keys.key("k1")


def test_while_the_issuer_is_away_known_keys_are_good_for_a_day_and_no_longer() -> None:
    shelf = Shelf()
    keys = shelf.keys
    keys.key("k1")
    shelf.page, shelf.now = b"", FRESH_SECONDS + 1
    assert keys.key("k1")
    shelf.now = KEPT_SECONDS + 1
    with pytest.raises(RetryableError):
        keys.key("k1")


def test_before_anything_was_read_an_issuer_that_is_away_means_later_not_never() -> None:
    with pytest.raises(RetryableError):
        Shelf(page=b"").keys.key("k1")


@pytest.mark.filterwarnings("ignore:Key size")
@pytest.mark.parametrize(
    "page",
    [
        b"not json",
        b"[" * 100_000,
        b"{}",
        b'{"keys": {}}',
        b'{"keys": []}',
        b'{"keys": [1, null, {"kty": "RSA", "kid": 1}]}',
        b'{"keys": [{"kty": "RSA", "kid": "k1", "n": "!", "e": "AQAB"}]}',
        SHORT,
        json.dumps(
            {"keys": [OctKey.generate_key(256, parameters={"kid": "k1"}).as_dict(private=True)]}
        ).encode(),
        json.dumps({"keys": [key().as_dict(private=True)]}).encode(),
        json.dumps({"keys": [key().as_dict(private=False) | {"use": "enc"}]}).encode(),
    ],
    ids=range(11),
)
def test_a_document_without_a_key_that_can_be_trusted_gives_none(page: bytes) -> None:
    with pytest.raises(RetryableError):
        Shelf(page=page).keys.key("k1")
