"""Hold what came of asking engines: who was asked how much, who differs, who failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.authoring.agreement.engines.engine import Answer, Engine
from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.space.domain import EffectPeriod, Situation
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import Fact


@dataclass(frozen=True)
class Difference:
    """A situation in which an engine answers otherwise than the rules; the first of its piece."""

    engine: Engine
    band: EffectPeriod
    item: str | None
    situation: Situation
    expected: Answer
    got: Answer

    def words(self, declared: Mapping[str, Fact]) -> Text:
        told = in_words(declared, self.situation)
        day, right, answer = self.band.first.isoformat(), _shown(self.expected), _shown(self.got)
        item = (f"事项 {self.item}，", f"item {self.item}, ") if self.item else ("", "")
        return Text(
            zh=f"{day} 起，{item[0]}{told.zh}：按规则应为 {right}，{self.engine.title.zh}得 {answer}",
            en=f"from {day}, {item[1]}{told.en}: the rules give {right}, {self.engine.title.en} {answer}",
        )


@dataclass(frozen=True)
class Failure:
    """An engine that crashed, hung or ended early. ``detail`` is its own last words, if it had any."""

    engine: Engine
    code: Literal["engine-failed", "engine-timeout"]
    detail: str = ""


@dataclass
class Agreement:
    """
    Engines are told apart by name. ``asked``: in how many situations each was asked, of
    ``situations`` in all; ``left_out``: why an engine was not asked.
    """

    situations: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, Text] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def ok(self) -> bool:
        """Nobody differs and nobody failed; engines may have been left out."""
        return not self.differences and not self.failures

    @property
    def in_part(self) -> bool:
        """Some engine was not asked in every situation."""
        return any(heard < self.situations for heard in self.asked.values())

    def words(self) -> Text:
        """Name each engine with how many situations it was asked, or why it was asked none."""
        asked = [f"{name} {heard}/{self.situations}" for name, heard in self.asked.items()]
        zh = [f"{name} 未询问：{reason.zh}" for name, reason in self.left_out.items()]
        en = [f"{name} not asked: {reason.en}" for name, reason in self.left_out.items()]
        return Text(zh="；".join([*asked, *zh]) or "-", en="; ".join([*asked, *en]) or "-")

    def as_json(self) -> dict[str, Any]:
        """{engine: {asked, of}} or {engine: {left_out: {zh, en}}}."""
        asked = {name: {"asked": heard, "of": self.situations} for name, heard in self.asked.items()}
        return asked | {name: {"left_out": why.model_dump()} for name, why in self.left_out.items()}

    def findings(self, declared: Mapping[str, Fact], decides: str | None = None) -> Iterator[Message]:
        """
        Of each engine its failure, or its first difference.

        Args:
            decides: only what differs in this decision; failures are told with the channel. None: all.
        """
        for failure in self.failures if decides in (None, CHANNEL) else ():
            yield _failed(failure)
        told: set[str] = set()
        for difference in self.differences:
            if difference.engine.name not in told and decides in (None, difference.band.decides):
                told.add(difference.engine.name)
                yield say("engine-differs", words=difference.words(declared))


def _shown(answer: Answer) -> str:
    channel, rule = answer[:2]
    return f"{channel or '-'} ({rule or '-'})"


def _failed(failure: Failure) -> Message:
    title = failure.engine.title
    name = Both(title.zh, f"{title.en[:1].upper()}{title.en[1:]}")
    if failure.code == "engine-timeout":
        return say("engine-timeout", engine=name)
    detail = failure.detail and Both(f"（{failure.detail}）", f" ({failure.detail})")
    return say("engine-failed", engine=name, detail=detail)
