from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.codes import Codes
from chalicelib.adapters.identity.query_codes import check_query_code
from chalicelib.adapters.identity.tokens import LONGEST_LIFE, identify_staff, issue_token
from chalicelib.cases.files import CaseFiles
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import Staff
from chalicelib.services.errors import Problem
from tests.adapters.a_case import CODE, opened

KEY = "a key of the tests, long enough"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WANG = Staff(id="王-1", units=("market-supervision", "health"))
CLAIMS: dict[str, Any] = {
    "sub": "s-1",
    "units": ["health"],
    "region": "licang",
    "exp": int(NOW.timestamp()) + 60,
}
HEAD: dict[str, Any] = {"alg": "HS256", "typ": "JWT"}


def good() -> str:
    return issue_token(KEY, WANG, "licang", NOW + timedelta(hours=8))


def part(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(body: str, key: str = KEY) -> str:
    """A token as another sign-on with the key would make it (RFC 7515, appendix A.1)."""
    digest = hmac.new(key.encode(), body.encode(), hashlib.sha256).digest()
    return f"{body}.{part(digest)}"


def ask(header: str | None, region: str = "licang", now: datetime = NOW) -> Staff:
    return identify_staff(KEY, header, region, now)


def refuse(header: str | None, **where: Any) -> None:
    with pytest.raises(Problem) as caught:
        ask(header, **where)
    problem = caught.value
    assert (problem.status, problem.code) == (401, "sign_in")
    assert problem.text.zh
    assert problem.text.en


def test_a_token_names_the_member_of_staff_it_was_issued_to() -> None:
    assert ask(f"Bearer {good()}") == WANG


def test_a_token_of_another_sign_on_with_the_same_key_is_good() -> None:
    token = signed(f"{part(HEAD)}.{part(CLAIMS | {'iat': 1, 'name': 'Wang'})}")
    assert ask(f"bearer {token}") == Staff(id="s-1", units=("health",))


@pytest.mark.parametrize("users", [None, (), ("li", "AIDA2")])
def test_a_token_tells_who_one_is_in_the_cloud_or_does_not_say(users: tuple[str, ...] | None) -> None:
    someone = Staff(id="s-1", units=(), cloud_users=users)
    assert ask(f"Bearer {issue_token(KEY, someone, 'licang', NOW + timedelta(hours=1))}") == someone
    body = f"{part(HEAD)}.{part(CLAIMS | {'cloud_users': 'li'})}"
    refuse(f"Bearer {signed(body)}")


def test_whoever_comes_with_an_expired_token_is_told_since_when_and_no_more() -> None:
    with pytest.raises(Problem) as caught:
        ask(f"Bearer {good()}", now=NOW + timedelta(days=1))
    told = caught.value.text
    assert "2026-03-02 16:00+08:00 过期" in told.zh
    assert "expired at 2026-03-02 16:00+08:00" in told.en
    assert WANG.id not in f"{told.zh}{told.en}"
    forged = f"{good()[:-1]}{'A' if good()[-1] != 'A' else 'B'}"
    with pytest.raises(Problem) as caught:
        ask(f"Bearer {forged}", now=NOW + timedelta(days=1))
    assert "过期" not in caught.value.text.zh


@pytest.mark.parametrize("exp", [-1e308, -1.0, 0.0, 1.0, 1e308])
def test_no_end_of_a_token_is_too_odd_to_be_refused_in_words(exp: float) -> None:
    body = f"{part(HEAD)}.{part(CLAIMS | {'exp': exp})}"
    refuse(f"Bearer {signed(body)}")


def test_a_token_is_good_until_it_expires_and_no_longer() -> None:
    end = NOW + timedelta(hours=8)
    assert ask(f"Bearer {good()}", now=end - timedelta(seconds=1)) == WANG
    refuse(f"Bearer {good()}", now=end)


def test_a_token_of_another_key_or_region_is_refused() -> None:
    refuse(f"Bearer {issue_token('another key altogether', WANG, 'licang', NOW + timedelta(hours=1))}")
    refuse(f"Bearer {good()}", region="shibei")


@pytest.mark.parametrize("alg", ["none", "NONE", "HS512", "RS256", "", None])
def test_no_other_algorithm_is_accepted_signed_or_not(alg: str | None) -> None:
    body = f"{part({'alg': alg, 'typ': 'JWT'})}.{part(CLAIMS)}"
    refuse(f"Bearer {body}.")
    refuse(f"Bearer {signed(body)}")


def test_a_header_that_asks_for_more_than_we_know_is_refused() -> None:
    head = part(HEAD | {"crit": ["b64"]})
    refuse(f"Bearer {signed(f'{head}.{part(CLAIMS)}')}")


def test_claims_that_were_tampered_with_are_refused() -> None:
    head, _, signature = good().split(".")
    refuse(f"Bearer {head}.{part(CLAIMS | {'departments': ['*']})}.{signature}")


@pytest.mark.parametrize("n", range(0, 200, 7))
def test_no_letter_of_a_token_can_be_changed(n: int) -> None:
    token = good()
    n %= len(token) - 1  # of the very last letter some bits carry nothing
    other = "A" if token[n] != "A" else "B"
    refuse(f"Bearer {token[:n]}{other}{token[n + 1 :]}")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer .",
        "Bearer ..",
        "Bearer ...",
        "Bearer a.b.c",
        "Bearer 王.王.王",
        "Bearer \udcff.\udcff",
        "Bearer \x00",
        "\x00",
        "Basic d2FuZzpwdw==",
        "Token abc",
        "Bearer " + "a" * 100_000,
        "Bearer " + "." * 5_000,
    ],
)
def test_whatever_else_is_sent_is_refused_and_breaks_nothing(header: str | None) -> None:
    refuse(header)


