"""Decisions that are asked under one of two releases only: how many real cases and clocks that is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.clocks import KEEP_TO_THEIRS
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.findings.telling import Titles, channel_words, joined, titles
from chalicelib.decisions.forms.form import Name, OutcomeName, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision, table


@dataclass(frozen=True)
class OneSided:
    """
    A decision that is asked under one release alone, the newer one if it is ``gained``: of ``number`` real
    cases, or running clocks, with what comes out of it there. Beside them there are ``unknown`` ones of which
    too little is kept to say, and, where it says ``more``, others that were not read.
    """

    decides: Name
    title: Text
    gained: bool
    of_clocks: bool
    number: int
    outcomes: dict[OutcomeName, int]
    called: Titles
    unknown: int = 0
    more: bool = False

    def as_json(self) -> dict[str, Any]:
        what = "clocks" if self.of_clocks else "cases"
        told = {"gained": self.gained, what: self.number, "outcomes": self.outcomes}
        return {**told, "unknown": self.unknown, "more": self.more}

    def lines(self) -> Iterator[Text]:
        """For people: how many lose it or get it, and what comes out of it for them."""
        zh, en = self._sentence()
        each = sorted(self.outcomes.items(), key=lambda one: (-one[1], one[0]))
        if each:
            said = joined((_said(channel_words(self.called, name), n) for name, n in each), "、", ", ")
            zh, en = f"{zh}，其结果为：{said.zh}", f"{en}; it comes out so: {said.en}"
        yield Text(zh=zh, en=en)
        if self.unknown:
            yield Text(
                zh=f"其中 {self.unknown} 个记录中缺少所需要素，结果未列",
                en=f"of {self.unknown} of these the records lack facts, and no outcome is listed",
            )
        if self.more:
            yield Text(zh="另有未读取的计时，没有计入", en="others were not read and are not counted")
        if self.of_clocks:
            yield KEEP_TO_THEIRS

    def _sentence(self) -> tuple[str, str]:
        zh, en = _SENTENCES[self.of_clocks, self.gained]
        return zh.format(self.number), en.format(self.number)


_SENTENCES = {
    (True, True): ("{} 个正在走的计时将受此项监督", "{} running clocks come under it"),
    (True, False): ("{} 个正在走的计时失去此项监督", "{} running clocks lose their supervision"),
    (False, True): ("近期 {} 个办件按新规则会询问此项", "{} recent cases would have been asked it"),
    (False, False): ("近期 {} 个办件按新规则不再询问此项", "{} recent cases would not have been asked it"),
}


def _said(outcome: Text, number: int) -> Text:
    return Text(zh=f"{outcome.zh} {number} 个", en=f"{outcome.en} {number}")


def one_sided(
    having: Release,
    decides: Name,
    cases: Iterable[Case],
    *,
    gained: bool,
    unread: tuple[int, bool] = (0, False),
) -> OneSided:
    """
    Decide real cases, or running clocks, under the one release that asks a decision.

    Args:
        having: the release that asks it, the newer one if it is ``gained``.
        cases: the recent ones, or the clocks as they are today.
        unread: of clocks, how many more there are of which too little is kept, and whether others were not
            read.
    """
    view, asked = as_decision(having, decides), table(having, decides)
    found = replay(view, view, ((case, 1) for case in cases))
    counted = {outcome: number for (outcome, _), number in found.matrix.items()}
    unknown = found.untold + unread[0]
    return OneSided(
        decides,
        asked.title,
        gained,
        asked.each == "clock",
        found.cases + unread[0],
        counted,
        titles(view),
        unknown,
        unread[1],
    )
