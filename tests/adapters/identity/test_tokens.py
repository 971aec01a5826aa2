"""Tokens from everywhere: what one of the issuer's is taken for, and how every other kind is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from chalicelib.adapters.identity.issuer import Client, OidcIssuer
from chalicelib.adapters.identity.tokens import LEEWAY, Trusted, check_token
from chalicelib.cases.people.parties import Identity
from chalicelib.ports.people.identity import Person, Staff
from chalicelib.services.errors import Problem
from chalicelib.settings import ClaimNames

NOW = datetime(2026, 3, 2, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER, AUDIENCE = "https://sign-on.example.gov.cn", "zero-errand"
CARD = "11010519491231002X"
CLERK: dict[str, Any] = {
    "staff_number": "王-1",
    "name": "王办",
    "region": "licang",
    "units": ["health"],
    "roles": ["officer", "mail-user"],
}
STANDARD: dict[str, Any] = {"iss": ISSUER, "aud": AUDIENCE, "iat": AT, "exp": AT + 3_600}


@cache
def key(kid: str = "k1", bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, parameters={"kid": kid}, private=True)


def jwks(*keys: Any) -> bytes:
    return json.dumps({"keys": [each.as_dict(private=False) for each in keys]}).encode()


def digest(identity: Identity) -> str:
    return f"digest of {identity.canonical}"


def issuer(document: bytes | None = None, **client: Any) -> OidcIssuer:
    known = Client(
        ISSUER, AUDIENCE, "https://portal/signed-in", "licang", jwks_url=f"{ISSUER}/jwks", **client
    )
    return OidcIssuer(known, digest, lambda: NOW, lambda _url, _seconds: document or jwks(key()))


TRUSTED = issuer()


def token(claims: Mapping[str, Any] = {}, head: Mapping[str, Any] = {}, by: Any = None) -> str:
    """A token that differs from a good one by these; a claim of None is left out."""
    told = {name: value for name, value in {**STANDARD, **CLERK, **claims}.items() if value is not None}
    header = {name: each for name, each in {"alg": "RS256", "kid": "k1", **head}.items() if each is not None}
    return jws.serialize_compact(header, json.dumps(told), by or key(), algorithms=[header["alg"]])


def part(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def refused(given: str, by: OidcIssuer = TRUSTED) -> Problem:
    with pytest.raises(Problem) as caught:
        by.identify(given)
    assert (caught.value.status, caught.value.code) == (401, "sign_in")
    assert "王" not in caught.value.text.zh
    return caught.value


def test_a_token_names_the_member_of_staff_and_only_roles_that_we_know() -> None:
    found = TRUSTED.identify(token())
    assert found.caller == Staff("王-1", ("health",), ("officer",), None, "王办")
    assert (found.given, found.until) == (NOW - LEEWAY, NOW + timedelta(hours=1))


def test_whoever_has_an_identity_number_is_known_by_its_digest_and_the_number_is_forgotten() -> None:
    person = {"staff_number": None, "name": "张三", "identity_kind": "113", "identity_number": CARD.lower()}
    found = TRUSTED.identify(token(person)).caller
    assert found == Person("张三", f"digest of citizen {CARD}")
    shop = {**person, "identity_kind": "uscc", "identity_number": "91370213MA3D9K2T8Y"}
    assert TRUSTED.identify(token(shop)).caller == Person("张三", "digest of uscc 91370213MA3D9K2T8Y", True)


@pytest.mark.parametrize(
    ("claims", "right"),
    [
        ({}, True),
        ({"aud": [AUDIENCE], "azp": AUDIENCE}, True),
        ({"aud": [AUDIENCE, "another"], "azp": AUDIENCE}, True),
        ({"aud": [AUDIENCE, "another"]}, False),
        ({"aud": [AUDIENCE, "another"], "azp": "another"}, False),
        ({"azp": "another"}, False),
        ({"nonce": "of somebody else"}, False),
        ({"nonce": None}, False),
    ],
)
def test_an_id_token_answers_our_question_and_was_given_to_us(claims: dict[str, Any], right: bool) -> None:
    given, trusted = token({"nonce": "nonce", **claims}), Trusted(ISSUER, AUDIENCE, "RS256")
    if right:
        assert check_token(given, TRUSTED.keys, trusted, NOW, "nonce").claims["staff_number"] == "王-1"
    else:
        with pytest.raises(Problem) as caught:
            check_token(given, TRUSTED.keys, trusted, NOW, "nonce")
        assert caught.value.code == "sign_in"


def test_the_settings_say_which_claim_carries_what() -> None:
    names = ClaimNames({"staff": "sub", "region": "org.region", "roles": "realm.roles"}, {"经办": "officer"})
    claims = {"sub": "0201", "org": {"region": "licang"}, "realm": {"roles": ["经办", "policy-author"]}}
    found = issuer(claims=names).identify(token(claims))
    assert found.caller == Staff("0201", (), ("officer", "policy-author"))


@pytest.mark.parametrize(
    "claims",
    [
        {"staff_number": None},
        {"region": "shibei"},
        {"region": None},
        {"units": "health"},
        {"units": [1]},
        {"roles": {"officer": True}},
        {"staff_number": "\u200b"},
        {"staff_number": "x" * 81},
        {"staff_number": None, "identity_number": "110105194912310021", "name": "张三"},
        {"staff_number": None, "identity_number": CARD, "name": None},
        {"staff_number": None, "identity_number": CARD, "identity_kind": "king"},
    ],
)
def test_whom_the_claims_do_not_name_as_we_need_it_is_told_so_without_what_they_say(
    claims: dict[str, Any],
) -> None:
    with pytest.raises(Problem) as caught:
        TRUSTED.identify(token(claims))
    assert caught.value.status == 403
    assert CARD not in f"{caught.value.text} {caught.value.__cause__}"


@pytest.mark.parametrize("name", ["", " ", "\u202e\u2066", "\x00"])
def test_a_name_that_shows_nothing_keeps_no_clerk_out_and_an_applicant_is_told_where_to_mend_it(
    name: str,
) -> None:
    found = TRUSTED.identify(token({"name": name})).caller
    assert isinstance(found, Staff)
    assert (found.id, found.name) == (CLERK["staff_number"], "")
    with pytest.raises(Problem) as caught:
        TRUSTED.identify(token({"staff_number": None, "identity_number": CARD, "name": name}))
    assert (caught.value.status, caught.value.code) == (422, "name_unreadable")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://sign-on.example.com"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": []},
        {"aud": None},
        {"exp": None},
        {"exp": 1e308},
        {"exp": "2099"},
        {"exp": True},
        {"iat": None},
        {"iat": -1},
    ],
)
def test_tokens_for_others_by_others_or_without_a_time_are_refused(claims: dict[str, Any]) -> None:
    refused(token(claims))


@pytest.mark.parametrize(
    ("claims", "good"),
    [
        ({"exp": AT - 59}, False),  # it never was good: it ends before it was given
        ({"iat": AT - 100, "exp": AT - 59}, True),
        ({"iat": AT - 100, "exp": AT - 60}, False),
        ({"iat": AT + 60}, True),
        ({"iat": AT + 61}, False),
        ({"nbf": AT + 61}, False),
        ({"exp": AT + 86_400}, True),
        ({"exp": AT + 86_401}, False),
    ],
)
def test_a_token_is_good_from_when_it_was_given_for_a_day_at_most_give_or_take_a_minute(
    claims: dict[str, Any], good: bool
) -> None:
    if good:
        assert TRUSTED.identify(token(claims)).caller
    else:
        assert "重新登录" in refused(token(claims)).text.zh


def test_a_token_that_nobody_signed_is_refused() -> None:
    head, claims, signature = token().split(".")
    for alg in ("none", "None", "NONE"):
        unsigned = part({"alg": alg, "kid": "k1"})
        refused(f"{unsigned}.{claims}.")
        refused(f"{unsigned}.{claims}.{signature}")
    refused(f"{head}.{claims}.")
    refused(f"{head}.{part({**STANDARD, **CLERK, 'units': ['*']})}.{signature}")


@pytest.mark.parametrize("form", ["pem", "der", "jwk"])
def test_a_key_that_everybody_can_read_signs_nothing(form: str) -> None:
    public = json.dumps(key().as_dict(private=False)).encode() if form == "jwk" else None
    secret = public or (key().as_pem(private=False) if form == "pem" else key().as_der(private=False))
    body = f"{part({'alg': 'HS256', 'kid': 'k1', 'typ': 'JWT'})}.{part({**STANDARD, **CLERK})}"
    signature = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    refused(f"{body}.{part(signature)}")


def test_a_key_of_the_right_name_and_of_another_kind_or_owner_is_refused() -> None:
    mine = RSAKey.generate_key(2048, parameters={"kid": "k1"}, private=True)
    refused(token(by=mine))
    refused(token(head={"alg": "PS256"}))
    refused(token(head={"alg": "HS256"}, by=OctKey.generate_key(256, parameters={"kid": "k1"})))
    refused(token(head={"kid": "k2"}))
    refused(token(head={"kid": None}))
    jwk = {"jwk": mine.as_dict(private=False)}
    refused(token(head=jwk, by=mine))
    refused(token(head={"typ": "logout+jwt"}))


@pytest.mark.parametrize(
    "head", [{}, {"crit": ["exp"], "exp": 1}, {"b64": False, "crit": ["b64"]}, {"x": "y"}]
)
def test_a_header_that_asks_for_more_than_we_know_is_refused(head: dict[str, Any]) -> None:
    body = f"{part({'alg': 'RS256', 'kid': 'k1', **head})}.{part({**STANDARD, **CLERK})}"
    signature = key().private_key
    assert signature is not None
    made = f"{body}.{part(signature.sign(body.encode(), PKCS1v15(), SHA256()))}"
    if head:
        refused(made)
    else:
        assert TRUSTED.identify(made)


def test_an_issuer_that_signs_otherwise_is_taken_at_its_settings_word() -> None:
    curve = ECKey.generate_key("P-256", parameters={"kid": "k1"}, private=True)
    other = issuer(jwks(key(), curve), algorithm="ES256")
    assert other.identify(token(head={"alg": "ES256"}, by=curve)).caller
    refused(token(), by=other)


@pytest.mark.parametrize(
    "given",
    ["", ".", "..", "...", "a.b.c", "王.王.王", "\udcff.\udcff.", "\x00", ".".join(["a" * 4_000] * 3)],
    ids=range(9),
)
def test_whatever_else_is_sent_is_refused_and_breaks_nothing(given: str) -> None:
    refused(given)


@pytest.mark.parametrize(
    "content", [b"[" * 5_000, b"[]", b'"text"', b"not json", b"\xff\xfe", b'{"exp": NaN}']
)
def test_what_the_issuer_s_key_has_signed_may_still_be_no_token(content: bytes) -> None:
    refused(jws.serialize_compact({"alg": "RS256", "kid": "k1"}, content, key(), algorithms=["RS256"]))


def test_a_megabyte_of_claims_is_refused_before_anything_is_read() -> None:
    refused(token({"x": "y" * 1_000_000}))


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(st.text())
def test_no_text_at_all_breaks_it(given: str) -> None:
    refused(given)


@pytest.mark.parametrize("n", range(0, 700, 47))
def test_no_letter_of_a_token_can_be_changed(n: int) -> None:
    good = token()
    n %= len(good) - 1  # of the very last letter some bits carry nothing
    refused(f"{good[:n]}{'A' if good[n] != 'A' else 'B'}{good[n + 1 :]}")
