"""What a change may do to people 影响: by form and key, so that an approver reads the gravest first."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact


class Danger(StrEnum):
    """What a change touches; the gravest stand first."""

    PAPERS = "papers"
    MONEY = "money"
    PERSONAL = "personal"
    LAW = "law"
    LIMITS = "limits"
    OTHER = "other"

    @property
    def rank(self) -> int:
        return list(Danger).index(self)


WORDS = {
    Danger.PAPERS: Text(
        zh="材料和纸质件：交什么、交给谁、怎么交", en="papers: what is handed in, to whom, how"
    ),
    Danger.MONEY: Text(zh="钱和寄递：快递、收件地址、收费", en="money: couriers, addresses of parcels, fees"),
    Danger.PERSONAL: Text(zh="个人信息：询问什么、上传什么", en="personal data: what is asked and uploaded"),
    Danger.LAW: Text(
        zh="法律和其他决策：依据、受理、勘验、办结、生效日期",
        en="law and other decisions: basis, acceptance, inspections, ends, days of effect",
    ),
    Danger.LIMITS: Text(zh="期限和日历", en="limits and calendars"),
    Danger.OTHER: Text(zh="其他", en="other"),
}

_P, _M, _L, _O = Danger.PAPERS, Danger.MONEY, Danger.LAW, Danger.OTHER
_OF: Mapping[str, tuple[Danger | None, Mapping[str, Danger]]] = {
    "Release": (
        _O,
        {
            "plans": _P,
            "couriers": _M,
            "calendars": Danger.LIMITS,
            "clocks": Danger.LIMITS,
            "units": _L,
            "rules": _P,
            "invariants": _L,
            "demands": _L,
            "notices": _L,
            "decisions": _L,
        },
    ),
    "Region": (
        _O,
        {
            "carrier": _M,
            "hall": _M,
            "openings": _M,
            "uploads": Danger.PERSONAL,
            "time_zone": Danger.LIMITS,
            "remedies": _L,
            "retention": Danger.PERSONAL,
        },
    ),
    "Rule": (None, {"rule": _O, "title": _O, "basis": _L}),
    "Invariant": (_L, {"invariant": _O, "title": _O}),
    "DecisionTable": (_L, {"decision": _O, "title": _O, "examples": _O}),
    "Demand": (_L, {"demand": _O, "title": _O}),
    "Item": (
        _O,
        {
            "units": _L,
            "type": _L,
            "basis": _L,
            "facts": _P,
            "acceptance_trigger": _L,
            "limits": Danger.LIMITS,
            "materials": _P,
            "result": _P,
            "rules": _P,
            "from": _L,
            "until": _L,
        },
    ),
    "Committed": (None, {"text": _L}),
    "Result": (None, {"name": _O}),
    "Guide": (_O, {"fee": _M, "case_type": _L, "processing": _L, "stages": _L, "special_steps": _L}),
    "Plan": (_P, {"plan": _O, "title": _O, "start": _L, "exits": _L, "result_out": _M}),
    "Lane": (_L, {"collects": _P}),
    "Step": (
        _L,
        {
            "title": _O,
            "by": _P,
            "part": _O,
            "counter": _P,
            "ways": _M,
            "gives": _P,
            "within": Danger.LIMITS,
            "pauses": Danger.LIMITS,
        },
    ),
    "Outcome": (_L, {"title": _O, "hand_over": _P, "waits_for": _P, "missing": _P, "date": Danger.LIMITS}),
    "Clock": (
        Danger.LIMITS,
        {"clock": _O, "title": _O, "silence": _L, "starts": _L, "stops": _L, "basis": _L},
    ),
    "NoticeTemplate": (_L, {"notice": _O, "title": _O, "to": Danger.PERSONAL}),
    "Unit": (_L, {"name": _O}),
    "Courier": (_M, {"name": _O}),
}
"""By form what its keys touch unless told otherwise, None: what the key above touches; then single keys."""


def danger_of(form: str, key: str, above: Danger) -> Danger:
    """What a key of a form touches; a form that is not listed touches what the key above it does."""
    default, keys = _OF.get(form, (None, {}))
    return keys.get(key, default or above)


def danger_of_fact(fact: Fact | None, above: Danger) -> Danger:
    """
    What a fact touches: what an applicant is asked is personal; what only a law makes otherwise, such as
    whether there is an inspection, is law; all else of an item decides how papers go.
    """
    if fact is None:
        return above
    if not fact.fact.startswith("item."):
        return Danger.PERSONAL
    return Danger.LAW if fact.set_by == "law" else Danger.PAPERS
