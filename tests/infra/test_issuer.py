"""The local sign-on over real HTTP, as our own adapter and a browser meet it; and that no cloud ever does."""

from __future__ import annotations

import http.client
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from chalicelib.adapters.identity.issuer import Client, OidcIssuer
from chalicelib.ports.people.identity import Person, Proof, Staff
from chalicelib.services.errors import Problem, RetryableError
from chalicelib.services.sign_on.through_issuer import new_attempt, proof_of
from infra.local.issuer.issuer import AUDIENCE, LocalIssuer, kept_key
from infra.local.issuer.people import demonstration_people
from infra.local.issuer.server import IssuerServer
from infra.package import Package
from tests.fakes import licang

REDIRECT = "http://127.0.0.1:8000/signed-in"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IssuerServer]:
    file = tmp_path_factory.mktemp("sign-on") / "sign-on.json"
    people = demonstration_people("licang", licang().units)
    with IssuerServer(0, lambda url: LocalIssuer(url, kept_key(file), REDIRECT, lambda: people)) as running:
        assert kept_key(file).kid == kept_key(file).kid
        assert file.stat().st_mode & 0o777 == 0o600
        yield running


def ours(server: IssuerServer, url: str = "") -> OidcIssuer:
    client = Client(issuer=url or server.issuer.url, audience=AUDIENCE, redirect=REDIRECT, region="licang")
    return OidcIssuer(client, lambda identity: f"digest of {identity.canonical}", lambda: datetime.now(UTC))


def ask(
    server: IssuerServer, method: str, place: str, form: Mapping[str, str] = {}, **headers: str
) -> tuple[int, Mapping[str, str], str]:
    """Status, headers and text of an answer; a redirect is not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    parts = urlsplit(place)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request(method, path, urlencode(form), {**FORM, **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.headers), text


def picked(server: IssuerServer, proof: Proof, person: str) -> str:
    """The code with which a browser comes back."""
    status, headers, _ = ask(server, "POST", ours(server).sign_in_url(proof), {"person": person})
    assert status == 303
    given = dict(parse_qsl(urlsplit(headers["Location"]).query))
    assert (headers["Location"].partition("?")[0], given["state"]) == (REDIRECT, proof.state)
    return given["code"]


def test_a_browser_picks_a_person_and_our_adapter_learns_who_it_is(server: IssuerServer) -> None:
    proof = proof_of(new_attempt())
    status, headers, page = ask(server, "GET", ours(server).sign_in_url(proof))
    assert status == 200
    assert "任何人都可以选择任一身份" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    for person in ("applicant", "agent", "author", "approver", "supervisor", "operator", "hall-1"):
        assert f'value="{person}"' in page
    clerk = ours(server).redeem(picked(server, proof, "market-supervision-2"), proof).caller
    assert isinstance(clerk, Staff)
    assert (clerk.id, clerk.units, clerk.roles) == (
        *("market-supervision-2", ("market-supervision",), ("officer",)),
    )
    applicant = ours(server).redeem(picked(server, proof, "applicant"), proof).caller
    assert isinstance(applicant, Person)
    assert applicant.identity == "digest of citizen 370213198802140009"


def test_a_code_is_good_once_and_for_the_browser_that_asked(server: IssuerServer) -> None:
    proof = proof_of(new_attempt())
    code = picked(server, proof, "hall-1")
    with pytest.raises(Problem):
        ours(server).redeem(code, proof._replace(verifier="x" * 43))
    with pytest.raises(Problem):
        ours(server).redeem(code, proof)
    again = picked(server, proof, "hall-1")
    with pytest.raises(Problem):
        ours(server).redeem(again, proof._replace(nonce="another"))


def test_the_command_line_gets_a_token_by_one_call(server: IssuerServer) -> None:
    status, _, token = ask(server, "POST", "/people/health-1/token")
    assert status == 200
    assert ours(server).identify(token).caller == server_clerk("health-1")
    assert ask(server, "POST", "/people/nobody/token")[0] == 400


def server_clerk(number: str) -> Staff:
    return Staff(number, ("health",), ("officer",), name="卫生健康局演示人员1")


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/signed-in"},
        {"redirect_uri": f"{REDIRECT}/../evil"},
        {"client_id": "another"},
        {"response_type": "token"},
        {"code_challenge": ""},
        {"code_challenge_method": "plain"},
        {"nonce": ""},
    ],
    ids=str,
)
def test_whoever_asks_otherwise_than_our_own_pages_gets_no_code(
    server: IssuerServer, change: dict[str, str]
) -> None:
    asked = dict(parse_qsl(urlsplit(ours(server).sign_in_url(proof_of(new_attempt()))).query)) | change
    for method in ("GET", "POST"):
        status, headers, _ = ask(server, method, f"/authorize?{urlencode(asked)}", {"person": "hall-1"})
        assert status == 400
        assert "Location" not in headers


def test_a_name_that_leads_to_this_machine_gets_nothing(server: IssuerServer) -> None:
    assert ask(server, "POST", "/people/hall-1/token", Host="evil.example")[0] == 421


def test_an_issuer_that_says_it_is_another_one_is_not_believed(server: IssuerServer) -> None:
    other = ours(server, server.issuer.url.replace("127.0.0.1", "localhost"))
    with pytest.raises(RetryableError):
        other.sign_in_url(proof_of(new_attempt()))


def test_the_local_sign_on_is_no_part_of_what_is_deployed(packaged: Package) -> None:
    with zipfile.ZipFile(packaged.archive) as archive:
        names = archive.namelist()
        code = b"".join(archive.read(name) for name in names if name.startswith(("app", "chalicelib/")))
    assert not [name for name in names if name.startswith("infra") or "local" in Path(name).parts]
    assert b"LocalIssuer" not in code
