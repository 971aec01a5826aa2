"""
The local carrier's desk: answers questions and takes orders as Kuaidi100 documents them.

As strict as the published documents: wrong signature 503, unknown account 600, bad number 400, no trace
500, phone check for SF and ZTO 408, and at most one query of a number in 30 minutes of its clock, else
504. One order number is one order, however often it is sent; the real service promises that for 48 hours.
What its ``detail`` answers for an order it does not know is not published; here it is 500.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from infra.local.carrier_journal import Journal
from infra.local.parcels import ACTS, LOCAL, NAMES, TEXTS, Parcel, PickUp, Stop, ordered_for, state_of

FLOOR = timedelta(minutes=30)
PHONE_CHECKED = frozenset({"shunfeng", "shunfengkuaiyun", "zhongtong"})
MESSAGES = {
    "400": "参数错误",
    "408": "验证码错误：电话不符",
    "500": "查询无结果，请隔段时间再查",
    "503": "验证签名失败",
    "504": "查询过于频繁",
    "600": "您不是合法的用户",
}
ORDER_FIELDS = (
    "thirdOrderId",
    "kuaidicom",
    "callBackUrl",
    "recManName",
    "recManMobile",
    "recManPrintAddr",
    "sendManName",
    "sendManMobile",
    "sendManPrintAddr",
)
PICK_UP_FIELDS = ("dayType", "pickupStartTime", "pickupEndTime")
Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - an answer of the carrier's
    """The carrier says no, with one of its codes."""


@dataclass(frozen=True)
class Account:
    customer: str = "local-customer"
    key: str = "local-key"
    secret: str = "local-secret"  # noqa: S105 - opens nothing but this process


@dataclass
class Carrier:
    """
    The carrier's books. ``faults`` spoil the next answers, one each; ``early`` counts the queries that
    came too soon. Not safe for threads by itself: hold ``lock``.
    """

    account: Account
    now: Callable[[], datetime]
    journal: Journal | None = None
    parcels: dict[str, Parcel] = field(default_factory=dict)
    asked: dict[str, datetime] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    queries: int = 0
    early: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def query(self, form: dict[str, str]) -> Json:
        if form.get("customer") != self.account.customer:
            raise Refused("600")
        param = self._param(form, self.account.key + self.account.customer)
        number, com = str(param.get("num", "")), str(param.get("com", ""))
        if not (6 <= len(number) <= 32 and com and com == com.lower()):
            raise Refused("400")
        self.queries += 1
        self._keep_the_floor(number)
        parcel = next((p for p in self.parcels.values() if (p.number, p.carrier) == (number, com)), None)
        if parcel is not None and com in PHONE_CHECKED and not _phone_fits(parcel, param.get("phone")):
            raise Refused("408")
        stops = parcel.trace(self.now()) if parcel is not None else []
        if not stops:
            raise Refused("500")
        return trace(com, number, stops, advanced=param.get("resultv2") in ("4", "8"))

    def _keep_the_floor(self, number: str) -> None:
        now, last = self.now(), self.asked.get(number)
        if last is not None and now - last < FLOOR:
            self.early += 1
            raise Refused("504")
        self.asked[number] = now

    def order(self, form: dict[str, str]) -> Json:
        if form.get("key") != self.account.key:
            raise Refused("600")
        param = self._param(form, form.get("t", "") + self.account.key + self.account.secret)
        match form.get("method"):
            case "bOrder":
                return self._book(param)
            case "detail":
                return self._detail(self._find(param))
            case "cancel":
                return self._cancel(self._find(param))
            case _:
                raise Refused("400")

    def _param(self, form: dict[str, str], tail: str) -> Json:
        text = form.get("param", "")
        if form.get("sign") != _md5(text + tail):
            raise Refused("503")
        try:
            param = json.loads(text)
        except ValueError as e:
            raise Refused("400") from e
        if not isinstance(param, dict):
            raise Refused("400")
        return param

    def _book(self, param: Json) -> Json:
        needed = ORDER_FIELDS + (PICK_UP_FIELDS if param.get("kuaidicom") == "shunfeng" else ())
        if any(not isinstance(param.get(name), str) or not param[name] for name in needed):
            raise Refused("400")
        order = str(param["thirdOrderId"])
        if len(order) > 32 or any(len(param[name].encode()) > 300 for name in needed):
            raise Refused("400")
        parcel = self.parcels.get(order)
        if parcel is None:
            parcel = self.parcels[order] = self._new(order, param)
            self._remember(parcel)
        return {"taskId": parcel.task, "orderId": parcel.reference, "kuaidinum": parcel.number}

    def _new(self, order: str, param: Json) -> Parcel:
        digest = _md5(order)
        digits = f"{int(digest, 16) % 10**12:012d}"
        carrier = str(param["kuaidicom"])
        return Parcel(
            order=order,
            task=digest,
            reference=str(100_000 + len(self.parcels)),
            carrier=carrier,
            number=("SF1" if carrier == "shunfeng" else "1") + digits,
            ordered=self.now(),
            phones=(str(param["recManMobile"]), str(param["sendManMobile"])),
            pick_up=self._pick_up(param),
        )

    def _pick_up(self, param: Json) -> PickUp | None:
        try:
            day, start, end = (param.get(name) for name in PICK_UP_FIELDS)
            return ordered_for(day, start, end, self.now())
        except ValueError as e:
            raise Refused("400") from e

    def _find(self, param: Json) -> Parcel:
        for parcel in self.parcels.values():
            if param.get("taskId") == parcel.task or param.get("thirdOrderId") == parcel.order:
                return parcel
        raise Refused("500")

    def _detail(self, parcel: Parcel) -> Json:
        codes = {code for _, code in parcel.trace(self.now())}
        status = "99" if "210" in codes else "10" if "103" in codes else "1" if "102" in codes else "0"
        return {
            "taskId": parcel.task,
            "orderId": parcel.reference,
            "thirdOrderId": parcel.order,
            "kuaidiCom": parcel.carrier,
            "kuaidiNum": parcel.number,
            "status": status,
        }

    def _cancel(self, parcel: Parcel) -> Json:
        if parcel.picked_up(self.now()):
            raise Refused("500")
        if not any(act == "cancel" for _, act, _ in parcel.acts):
            self._act(parcel, "cancel", 0.0)
        return {}

    def _act(self, parcel: Parcel, act: str, hours: float) -> None:
        parcel.acts.append((self.now(), act, hours))
        self._remember(parcel)

    def _remember(self, parcel: Parcel) -> None:
        if self.journal is not None:
            self.journal.write(parcel)

    def control(self, wish: Json) -> Json:
        """
        ``{"do": act, "number" or "order": …, "hours": …}`` acts on a parcel from now on; acts are ``ACTS``.
        ``{"fault": "502", "times": 2}`` spoils the next answers: a code, ``not_json``, ``huge``, ``http_500``
        or ``drop`` (the request is carried out, then the connection is closed without an answer).
        """
        if "fault" in wish:
            self.faults += [str(wish["fault"])] * int(wish.get("times", 1))
            return self.books()
        named = (wish.get("number"), wish.get("order"))
        parcel = next((p for p in self.parcels.values() if p.number == named[0] or p.order == named[1]), None)
        if parcel is None or wish.get("do") not in ACTS:
            raise Refused("400")
        self._act(parcel, str(wish["do"]), float(wish.get("hours", 96)))
        return parcel.as_json()

    def books(self) -> Json:
        parcels = [parcel.as_json() for parcel in self.parcels.values()]
        return {
            "now": self.now().isoformat(),
            "queries": self.queries,
            "early": self.early,
            "parcels": parcels,
        }


def trace(com: str, number: str, stops: list[Stop], advanced: bool) -> Json:
    """The answer to a query, newest line first; ``advanced`` adds the sub-states (``resultv2=4``)."""
    state = state_of(stops[-1][1])
    return {
        "message": "ok",
        "nu": number,
        "com": com,
        "status": "200",
        "state": state,
        "ischeck": "1" if state == "3" else "0",
        "condition": "00",
        "data": [_line(at, code, advanced) for at, code in reversed(stops)],
    }


def _line(at: datetime, code: str, advanced: bool) -> Json:
    time = at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M:%S")
    line = {"time": time, "ftime": time, "context": TEXTS[code], "status": NAMES[state_of(code)]}
    return line | {"statusCode": code} if advanced else line


def _phone_fits(parcel: Parcel, phone: object) -> bool:
    return isinstance(phone, str) and len(phone) >= 4 and any(p.endswith(phone[-4:]) for p in parcel.phones)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