def test_a_good_token_said_otherwise_than_as_a_bearer_is_refused() -> None:
    for header in (good(), f"Basic {good()}", f"Bearer  {good()}", f"Bearer {good()} ", f"Bearer{good()}"):
        refuse(header)


@given(st.text())
def test_no_text_at_all_breaks_it(header: str) -> None:
    refuse(header)
    refuse(f"Bearer {header}")


@pytest.mark.parametrize(
    "body",
    [
        "",
        part(CLAIMS),
        f"{part(HEAD)}.{part(CLAIMS)}.{part(CLAIMS)}",
        f"{part(HEAD)}.",
        f"{part(HEAD)}.{part([])}",
        f"{part(HEAD)}.{part('text')}",
        f"{part(HEAD)}.{part(b'not json')}",
        f"{part(HEAD)}.{part(bytes([0xFF, 0xFE]))}",
        f"{part(HEAD)}.A",
        f"{part(b'[' * 5000)}.{part(CLAIMS)}",
    ],
)
def test_a_token_signed_with_our_key_may_still_be_malformed(body: str) -> None:
    refuse(f"Bearer {signed(body)}")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": None},
        {"exp": "2099"},
        {"exp": [1]},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"sub": "x" * 81},
        {"units": None},
        {"units": "health"},
        {"units": [1]},
        {"units": {"health": True}},
        {"region": None},
        {"region": ["licang"]},
    ],
)
def test_claims_of_the_wrong_form_are_refused(claims: dict[str, Any]) -> None:
    refuse(f"Bearer {signed(f'{part(HEAD)}.{part(CLAIMS | claims)}')}")
    for name in claims:
        lacking = {key: value for key, value in CLAIMS.items() if key != name}
        refuse(f"Bearer {signed(f'{part(HEAD)}.{part(lacking)}')}")


HOUR = 3600
AT = int(NOW.timestamp())


def bearer(claims: object, head: object = HEAD) -> str:
    return f"Bearer {signed(f'{part(head)}.{part(claims)}')}"


@pytest.mark.parametrize("exp", [AT + 1, AT + 0.5, AT + 31 * 24 * HOUR])
def test_an_end_within_a_month_is_good(exp: float) -> None:
    assert ask(bearer(CLAIMS | {"exp": exp})).id == "s-1"


@pytest.mark.parametrize(
    "exp",
    [
        b"1e308",
        b"1e309",
        b"-1e308",
        b"1" + b"0" * 400,
        b"1" + b"0" * 5000,
        b"NaN",
        b"Infinity",
        b"-1",
        b"0",
        b"true",
        b"null",
        b'"1772413260"',
        b"[1772413260]",
        b"{}",
        b"253402300800",
        str(AT + 31 * 24 * HOUR + 1).encode(),
        str(AT).encode(),
    ],
    ids=lambda exp: f"{exp.decode()[:12]} of {len(exp)}",
)
def test_an_end_that_is_no_time_or_too_far_away_is_refused(exp: bytes) -> None:
    claims = json.dumps(CLAIMS).encode().replace(str(CLAIMS["exp"]).encode(), exp)
    refuse(bearer(claims))


def test_a_clock_that_runs_fast_has_as_many_hours_more() -> None:
    token = issue_token(KEY, WANG, "licang", NOW + timedelta(hours=100_000))
    refuse(f"Bearer {token}")
    assert identify_staff(KEY, f"Bearer {token}", "licang", NOW, LONGEST_LIFE * 3600) == WANG


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_is_not_good_before_its_time(claim: str) -> None:
    for good in (AT, AT + 30, AT - 10 * HOUR, 0, AT + 0.5):
        assert ask(bearer(CLAIMS | {claim: good})).id == "s-1"
    for bad in (AT + 61, 1e308, "0", None, True, [0], float("nan")):
        refuse(bearer(CLAIMS | {claim: bad}))


