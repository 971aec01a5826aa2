"""What new rules mean for clocks that run 在走的计时: which of them would come out graver, or lighter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from chalicelib.authoring.comparing.replaying.alike import Case, CaseThen
from chalicelib.authoring.comparing.replaying.replay import Outcome, Replayed, replay_each_day
from chalicelib.authoring.comparing.replaying.untold import CLOCKS, untold_words
from chalicelib.authoring.findings.telling import Titles, channel_words
from chalicelib.decisions.forms.form import OutcomeName, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision, outcomes, table


class Clocks(Protocol):
    """
    The running clocks as they are on a day, or on the next on which somebody asks; what is known of each
    stands among the facts of its case. Beside them, there are ``unknown`` ones of which too little was kept,
    and, where it says ``more``, others that were not read.
    """

    def on(self, day: date) -> Sequence[CaseThen]: ...
    @property
    def unknown(self) -> int: ...
    @property
    def more(self) -> bool: ...


@dataclass(frozen=True)
class Gravity:
    """
    Which outcomes of a decision on clocks are graver. ``orders``: those of the new release and of the old
    one, each the gravest first.
    """

    orders: tuple[Sequence[OutcomeName], ...]

    def graver(self, then: Outcome) -> int:
        """How many come out graver than before."""
        return sum(number for move, number in then.matrix.items() if self.step(*move) < 0)

    def lighter(self, then: Outcome) -> int:
        """How many come out lighter than before."""
        return sum(number for move, number in then.matrix.items() if self.step(*move) > 0)

    def step(self, from_: OutcomeName, to: OutcomeName) -> int:
        """Below zero where the second is graver; zero where no release knows both."""
        for order in self.orders:
            if from_ in order and to in order:
                return order.index(to) - order.index(from_)
        return 0

    def as_json(self, then: Outcome) -> dict[str, int]:
        return {"graver": self.graver(then), "lighter": self.lighter(then)}

    def words(self, then: Outcome) -> Text:
        graver, lighter = self.graver(then), self.lighter(then)
        return Text(zh=f"{graver} 个更重，{lighter} 个更轻", en=f"{graver} graver, {lighter} lighter")

    def direction(self, from_: OutcomeName, to: OutcomeName) -> tuple[str, str]:
        """What is put behind a move in Chinese and in English; nothing where neither is graver."""
        step = self.step(from_, to)
        return _DIRECTIONS[(step > 0) - (step < 0)]


def gravity(old: Release, new: Release, decides: str) -> Gravity | None:
    """How grave the outcomes of a decision are; None of one that is not asked of clocks."""
    if any(table(release, decides).each != "clock" for release in (old, new)):
        return None
    return Gravity((outcomes(new, decides), outcomes(old, decides)))


def with_gravity(told: dict[str, Any], found: Replayed, grave: Gravity) -> dict[str, Any]:
    """What is told of a replay as JSON, with how many come out graver and lighter, on each day, too."""
    days = zip(told["as_of"], found.as_of.values(), strict=True)
    as_of = [{**each, **grave.as_json(then)} for each, then in days]
    return {**told, **grave.as_json(found), "as_of": as_of}


KEEP_TO_THEIRS = Text(
    zh="正在办理的办件仍按其原来的版本询问，启用后决定渠道的才按新版本；以上是假如都按新版本的结果",
    en="cases under way keep to the release they have, later ones follow the new one: this is what "
    "would come out if all followed it",
)
"""What stands below all that is said of running clocks."""


@dataclass(frozen=True)
class ReplayedClocks:
    """
    Running clocks under both releases: today and on each later day on which something changes. ``unknown``
    and ``more`` tell of those that were not asked about.
    """

    found: Replayed
    grave: Gravity
    unknown: int
    more: bool

    def as_json(self, decides: str) -> dict[str, Any]:
        told = with_gravity(self.found.as_json(decides), self.found, self.grave)
        return {"clocks": told.pop("cases"), "unknown": self.unknown, "more": self.more, **told}

    def lines(self, called: Titles) -> Iterator[Text]:
        """All of it for people: the sum, each pair of outcomes, the days to come, and what was left out."""
        yield self._sum(Text(zh="正在走的计时", en="running clocks"), self.found)
        yield from untold_words(self.found, self.found.declared, CLOCKS)
        yield from self._moves(called)
        for day, then in self.found.as_of.items():
            if then is not self.found:
                yield self._sum(Text(zh=f"到 {day} 仍在走的", en=f"if they still run on {day}"), then)
                yield from untold_words(then, self.found.declared, CLOCKS)
        if self.more:
            yield Text(
                zh=f"只问了最先要看的 {self.found.cases} 个，其余计时没有重算",
                en=f"only the {self.found.cases} that are looked at soonest were asked about, no others",
            )
        if self.unknown:
            yield Text(
                zh=f"另有 {self.unknown} 个计时是旧程序所存，缺少所需要素；其办件下次变动后即可重算",
                en=f"{self.unknown} more were kept by an older program, without what is asked about: "
                "they can be once their cases change",
            )
        yield KEEP_TO_THEIRS

    def _sum(self, about: Text, then: Outcome) -> Text:
        words = self.grave.words(then)
        return Text(
            zh=f"{about.zh}：{then.known} 个中 {then.moved} 个改变结果，{words.zh}",
            en=f"{about.en}: {then.moved} of {then.known} come out otherwise, {words.en}",
        )

    def _moves(self, called: Titles) -> Iterator[Text]:
        """The pairs of outcomes, the most frequent first."""
        for (from_, to), number in sorted(self.found.matrix.items(), key=lambda one: (-one[1], one[0])):
            if from_ != to:
                was, now = channel_words(called, from_), channel_words(called, to)
                zh, en = self.grave.direction(from_, to)
                yield Text(
                    zh=f"{number} 个：{was.zh} → {now.zh}{zh}",
                    en=f"{number}: {was.en} → {now.en}{en}",
                )


_DIRECTIONS = {-1: ("（更重）", " (graver)"), 0: ("", ""), 1: ("（更轻）", " (lighter)")}


def replay_clocks(old: Release, new: Release, decides: str, clocks: Clocks, since: date) -> ReplayedClocks:
    """
    Ask a decision about running clocks under both releases.

    Args:
        decides: a decision that both ask of every running clock.
        since: today.
    """

    def cases_on(day: date) -> Iterable[Case]:
        return clock_cases(new, clocks, day, old)

    found = replay_each_day(as_decision(old, decides), as_decision(new, decides), cases_on, since)
    grave = Gravity((outcomes(new, decides), outcomes(old, decides)))
    return ReplayedClocks(found, grave, clocks.unknown, clocks.more)


def clock_cases(release: Release, clocks: Clocks, day: date, *others: Release) -> Iterator[Case]:
    """The running clocks as cases of a day, with the facts that one of the releases declares."""
    declared = {fact.fact for one in (release, *others) for fact in one.facts}
    zone = ZoneInfo(release.region.time_zone)
    for one in clocks.on(day):
        facts = {name: value for name, value in one.application.items() if name in declared}
        yield Case.of(one, zone)._replace(facts=facts)
