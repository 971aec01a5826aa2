from __future__ import annotations

import hmac
import re
from typing import Any

import pytest

from chalicelib.adapters.codes import QueryCodes
from chalicelib.adapters.identity.query_codes import check_query_code
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.ports.cases import Loaded, StoredCase
from chalicelib.services.errors import Problem
from tests.adapters.a_case import CODE, opened
from tests.fakes import MORNING

KEY = "a key of the tests, long enough"


def stored(loaded: Loaded) -> StoredCase:
    return StoredCase(loaded.case.code_digest, lambda: loaded)


def unreadable() -> Loaded:
    raise ValueError("rows that somebody altered")


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
    assert check_query_code(stored(loaded), code, MORNING) is loaded


@pytest.mark.parametrize("code", [None, "", "WRONG", CODE[:-1], CODE + "A", "\udcff", "码" * 5000, "\x00"])
def test_a_wrong_code_and_a_case_that_is_not_there_are_answered_alike(code: str | None) -> None:
    answers = []
    for found in (stored(Loaded(opened().case, CaseFiles())), StoredCase("0" * 64, unreadable), None):
        with pytest.raises(Problem) as caught:
            check_query_code(found, code, MORNING)
        answers.append((caught.value.status, caught.value.code, caught.value.text, caught.value.details))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404


def test_no_code_opens_a_case_that_is_not_there() -> None:
    with pytest.raises(Problem):
        check_query_code(None, CODE, MORNING)


def test_codes_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return bool(one == other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    case = opened().case
    check_query_code(stored(Loaded(case, CaseFiles())), CODE, MORNING)
    assert len(compared) == 1
    assert compared[0][1] == case.code_digest


def test_a_query_code_is_the_same_for_the_same_case_and_key_only() -> None:
    codes = QueryCodes(lambda: KEY)
    code = codes.query_code("370213202603020000019")
    assert code == codes.query_code("370213202603020000019")
    assert code != codes.query_code("370213202603020000027")
    assert code != QueryCodes(lambda: KEY + "2").query_code("370213202603020000019")
    assert len(code) == 10
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_chance_stays_within_its_bounds_and_names_are_not_given_twice() -> None:
    codes = QueryCodes(lambda: KEY)
    assert all(0 <= codes.jitter() < 1 for _ in range(200))
    assert len({codes.unused() for _ in range(200)}) == 200
    assert re.fullmatch(r"[0-9a-f]{32}", codes.unused())
