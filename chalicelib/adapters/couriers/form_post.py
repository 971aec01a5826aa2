"""One HTTP POST of a form, with bounds on time and size, for carriers that speak forms and JSON."""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

LARGEST = 1_000_000
"""Bytes of an answer that are read; a parcel's trace is a few thousand."""


class NoAnswer(Exception):  # noqa: N818 - says what is there, not that the program erred
    """
    The carrier gave no usable answer; whether it acted on the question is unknown.

    ``code`` is ``timeout``, ``connection``, ``too_large`` or ``http_<status>``. It never holds what was sent.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def at_path(url: str, usual: str) -> str:
    """``url`` as it is if it has a path of its own, else with the service's ``usual`` one."""
    return url if urlsplit(url).path.strip("/") else url.rstrip("/") + usual


def post_form(url: str, fields: dict[str, str], timeout: float) -> bytes:
    """
    POST ``fields`` to ``url`` (http or https) and return the body of an answer with status 200.

    ``timeout`` is in seconds, for every wait on the network and for the whole. Redirects are not followed:
    the form may hold a phone number, which goes to the configured address or nowhere.

    Raises:
        NoAnswer: no connection, no complete answer in time, too long, or another status than 200.
    """
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        connection.request("POST", parts.path or "/", urlencode(fields), headers)
        return _body(connection, time.monotonic() + timeout)
    except TimeoutError as e:
        raise NoAnswer("timeout") from e
    except (OSError, HTTPException) as e:
        raise NoAnswer("connection") from e
    finally:
        connection.close()


def _body(connection: HTTPConnection, deadline: float) -> bytes:
    body = bytearray()
    with connection.getresponse() as answer:
        if answer.status != 200:
            raise NoAnswer(f"http_{answer.status}")
        while piece := answer.read1(65536):
            body += piece
            if len(body) > LARGEST:
                raise NoAnswer("too_large")
            if time.monotonic() > deadline:
                raise NoAnswer("timeout")
    return bytes(body)
