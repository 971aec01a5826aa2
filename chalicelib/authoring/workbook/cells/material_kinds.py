"""
Show and read when a material is needed, and how long it may follow later.

    由代理人办理：是；办理距离：≥10      both must hold
    20日，制证前    10个工作日            may follow within so long, before the licence is made
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.workbook.cells.cells import Shown, Typed, Unfit, nearest, text_of
from chalicelib.authoring.workbook.cells.conditions import Test, labels_of
from chalicelib.authoring.workbook.cells.kinds import Kind, Span, Value
from chalicelib.decisions.forms.model import Fact

BEFORE_MADE = "制证前"


@dataclass(frozen=True)
class When(Kind):
    """Conditions on facts, each with the fact's Chinese title; all must hold."""

    facts: Mapping[str, Fact]

    def show(self, value: Value) -> Shown:
        tests = value.items() if isinstance(value, dict) else ()
        return "；".join(f"{self._title(name)}：{self._shown(name, test)}" for name, test in tests) or None

    def read(self, cell: Typed) -> Value:
        text = text_of(cell).replace(";", "；").replace(":", "：")
        return dict(map(self._test, filter(None, map(str.strip, text.split("；")))))

    def _test(self, part: str) -> tuple[str, Value]:
        said, colon, asked = part.partition("：")
        names = {self._title(name): name for name in self.facts} | {name: name for name in self.facts}
        name = names.get(said.strip())
        if name is not None and not colon:
            raise Unfit(say("unknown-fact/no-value", title=self._title(name)))
        if name is None:
            titles = {spelling: self._title(fact) for spelling, fact in names.items()}
            raise Unfit(_unknown(said.strip(), titles))
        return name, self._kind(name).read(asked.strip())

    def _title(self, name: str) -> str:
        fact = self.facts.get(name)
        return name if fact is None else fact.title.zh

    def _shown(self, name: str, test: Value) -> Shown:
        return str(test) if name not in self.facts else self._kind(name).show(test)

    def _kind(self, name: str) -> Test:
        return Test(self.facts[name], labels_of(self.facts[name]))


class Deferral(Kind):
    """How long a material may follow later, and whether before the licence is made."""

    def show(self, value: Value) -> Shown:
        if not isinstance(value, dict):
            return Span().show(value)
        period = {unit: number for unit, number in value.items() if unit != "before"}
        shown = Span().show(period)
        before = f"，{BEFORE_MADE}" if value.get("before") == "made" else ""
        return f"{shown}个工作日{before}" if isinstance(shown, int) else f"{shown}{before}"

    def read(self, cell: Typed) -> Value:
        text = str(cell).strip().replace(",", "，") if isinstance(cell, str) else cell
        if not isinstance(text, str):
            return Span().read(text)
        period, comma, before = text.partition("，")
        if comma and before.strip() != BEFORE_MADE:
            raise Unfit(say("wrong-type/before"))
        read = Span().read(period.strip())
        return {"before": "made", **read} if comma else read


def _unknown(said: str, names: Mapping[str, str]) -> Message:
    mend = nearest(said, names)
    return say("unknown-fact/unknown", said=said[:60], mend=mend)
