"""
Parcels fetched at the door, ordered through Kuaidi100 快递100商家寄件; the office's account pays for all.

Protocol: POST ``https://poll.kuaidi100.com/order/borderapi.do`` with ``method`` (``bOrder``, ``detail``,
``cancel``), ``key``, ``t`` (milliseconds), ``param`` (a JSON text) and ``sign``, the upper-case MD5 of
``param + t + key + secret``.

Checked against api.kuaidi100.com/document/603cb649a62a19500e19866b, .../63be699386292121d642ca3b (states of
an order) and github.com/kuaidi100-api/java-demo and php-demo: address, signature, fields of ``bOrder`` with
their lengths, ``payment=SHIPPER`` as the only payment, ``taskId``, ``orderId`` and ``kuaidinum`` of its
answer, the fields of ``cancel``, and that ``thirdOrderId`` (32 characters) used again returns the first
order for 48 hours and **makes a new one after that**.

Not verified: that ``detail`` finds an order by ``thirdOrderId`` (documented: by ``taskId``), the fields of
its answer and what it says of an order it does not know; which codes mean a refusal for good rather than
trouble, beyond 400; that the carriers a region names take such orders at all (an office with a contract of
its own may order there directly). None of it was ever run against the service itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from chalicelib.adapters.bounded_http import NoAnswer, at_path, post_form
from chalicelib.adapters.carriers.kuaidi100 import sign
from chalicelib.adapters.carriers.kuaidi100_trace import SHANGHAI, plain_number
from chalicelib.cases.values import Window
from chalicelib.ports.carriers import Booking, Order
from chalicelib.services.errors import PermanentError, RetryableError

_TAKEN_BY_A_COURIER = frozenset({"10", "13", "15", "155"})
_CALLED_OFF = frozenset({"9", "99", "610"})
_NO_NAME = frozenset({"", "null", "none", "undefined", "nil", "-"})
_DAYS = ("今天", "明天", "后天")
"""The days that an order can name, today first; there is no other way to name one."""


class _Data(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, defer_build=True)
    taskId: str | None = None  # noqa: N815 - the carrier's names
    thirdOrderId: str | None = None  # noqa: N815
    orderId: str | None = None  # noqa: N815
    kuaidinum: str | None = None
    kuaidiNum: str | None = None  # noqa: N815
    status: str | None = None


def _object(data: object) -> object:
    """An answer without data may say so by an empty list or text."""
    return data if isinstance(data, dict) else None


class _Answer(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True, defer_build=True)
    result: bool = False
    returnCode: str = "no_code"  # noqa: N815 - the carrier's name
    data: Annotated[_Data | None, BeforeValidator(_object)] = None


@dataclass(frozen=True)
class Placed:
    """An order as the carrier holds it: its own names for it, the waybill once there is one, its state."""

    task: str
    reference: str
    number: str | None
    state: str


class Kuaidi100Orders:
    """
    Orders at ``url`` (scheme and host, or whole) under ``key`` and ``secret``; ``now`` tells the time.
    ``callback`` is the address the carrier reports to, 200 bytes at most, mandatory by the document.
    """

    days_ahead = len(_DAYS) - 1
    """How many days after today a courier can be ordered for."""

    def __init__(
        self,
        url: str,
        key: str,
        secret: str,
        callback: str,
        now: Callable[[], datetime],
        timeout: float = 8.0,
    ) -> None:
        self._url = at_path(url, "/order/borderapi.do")
        self._key, self._secret, self._callback = key, secret, callback
        self._now, self._timeout = now, timeout

    def book(self, order: Order) -> Booking:
        """
        Order a courier. An order that is already there under this number is found and not made again.

        Raises:
            RetryableError: it is unknown what became of the order, its waybill has no number yet, or the
                carrier cannot take any now; call again with the same order.
        """
        placed = self.find(order.number)
        found = placed is not None
        if placed is None:
            if order.pick_up is None:
                raise _retry("detail", "no_order")
            answer = self._ask("bOrder", self._param(order, order.pick_up))
            if answer.returnCode == "400":
                return Booking(number=None, refusal=answer.returnCode)
            placed = _placed(_done("bOrder", answer, third_order_id(order.number)))
        if placed is not None and placed.state in _CALLED_OFF:
            return Booking(number=None, refusal=f"state_{placed.state}")
        if placed is None or placed.number is None:
            raise _retry("bOrder", "no_number_yet")
        return Booking(number=placed.number, found=found)

    def find(self, order: str) -> Placed | None:
        """
        What the carrier holds under our order number, None if nothing.

        Code 500 is taken for "nothing" (not verified). If it was trouble instead, ordering again returns
        the first order for 48 hours after it was made.

        Raises:
            RetryableError: no usable answer, or one about another order.
        """
        known = third_order_id(order)
        answer = self._ask("detail", {"thirdOrderId": known})
        if answer.returnCode == "500":
            return None
        return _placed(_done("detail", answer, known))

    def cancel(self, order: str) -> None:
        """
        Call an order off. One that is not there or is called off already is left alone.

        Raises:
            PermanentError: a courier has the parcel already.
            RetryableError: no usable answer, or the carrier would not, without a reason we can see.
        """
        placed = self.find(order)
        if placed is None or placed.state in _CALLED_OFF:
            return
        if placed.state in _TAKEN_BY_A_COURIER:
            raise PermanentError(
                "快件已被揽收，不能取消。 The parcel has been picked up: too late to cancel."
            )
        param = {"taskId": placed.task, "orderId": placed.reference, "cancelMsg": "暂时不寄件了"}
        _done("cancel", self._ask("cancel", param), third_order_id(order))

    def _param(self, order: Order, pick_up: Window) -> dict[str, str]:
        return {
            "kuaidicom": order.carrier,
            "thirdOrderId": third_order_id(order.number),
            "recManName": order.recipient.name,
            "recManMobile": order.recipient.phone,
            "recManPrintAddr": order.recipient.address,
            "sendManName": order.sender.name,
            "sendManMobile": order.sender.phone,
            "sendManPrintAddr": order.sender.address,
            "callBackUrl": self._callback,
            "cargo": order.goods,
            "payment": "SHIPPER",
            **named_window(pick_up, self._now()),
        }

    def _ask(self, method: str, param: Mapping[str, str]) -> _Answer:
        text = json.dumps(param, ensure_ascii=False)
        moment = str(int(self._now().timestamp() * 1000))
        fields = {
            "method": method,
            "key": self._key,
            "t": moment,
            "sign": sign(text + moment + self._key + self._secret),
            "param": text,
        }
        try:
            return _Answer.model_validate_json(post_form(self._url, fields, self._timeout))
        except NoAnswer as e:
            raise _retry(method, e.code) from e
        except ValueError:
            raise _retry(method, "bad_answer") from None  # the cause would quote names and addresses


def third_order_id(number: str) -> str:
    """Our order number as the carrier takes it, 32 characters at most: itself, or its digest if longer."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,32}", number):
        return number
    return hashlib.sha256(number.encode()).hexdigest()[:32]


