"""
Where a parcel is, asked of Kuaidi100 快递100实时查询.

Protocol: POST ``https://poll.kuaidi100.com/poll/query.do`` with ``customer``, ``sign`` and ``param``;
``param`` is a JSON text and ``sign = MD5(param + key + customer)`` in upper-case hexadecimal over exactly
the text that is sent.
``resultv2=4`` asks for the sub-states. Checked against the published document
(api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc) and the company's own examples
(github.com/kuaidi100-api/java-demo, php-demo); never run against the service itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from pydantic import BaseModel, ConfigDict

from chalicelib.adapters.couriers.form_post import NoAnswer, at_path, post_form
from chalicelib.adapters.couriers.kuaidi100_codes import STATE_NAMES, problem_of, status_of
from chalicelib.cases.shipments import Tracking, TrackingEvent, TrackingProblem, event_key

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without daylight saving; the answers' times are in it and do not say so."""

PHONE_NEEDED = frozenset({"shunfeng", "shunfengkuaiyun", "zhongtong"})
"""Carriers that refuse to answer without sender's or recipient's phone, by the published document."""


class _Line(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, defer_build=True)
    context: str
    time: str | None = None
    ftime: str | None = None
    status: str | None = None
    statusCode: str | None = None  # noqa: N815 - the carrier's name

    @property
    def at(self) -> datetime:
        text = self.ftime or self.time or ""
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI).astimezone(UTC)


class _Answer(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, defer_build=True)
    status: str | None = None
    returnCode: str | None = None  # noqa: N815 - the carrier's name
    nu: str | None = None
    state: str | None = None
    data: tuple[_Line, ...] = ()

    @property
    def code(self) -> str:
        return (self.returnCode or self.status or "no_code")[:20]


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
        asked for. The caller keeps the interval between two questions (``shipments.next_poll``).
        """
        question = {"com": carrier, "num": number, "resultv2": "4", "show": "0", "order": "desc"}
        if carrier in self._phone_needed:
            if not phone:
                return self._problem(carrier, number, TrackingProblem.PHONE_NEEDED, "no_phone")
            question["phone"] = phone
        try:
            body = post_form(self._url, self._signed(question), self._timeout)
            return self._read(carrier, number, _Answer.model_validate_json(body))
        except NoAnswer as e:
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, e.code)
        except ValueError:  # no JSON, not this form, or a time that is none
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "bad_answer")

    def _signed(self, question: dict[str, str]) -> dict[str, str]:
        param = json.dumps(question, ensure_ascii=False)
        return {
            "customer": self._customer,
            "sign": sign(param + self._key + self._customer),
            "param": param,
        }

    def _read(self, carrier: str, number: str, answer: _Answer) -> Tracking:
        if answer.code != "200":
            return self._problem(carrier, number, problem_of(answer.code), answer.code)
        if answer.nu and answer.nu.upper() != number.upper():
            return self._problem(carrier, number, TrackingProblem.CARRIER_TROUBLE, "other_number")
        if not answer.data:
            return self._problem(carrier, number, TrackingProblem.NO_TRACE, "no_data")
        newest = max(line.at for line in answer.data)
        events = tuple(
            _event(carrier, number, line, answer.state if line.at == newest else None) for line in answer.data
        )
        return Tracking(carrier=carrier, number=number, at=self._now(), events=events)

    def _problem(self, carrier: str, number: str, problem: TrackingProblem, code: str) -> Tracking:
        return Tracking(carrier=carrier, number=number, at=self._now(), problem=problem, code=code)


def sign(text: str) -> str:
    """The signature Kuaidi100 asks for: MD5 of the UTF-8 text, 32 upper-case hexadecimal digits."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def _event(carrier: str, number: str, line: _Line, state: str | None) -> TrackingEvent:
    """``state`` is the whole answer's, for the newest line if it has no code of its own."""
    own = STATE_NAMES.get(line.status or "", line.status or "")
    if not own.isdigit():
        own = state or ""
    code = line.statusCode or own
    return TrackingEvent(
        at=line.at,
        status=status_of(own, line.statusCode or "") if code else None,
        code=code,
        text=line.context,
        key=event_key(carrier, number, line.at, line.context),
    )
