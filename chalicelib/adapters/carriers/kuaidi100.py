"""
Where a parcel is, asked of Kuaidi100 快递100实时查询.

Protocol: POST ``https://poll.kuaidi100.com/poll/query.do`` with ``customer``, ``sign`` and ``param``;
``param`` is a JSON text and ``sign = MD5(param + key + customer)`` in upper-case hexadecimal over exactly
the text that is sent.
``resultv2=4`` asks for the sub-states. An answer names the number and the carrier it is about (``nu``,
``com``); one that does not, or names others, is not believed. The service corrects a wrong carrier only on
the push, and only where the subscription names none (``autoCom``, api.kuaidi100.com/document/autoCom): this
query always names one. Checked against the published document
(api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc) and the company's own examples
(github.com/kuaidi100-api/java-demo, php-demo); never run against the service itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from chalicelib.adapters.bounded_http import NoAnswer, at_path, post_form
from chalicelib.adapters.carriers.kuaidi100_codes import problem_of
from chalicelib.adapters.carriers.kuaidi100_trace import (
    lines_of,
    plain_number,
    read_lines,
    read_object,
    text_of,
)
from chalicelib.cases.parcels.polling import PHONE_NEEDED
from chalicelib.cases.parcels.shipments import Tracking, TrackingProblem


class Kuaidi100:
    """
    Asks at ``url`` (scheme and host, or whole) for account ``customer`` with its ``key``; ``now`` tells the
    time. Only the carriers ``phone_needed`` are ever told a phone.
    """

    def __init__(
        self,
        url: str,
        customer: str,
        key: str,
        now: Callable[[], datetime],
        phone_needed: frozenset[str] = PHONE_NEEDED,
        timeout: float = 8.0,
    ) -> None:
        self._url, self._customer, self._key = at_path(url, "/poll/query.do"), customer, key
        self._now, self._phone_needed, self._timeout = now, phone_needed, timeout

    def track(self, carrier: str, number: str, phone: str | None = None) -> Tracking:
        """
        The trace of parcel ``number`` of ``carrier`` (its code at Kuaidi100). Whatever goes wrong, the answer
        is a value, never an exception.

        ``phone`` is passed on only to a carrier that wants it; a number that needs one and has none is not
        asked for. The caller keeps the interval between two questions (``polling.next_poll``).
        """
        question = {"com": carrier, "num": number, "resultv2": "4", "show": "0", "order": "desc"}
        if carrier in self._phone_needed:
            if not phone:
                return self._problem(carrier, number, TrackingProblem.PHONE_NEEDED, "no_phone")
            question["phone"] = phone
        try:
            return self._read(carrier, number, post_form(self._url, self._signed(question), self._timeout))
        except NoAnswer as e:
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, e.code)

    def _signed(self, question: dict[str, str]) -> dict[str, str]:
        param = json.dumps(question, ensure_ascii=False)
        return {
            "customer": self._customer,
            "sign": sign(param + self._key + self._customer),
            "param": param,
        }

    def _read(self, carrier: str, number: str, body: bytes) -> Tracking:
        answer = read_object(body)
        if answer is None:
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "bad_answer")
        code = (text_of(answer, "returnCode") or text_of(answer, "status") or "no_code")[:20]
        if code != "200":
            return self._problem(carrier, number, problem_of(code), code)
        if plain_number(text_of(answer, "nu")) != plain_number(number):
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "other_number")
        if text_of(answer, "com").strip().lower() != carrier.lower():
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "other_carrier")
        lines = lines_of(answer.get("data"))
        if lines is None:
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "bad_answer")
        if not lines:
            return self._problem(carrier, number, TrackingProblem.NO_TRACE, "no_data")
        now = self._now()
        events = read_lines(carrier, number, lines, now, text_of(answer, "state"))
        return Tracking(carrier=carrier, number=number, at=now, events=events)

    def _problem(self, carrier: str, number: str, problem: TrackingProblem, code: str) -> Tracking:
        return Tracking(carrier=carrier, number=number, at=self._now(), problem=problem, code=code)


def sign(text: str) -> str:
    """The signature Kuaidi100 asks for: MD5 of the UTF-8 text, 32 upper-case hexadecimal digits."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