def named_window(window: Window, now: datetime) -> dict[str, str]:
    """
    A window as the order names it: the day by its distance from today, and the times, in China.

    Raises:
        RetryableError: the window lies on no day that can be named; it is worked out anew.
    """
    start, end = window.start.astimezone(SHANGHAI), window.end.astimezone(SHANGHAI)
    away = (start.date() - now.astimezone(SHANGHAI).date()).days
    if not 0 <= away < len(_DAYS):
        raise _retry("bOrder", "no_such_day")
    return {
        "dayType": _DAYS[away],
        "pickupStartTime": f"{start:%H:%M}",
        "pickupEndTime": f"{end:%H:%M}",
    }


def _done(method: str, answer: _Answer, asked: str) -> _Data | None:
    """What an answer tells of the order ``asked`` for; one that names another order is not believed."""
    if not answer.result or answer.returnCode != "200":
        raise _retry(method, answer.returnCode[:20])
    if answer.data is not None and _named(answer.data.thirdOrderId) not in (None, asked):
        raise _retry(method, "other_order")
    return answer.data


def _placed(data: _Data | None) -> Placed | None:
    task = None if data is None else _named(data.taskId)
    if data is None or task is None:
        return None
    number = _number(data.kuaidinum) or _number(data.kuaidiNum)
    return Placed(task, _named(data.orderId) or "", number, (data.status or "").strip()[:20])


def _named(text: str | None) -> str | None:
    """A name that the carrier gives to something; None for what writers of JSON put where there is none."""
    name = (text or "").strip()
    return None if name.lower() in _NO_NAME else name


def _number(text: str | None) -> str | None:
    """A waybill's number; words without a digit (暂无, null, -) and zeros alone say that there is none."""
    number = plain_number(text or "")
    return number if re.search("[1-9]", number) else None


def _retry(method: str, code: str) -> RetryableError:
    return RetryableError(
        f"快递接口 {method} 未成功（{code}）。 Courier call {method} did not succeed ({code})."
    )
