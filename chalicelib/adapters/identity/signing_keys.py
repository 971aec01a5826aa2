"""The keys that an issuer signs with (JWKS, RFC 7517): kept for minutes, read anew when one is missing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.bounded_http import NoAnswer
from chalicelib.services.errors import RetryableError

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, OKPKey, RSAKey

    PublicKey = RSAKey | ECKey | OKPKey

log = logging.getLogger(__name__)

FRESH_SECONDS = 600.0
"""So long keys are used without asking: a key that the issuer has taken back is refused after that."""

KEPT_SECONDS = 86_400.0
"""So long keys are used at most while the issuer cannot be reached."""

BETWEEN_SECONDS = 30.0
"""Between two questions, whatever tokens come: who makes up key ids does not make us ask."""

_KINDS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "Ed25519": "OKP"}
_SHORTEST_RSA = 2048
_MOST = 50
"""Keys of one issuer; there are two or three."""


class UnknownKeyError(Exception):
    """The issuer has no key of this id."""


class SigningKeys:
    """
    The public keys of an issuer by their ids. ``fetch`` gives the document as it is, or raises NoAnswer.
    One for a process: what it knows is its own.
    """

    def __init__(
        self, fetch: Callable[[], bytes], algorithm: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch, self._algorithm, self._now = fetch, algorithm, now
        self._keys: dict[str, PublicKey] = {}
        self._read_at = self._asked_at = float("-inf")

    def key(self, kid: str) -> PublicKey:
        """
        The key of an id.

        Raises:
            UnknownKeyError: the issuer has none such, as far as was asked lately.
            RetryableError: no key is at hand, and the issuer does not answer.
        """
        now = self._now()
        if now - self._read_at > FRESH_SECONDS or kid not in self._keys:
            self._ask(now)
        if now - self._read_at > KEPT_SECONDS:
            raise RetryableError("the keys of the sign-on are not at hand")
        try:
            return self._keys[kid]
        except KeyError:
            raise UnknownKeyError from None

    def read(self) -> None:
        """Have the keys at hand, if the issuer answers."""
        self._ask(self._now())

    def _ask(self, now: float) -> None:
        """Read the keys anew, unless that was tried a moment ago; what fails leaves those that are known."""
        if now - self._asked_at < BETWEEN_SECONDS:
            return
        self._asked_at = now
        try:
            self._keys = self._usable(self._fetch())
            self._read_at = now
        except NoAnswer as error:
            log.warning("the sign-on does not give its keys: %s", error.code)
        except (ValueError, RecursionError):
            log.warning("the sign-on gives no keys that can be read")

    def _usable(self, document: bytes) -> dict[str, PublicKey]:
        """Raises ValueError: it is no set of keys, or has none that can be used."""
        told = json.loads(document)
        listed = told.get("keys") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            raise ValueError("no keys")  # noqa: TRY004 - read as a wrong document
        found: dict[str, PublicKey] = {}
        for each in listed[:_MOST]:
            if isinstance(each, dict) and self._fits(each):
                found[each["kid"]] = _public(each)
        if not found:
            raise ValueError("no key that fits")
        return found

    def _fits(self, told: dict[str, Any]) -> bool:
        """
        Whether a key is for signing by the algorithm that is pinned. One that could sign is passed over: an
        issuer that shows it has none any more.
        """
        usual = {"use": "sig", "alg": self._algorithm}
        return (
            told.get("kty") == _KINDS[self._algorithm]
            and isinstance(told.get("kid"), str)
            and all(told.get(name, value) == value for name, value in usual.items())
            and not {"d", "k", "p", "q"} & told.keys()
        )


def _public(told: dict[str, Any]) -> PublicKey:
    """Raises ValueError: the numbers are none of a key, or it is too short to be safe."""
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, OKPKey, RSAKey

    kinds: dict[str, type[PublicKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    try:
        key = kinds[told["kty"]].import_key(told)
        size = key.public_key.key_size if isinstance(key, RSAKey) else _SHORTEST_RSA
    except (JoseError, KeyError, TypeError) as error:
        raise ValueError("no key") from error
    if size < _SHORTEST_RSA:
        raise ValueError("too short a key")
    return key
