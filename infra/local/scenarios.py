"""How each replayed case goes: mostly smoothly, and now and then as life is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Item

GRANTED, REFUSED, NOT_ACCEPTED = 11, 13, 5
"""National codes of the state a case ends in (list BLZT)."""

_SMOOTH: dict[str, dict[str, Any]] = {
    "pre-review": {"outcome": "pass"},
    "acceptance": {"outcome": "accept"},
    "receipt": {"outcome": "complete"},
    "appointment": {"outcome": "agreed"},
    "visit": {"outcome": "received"},
    "inspection": {"outcome": "pass"},
    "rectification": {"outcome": "done"},
    "papers-to-office": {"outcome": "received"},
    "review": {"outcome": "pass"},
    "decision": {"outcome": "grant"},
    "licence": {"outcome": "made"},
    "delivery": {"outcome": "delivered"},
    "refusal-delivery": {"outcome": "delivered"},
}


@dataclass(frozen=True)
class Scenario:
    """
    One case from its opening to its end. ``first`` says what staff find the first time at a step,
    where that is not the smooth way; ``bad_upload`` sends a file of a wrong kind first.
    """

    name: str
    ends: int = GRANTED
    bad_upload: bool = False
    first: dict[str, str] = field(default_factory=dict)

    def outcome(self, case: Case, release_item: Item) -> dict[str, Any]:
        """What staff record now, as the body of POST /cases/{no}/steps/{step}."""
        step = case.step or ""
        found = dict(_SMOOTH[step])
        if case.round == 1 and step in self.first:
            found["outcome"] = self.first[step]
        if found["outcome"] == "correct":
            found["lines"] = [_line(case)]
        if found["outcome"] == "mismatch":
            found["missing"] = [next(name for name, need in case.needs.items() if need.on_paper)]
        if found["outcome"] == "made":
            found["number"] = f"演示{case.no[-7:]}"
        return found | {"round": case.round, "note": f"演示：{release_item.name.zh}"}


def _line(case: Case) -> dict[str, str]:
    material = next(name for name, need in case.needs.items() if need.uploaded)
    return {"material": material, "problem": "签字页不清晰", "mend": "请重新扫描签字页后上传"}


def scenario_of(number: int, channel: Channel) -> Scenario:
    """The scenario of the ``number``-th item; every channel meets its own troubles."""
    if channel is Channel.INSPECTION_COLLECTION and number % 6 == 1:
        return Scenario("首次勘验不合格、整改后通过", first={"inspection": "fail"})
    if channel is Channel.TWO_WAY_COURIER and number % 6 == 1:
        return Scenario("清点缺件、再次取件", first={"receipt": "mismatch"})
    match number % 12:
        case 3:
            return Scenario("先传错文件、再补正", bad_upload=True, first=_correct(channel))
        case 5:
            return Scenario("不予许可", ends=REFUSED, first={"decision": "refuse"})
        case 9:
            return Scenario("补正一次", first=_correct(channel))
        case _:
            return Scenario("顺利办结")


def _correct(channel: Channel) -> dict[str, str]:
    return {} if channel is Channel.ONE_VISIT else {"pre-review": "correct"}
