"""The people around the system, over HTTP as they really come: an applicant and a member of staff."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from chalicelib.ports.people.identity import Staff, StaffRole
from infra.local.issuer.people import clerk_numbers

JSON = {"Content-Type": "application/json"}
TIMEOUT = 60
PATIENCE, AGAIN = 120.0, 1.0  # seconds


class AnswerError(Exception):
    """The other side answered with a problem: ``status`` and its document."""

    def __init__(self, status: int, document: Any) -> None:
        super().__init__(f"{status} {document}")
        self.status = status
        self.document = document


def ask(method: str, url: str, body: object = None, headers: dict[str, str] | None = None) -> Any:
    """
    The JSON that ``url`` answers; asked again for a while where it is told to come again.

    Raises:
        AnswerError: a status of 400 or more.
    """
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, content, {**JSON, **(headers or {})}, method=method)  # noqa: S310
    return json.loads(_patiently(request))


def _patiently(request: urllib.request.Request) -> bytes:
    """What the other side answers, asked again while it is away or asks to come again, PATIENCE at most."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the local portal
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            document = error.read()
            if error.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                raise AnswerError(error.code, _json(document)) from error
        except (OSError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise
        time.sleep(AGAIN)


def _json(document: bytes) -> Any:
    try:
        return json.loads(document or b"null")
    except ValueError:  # the store answers in XML
        return document.decode(errors="replace")


@dataclass(frozen=True)
class Applicant:
    """Someone who opens a case at the portal and then holds its number and query code."""

    portal: str
    address: str = "演示路1号"
    says: Mapping[str, Any] = field(default_factory=lambda: {"courier": True})
    """What an application states: facts of facts.yaml without their prefix."""

    def open(self, item: str, *, key: str | None = None) -> dict[str, Any]:
        """The answer of POST /cases. Name, phone, address and number are made up, of no age to be helped."""
        body = {
            "item": item,
            "applicant": {
                "name": "演示申请人",
                "phone": "13800000000",
                "address": self.address,
                "identity": {"kind": "111", "number": "110105199003030023"},
            },
            "application": dict(self.says),
        }
        headers = {} if key is None else {"Idempotency-Key": key}
        opened: dict[str, Any] = ask("POST", f"{self.portal}/cases", body, headers)
        return opened

    def see(self, no: str, code: str) -> dict[str, Any]:
        case: dict[str, Any] = ask("GET", f"{self.portal}/cases/{no}", headers={"X-Query-Code": code})
        return case

    def read_notices(self, no: str, code: str) -> list[dict[str, Any]]:
        """Every notice of the case, as it was opened."""
        place, headers = f"{self.portal}/cases/{no}/notices", {"X-Query-Code": code}
        return [ask("GET", f"{place}/{one['id']}", headers=headers) for one in self.see(no, code)["notices"]]

    def place(self, no: str, code: str, material: str, file_name: str) -> dict[str, Any]:
        """A further place to put a file of ``material``."""
        body = {"material": material, "file_name": file_name}
        place: dict[str, Any] = ask("POST", f"{self.portal}/cases/{no}/uploads", body, {"X-Query-Code": code})
        return place

    def submit(
        self, no: str, code: str, task: str | None = None, *, incomplete: bool = False
    ) -> dict[str, Any]:
        """
        Submit the application, or say that what was asked for is done. A file that was just sent is looked at
        within seconds: as long as something seems to be lacking she waits, unless she knows that it is.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._act(no, code, "submission", {"task": task, "incomplete": incomplete})
            except AnswerError as error:
                if error.document.get("code") != "incomplete" or time.monotonic() > deadline:
                    raise
            time.sleep(AGAIN)

    def withdraw(self, no: str, code: str) -> dict[str, Any]:
        """Take the application back."""
        return self._act(no, code, "withdrawal", {})

    def _act(self, no: str, code: str, what: str, body: object) -> dict[str, Any]:
        case: dict[str, Any] = ask("POST", f"{self.portal}/cases/{no}/{what}", body, {"X-Query-Code": code})
        return case

    def put(self, place: dict[str, Any], content: bytes) -> None:
        """Upload straight to the store."""
        request = urllib.request.Request(place["url"], content, method=place["method"])  # noqa: S310
        _patiently(request)


@dataclass(frozen=True)
class Officer:
    """A member of staff with a token; ``id`` is her staff number."""

    portal: str
    token: str
    id: str = "clerk"

    def desk(self, unit: str) -> list[dict[str, Any]]:
        """All work of a unit, page after page, the oldest deadline first."""
        lines: list[dict[str, Any]] = []
        following = ""
        while True:
            page = self._ask("GET", f"/desk?unit={unit}&limit=100{following}")
            lines += page["work"]
            if page["next"] is None:
                return lines
            following = f"&next={quote(page['next'])}"

    def record(self, no: str, step: str, outcome: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        """The outcome of the one task at a step that is hers."""
        return self._ask("POST", f"/cases/{no}/steps/{step}", outcome, key)

    def end(self, no: str, task: str, outcome: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        """The outcome of a task."""
        return self._ask("POST", f"/cases/{no}/tasks/{task}", outcome, key)

    def withdraw(self, no: str, note: str) -> dict[str, Any]:
        """Take an application back for the applicant, who asked for it as ``note`` says."""
        return self._ask("POST", f"/cases/{no}/withdrawal", {"note": note})

    def _ask(self, method: str, path: str, body: object = None, key: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        answer: dict[str, Any] = ask(method, f"{self.portal}{path}", body, headers)
        return answer


class Office:
    """The staff of a region: two of every unit, so that whoever decides is another than who reviewed."""

    def __init__(self, portal: str, units: Iterable[str], issue: Callable[[Staff], str]) -> None:
        """``issue`` gives a member of staff her token."""
        self._staff = {
            unit: tuple(
                Officer(portal, issue(Staff(id=name, units=(unit,), roles=(StaffRole.OFFICER,))), name)
                for name in clerk_numbers(unit)
            )
            for unit in units
        }

    def desk(self, unit: str) -> list[dict[str, Any]]:
        """What the unit finds on its list."""
        return self._staff[unit][0].desk(unit)

    def member(self, unit: str, but: Container[str] = ()) -> Officer:
        """The first of a unit who is none of these staff numbers."""
        return next(officer for officer in self._staff[unit] if officer.id not in but)
