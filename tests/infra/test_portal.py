"""The portal address: what a browser meets in front of the deployed API."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest

from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.local.portal.handler import BODY_LIMIT
from infra.local.portal.portal import Portal

Answer = tuple[int, dict[str, str], bytes]


def ask(
    cloud: EmbeddedCloud,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(cloud.portal_url).netloc, timeout=240)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, {n.lower(): v for n, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def preflight(cloud: EmbeddedCloud, path: str, method: str) -> Answer:
    headers = {"Origin": cloud.portal_url, "Access-Control-Request-Method": method}
    return ask(cloud, "OPTIONS", path, headers=headers)


@pytest.mark.parametrize(("path", "method"), [("/cases", "POST"), ("/items", "GET"), ("/cases/LC1", "GET")])
def test_a_browser_on_the_portal_may_call_the_api(cloud: EmbeddedCloud, path: str, method: str) -> None:
    status, headers, body = preflight(cloud, path, method)
    assert (status, body) == (200, b"")
    assert headers["access-control-allow-origin"] == cloud.portal_url
    assert method in headers["access-control-allow-methods"].split(",")
    assert {"Authorization", "Content-Type", "Idempotency-Key"} <= set(
        headers["access-control-allow-headers"].split(",")
    )


def test_an_answer_names_the_same_origin_as_its_preflight(cloud: EmbeddedCloud) -> None:
    _, headers, _ = ask(cloud, "POST", "/cases", b"{}", {"Content-Type": "application/json"})
    assert headers["access-control-allow-origin"] == cloud.portal_url


def test_a_preflight_of_no_route_is_refused_as_api_gateway_does(cloud: EmbeddedCloud) -> None:
    status, headers, _ = preflight(cloud, "/nowhere", "GET")
    assert status == 404
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/nowhere", "./"),
        ("/cases/LC1/no/such", "../../../"),
        ("/sign-out", "./"),
        ("/desk/nothing/", "../../"),
    ],
    ids=["one part", "several", "a form's own", "slash at the end"],
)
def test_an_address_that_there_is_not_leads_a_browser_back(
    cloud: EmbeddedCloud, path: str, back: str
) -> None:
    """Here before any rules are in force: even the barest page leads back."""
    wants = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    status, headers, body = ask(cloud, "GET", path, headers=wants)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert f'<a href="{back}">' in body.decode()
    assert "openapi" not in body.decode()
    status, headers, body = ask(cloud, "GET", path)
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(body)["code"] == "no_such_address"


def test_a_refusal_of_the_api_reaches_the_caller_unchanged(cloud: EmbeddedCloud) -> None:
    status, headers, body = ask(cloud, "POST", "/cases", b"{}", {"Content-Type": "application/json"})
    assert 400 <= status < 500
    assert headers["content-type"].startswith("application/problem+json")
    assert set(json.loads(body)["title"]) == {"zh", "en"}


def test_a_browser_may_upload_to_the_bucket_from_the_portal_only(cloud: EmbeddedCloud) -> None:
    def may_put(origin: str) -> int:
        connection = http.client.HTTPConnection(urlsplit(cloud.endpoint_url).netloc, timeout=240)
        headers = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        connection.request("OPTIONS", f"/{cloud.uploads_bucket}/uploads/x", headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    assert may_put(cloud.portal_url) == 200
    assert may_put("https://elsewhere.example") == 403


def test_the_first_page_is_the_apis_own(cloud: EmbeddedCloud) -> None:
    status, headers, body = ask(cloud, "GET", "/settings?lang=en&to=items")
    assert (status, headers["location"], body) == (303, "./items", b"")
    assert headers["set-cookie"].startswith("lang=en;")


def test_a_request_beyond_what_api_gateway_takes_is_refused_unread(cloud: EmbeddedCloud) -> None:
    connection = http.client.HTTPConnection(urlsplit(cloud.portal_url).netloc, timeout=240)
    connection.putrequest("POST", "/cases")
    connection.putheader("Content-Length", str(BODY_LIMIT + 1))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "10 MB" in json.loads(answer.read())["title"]["en"]
    connection.close()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"TRACE /cases HTTP/1.1\r\n", 501),
        (b"GET /items/\xe9 HTTP/1.1\r\n", 400),
        (b"GET /items/a%2Fb HTTP/1.1\r\n", 404),
        (b"GET http://[ HTTP/1.1\r\n", 400),
        (b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n", 414),
        (b"POST /cases HTTP/1.1\r\nContent-Length: -1\r\n", 400),
        (b"POST /cases HTTP/1.1\r\nContent-Length: " + b"9" * 5_000 + b"\r\n", 400),
        (b"GET /items HTTP/1.1\r\n" + b"X: y\r\n" * 200, 431),
    ],
    ids=["method", "not ascii", "slash", "no address", "long", "negative", "huge", "headers"],
)
def test_what_is_no_request_of_the_api_is_answered_as_a_problem(
    cloud: EmbeddedCloud, line: bytes, status: int
) -> None:
    told = urlsplit(cloud.portal_url)
    with socket.create_connection((told.hostname, told.port or 0), timeout=240) as connection:
        connection.sendall(line + b"Host: x\r\n\r\n")
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        document = json.loads(answer.read())
    assert (answer.status, document["status"]) == (status, status)
    assert answer.getheader("Content-Type") == "application/problem+json"
    assert document["type"] == f"urn:zero-errand:problem:{document['code']}"
    assert all(document["title"][language] for language in ("zh", "en"))


def test_one_connection_carries_many_requests(cloud: EmbeddedCloud) -> None:
    connection = http.client.HTTPConnection(urlsplit(cloud.portal_url).netloc, timeout=240)
    for _ in range(3):
        connection.request("GET", "/nowhere")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404
        assert not answer.will_close
    connection.close()


def test_a_taken_port_is_said_in_both_languages(cloud: EmbeddedCloud) -> None:
    with pytest.raises(EmbeddedCloudError, match="被占用 is taken"):
        Portal(urlsplit(cloud.portal_url).port or 0)