@pytest.mark.parametrize("aud", ["zero-errand", ["zero-errand"], ["other", "zero-errand"]])
def test_a_token_may_say_that_it_was_made_for_us(aud: object) -> None:
    assert ask(bearer(CLAIMS | {"aud": aud})).id == "s-1"


@pytest.mark.parametrize(
    "aud", ["other", "", "Zero-Errand", ["other"], [], None, 5, {"zero-errand": 1}, [["zero-errand"]]]
)
def test_a_token_made_for_another_service_is_refused(aud: object) -> None:
    refuse(bearer(CLAIMS | {"aud": aud}))


@pytest.mark.parametrize("name", ["exp", "region", "units", "sub", "x"])
def test_a_claim_given_twice_is_refused(name: str) -> None:
    twice = (
        f'{{"{name}": {json.dumps(CLAIMS.get(name))}, '.encode() + json.dumps(CLAIMS | {"x": 1}).encode()[1:]
    )
    refuse(bearer(twice))
    head = b'{"alg": "none", "alg": "HS256", "typ": "JWT"}'
    refuse(bearer(CLAIMS, head))


@pytest.mark.parametrize("depth", [100, 1_000, 2_900])
@pytest.mark.parametrize("inner", [b"[]", b'{"a":1,"a":2}', b"NaN"])
def test_claims_we_do_not_know_may_be_of_any_shape_but_break_nothing(depth: int, inner: bytes) -> None:
    nested = b'{"x": ' + b"[" * depth + inner + b"]" * depth + b", " + json.dumps(CLAIMS).encode()[1:]
    header = bearer(nested)
    if (depth, inner) == (100, b"[]"):
        assert ask(header).id == "s-1"
    else:
        refuse(header)


@pytest.mark.parametrize("sub", ["\u200b", "\u3164", "王\ufffd", "王\u202e", "王\n二", "\x00", "…", "\ue000"])
def test_a_name_that_shows_nothing_or_misleads_is_nobody_s(sub: str) -> None:
    refuse(bearer(CLAIMS | {"sub": sub}))


def test_a_token_in_another_encoding_is_refused() -> None:
    claims = json.dumps(CLAIMS | {"name": "王"}, ensure_ascii=False)
    assert ask(bearer(claims.encode())).id == "s-1"
    for encoding in ("utf-16", "utf-32-le", "utf-16-be", "gb18030"):
        refuse(bearer(claims.encode(encoding)))


# --- query codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\n",
        "abcd efgh-23",
        "ＡＢＣＤＥＦＧＨ２３",
        "\u200bABCD\u3000EFGH\u201323",
    ],
)
def test_a_query_code_opens_its_case_in_capitals_or_not(code: str) -> None:
    loaded = Loaded(opened().case, CaseFiles())
    assert check_query_code(loaded, code) is loaded


@pytest.mark.parametrize("code", [None, "", "WRONG", CODE[:-1], CODE + "A", "\udcff", "码" * 5000, "\x00"])
def test_a_wrong_code_and_a_case_that_is_not_there_are_answered_alike(code: str | None) -> None:
    answers = []
    for loaded in (Loaded(opened().case, CaseFiles()), None):
        with pytest.raises(Problem) as caught:
            check_query_code(loaded, code)
        answers.append((caught.value.status, caught.value.code, caught.value.text, caught.value.details))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_no_code_opens_a_case_that_is_not_there() -> None:
    with pytest.raises(Problem):
        check_query_code(None, CODE)


def test_codes_and_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return bool(one == other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    case = opened().case
    check_query_code(Loaded(case, CaseFiles()), CODE)
    ask(f"Bearer {good()}")
    assert len(compared) == 2
    assert compared[0][1] == case.code_digest


def test_a_query_code_is_the_same_for_the_same_case_and_key_only() -> None:
    codes = Codes(lambda: KEY)
    code = codes.query_code("370213202603020000019")
    assert code == codes.query_code("370213202603020000019")
    assert code != codes.query_code("370213202603020000027")
    assert code != Codes(lambda: KEY + "2").query_code("370213202603020000019")
    assert len(code) == 10
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_chance_stays_within_its_bounds_and_names_are_not_given_twice() -> None:
    codes = Codes(lambda: KEY)
    assert all(0 <= codes.jitter() < 1 for _ in range(200))
    assert len({codes.unused() for _ in range(200)}) == 200
    assert re.fullmatch(r"[0-9a-f]{32}", codes.unused())
