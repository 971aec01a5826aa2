"""
Kuaidi100's codes 快递100状态码, translated.

Source: api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc, and public implementations that agree on them.
"""

from __future__ import annotations

from chalicelib.cases.parcels.shipments import TrackingProblem as P
from chalicelib.cases.parcels.status import ShipmentStatus as S

_STATUS = {
    "0": S.IN_TRANSIT,
    "1001": S.IN_TRANSIT,  # 到达派件城市
    "1002": S.IN_TRANSIT,  # 干线
    "1003": S.IN_TRANSIT,  # 转递
    "1": S.PICKED_UP,
    "101": S.LABEL_CREATED,  # 已下单
    "102": S.LABEL_CREATED,  # 待揽收
    "103": S.PICKED_UP,
    "2": S.DELAYED,  # 疑难, kind not told: an exception, never simply "in transit"
    "201": S.ATTEMPT_FAILED,  # 超时未签收
    "202": S.DELAYED,  # 超时未更新
    "203": S.ATTEMPT_FAILED,  # 拒收
    "204": S.ATTEMPT_FAILED,  # 派件异常
    "205": S.ATTEMPT_FAILED,  # 柜或驿站超时未取
    "206": S.ATTEMPT_FAILED,  # 无法联系
    "207": S.ATTEMPT_FAILED,  # 超区
    "208": S.DELAYED,  # 滞留
    "209": S.DAMAGED,
    "210": S.CANCELLED,  # 销单
    "3": S.DELIVERED,
    "301": S.DELIVERED,  # 本人签收
    "302": S.DELIVERED,  # 派件异常后签收
    "303": S.DELIVERED_PROXY,  # 代签
    "304": S.READY_FOR_PICKUP,  # 投柜或站签收: documents disagree, so not yet in the addressee's hands
    "4": S.RETURNED,
    "401": S.CANCELLED,  # 已销单
    "5": S.OUT_FOR_DELIVERY,
    "501": S.READY_FOR_PICKUP,  # 投柜或驿站
    "6": S.RETURNING,
    "7": S.IN_TRANSIT,  # 转投
    "8": S.IN_TRANSIT,  # 清关
    "10": S.IN_TRANSIT,
    "11": S.IN_TRANSIT,
    "12": S.IN_TRANSIT,
    "13": S.DELAYED,  # 清关异常
    "14": S.RETURNED,  # 拒签
}

STATE_NAMES = {
    "在途": "0",
    "揽收": "1",
    "疑难": "2",
    "签收": "3",
    "退签": "4",
    "派件": "5",
    "退回": "6",
    "转投": "7",
    "清关": "8",
    "拒签": "14",
    "拒收": "203",
    "本人签收": "301",
    "派件异常后签收": "302",
    "代签": "303",
    "投柜或站签收": "304",
    "投柜或驿站": "501",
}
"""Names, which stand in an event where its code does not: basic ones and those that say more of an end."""

_PROBLEM = {
    "400": P.BAD_NUMBER,
    "408": P.PHONE_NEEDED,
    "500": P.NO_TRACE,
    "501": P.CARRIER_TROUBLE,
    "502": P.CARRIER_TROUBLE,
    "503": P.CONFIGURATION,
    "504": P.TOO_FREQUENT,
    "600": P.CONFIGURATION,  # 您不是合法的用户: in the documents of its other interfaces
    "601": P.CONFIGURATION,
}


def status_of(state: str, sub_state: str = "") -> S:
    """
    The status for a state and its sub-state; the sub-state counts where both are known.

    A sub-state that is not in the table counts as the state it belongs to by its digits; an unknown kind of
    signature is UNCLEAR (the newest ones of public lists mean a neighbour or a shop), and a code that says
    nothing at all is DELAYED, so that a person looks at either.
    """
    if sub_state in _STATUS:
        return _STATUS[sub_state]
    belongs = _belongs_to(sub_state)
    if belongs in ("3", "4"):
        return S.UNCLEAR
    return _STATUS.get(belongs) or _STATUS.get(state) or S.DELAYED


def finer(code: str, whole: str) -> str:
    """The code of a newest line, or the whole answer's where that is a sub-state of it and says more."""
    return whole if len(code) == 1 and len(whole) == 3 and whole.startswith(code) else code


def _belongs_to(sub_state: str) -> str:
    if len(sub_state) == 4 and sub_state.startswith("10"):
        return "0"
    return sub_state[0] if len(sub_state) == 3 else ""


def problem_of(code: str) -> P:
    """What an error code asks for; one that is not in the documents is trouble at the carrier's."""
    return _PROBLEM.get(code, P.CARRIER_TROUBLE)
