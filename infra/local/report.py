"""The channel table beside the published figures, as the replay found it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.authoring.findings.telling import channel_name, usual_couriers
from chalicelib.authoring.proofs.totals import counted
from chalicelib.decisions.channels import channels as channels_of
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.forms.form import ChannelName
from chalicelib.decisions.forms.model import ItemType, Release
from infra.local.errand import Errand


class Report:
    """
    What the rules say of every licence in effect on a day, what channel its replayed case really took, and
    what was published. ``ok``: the totals agree and every replayed case ended where its scenario ends.
    """

    def __init__(
        self,
        release: Release,
        decisions: Mapping[str, Decision],
        errands: Sequence[Errand],
        seconds: float,
        on: date,
    ) -> None:
        self._release, self._errands, self._seconds = release, errands, seconds
        self._on = on
        self._channels = channels = {code: decision.channel for code, decision in decisions.items()}
        licences = [code for code in channels if release.items[code].type is ItemType.LICENCE]
        self._licences = set(licences)
        self._at_home = sum(decisions[code].visits == 0 for code in licences)
        self._by_rules = Counter[str](channels[code] for code in licences)
        self._by_cases = Counter[str](
            errand.case.channel or ""
            for errand in errands
            if errand.case is not None and errand.item.item in self._licences
        )
        told = release.region.published.channels
        self._shown = [each for each in channels_of(release) if self._by_rules[each] or each in told]
        self._others = Counter[str](
            channel for code, channel in channels.items() if code not in self._licences
        )

    @property
    def stray(self) -> list[Errand]:
        """Cases that did not end as their scenario does, or took another channel than the rules say."""
        return [
            errand
            for errand in self._errands
            if not errand.as_it_should
            or errand.case is None
            or errand.case.channel != self._channels[errand.item.item]
        ]

    @property
    def totals_agree(self) -> bool:
        """Whether the catalogue gives the published figures, on the day as of which they hold."""
        published = self._release.region.published
        then = counted(self._release, published.as_of or self._on)
        return (
            then.licence_items == published.licence_items
            and all(then.channels.get(channel, 0) == n for channel, n in published.channels.items())
            and f"{then.zero_errand_percent:.1f}" == published.zero_errand_percent
        )

    @property
    def ok(self) -> bool:
        return bool(self._errands) and self.totals_agree and not self.stray

    @property
    def _zero_errand(self) -> float:
        """The share of licences without a visit, in per cent, for the applicant who answers as usual."""
        return 100 * self._at_home / max(len(self._licences), 1)

    def __str__(self) -> str:
        published = self._release.region.published
        lines = ["", self._line("渠道 channel", "规则 rules", "%", "办件 cases", "公布 publ.")]
        for channel in self._shown:
            n = self._by_rules[channel]
            share = f"{100 * n / max(len(self._licences), 1):.1f}"
            told = str(published.channels.get(channel, 0))
            lines.append(self._line(self._name(channel), str(n), share, str(self._by_cases[channel]), told))
        cases = str(sum(self._by_cases.values()))
        licences = str(len(self._licences))
        lines.append(self._line("合计 total", licences, "100.0", cases, str(published.licence_items)))
        zero = f"{self._zero_errand:.1f}"
        lines.append(self._line("零跑腿 zero errand %", zero, "", "", published.zero_errand_percent))
        lines += [f"（{who.zh} / {who.en}）" for who in usual_couriers(self._release)]
        others = ", ".join(f"{self._name(channel)}: {n}" for channel, n in self._others.items())
        lines += ["", *([f"其他权力事项 other powers: {others}"] if others else []), *self._endings()]
        notice = self._release.region.notice
        if notice is not None:
            lines.append(f"事项名称以外的属性 attributes of the items: {notice.zh} {notice.en}")
        as_of = f"（截至 as of {published.as_of}）" if published.as_of else ""
        lines.append(f"公布数据来源 published figures: {published.source}{as_of}")
        return "\n".join(lines)

    def _name(self, channel: ChannelName) -> str:
        return channel_name(self._release, channel)

    def _endings(self) -> list[str]:
        ends = Counter(errand.scenario.name for errand in self._errands)
        lines = [f"办件经过 scenarios: {', '.join(f'{name} {n}' for name, n in ends.items())}"]
        done = len(self._errands) - len(self.stray)
        lines.append(f"按预期办结 ended as they should: {done}/{len(self._errands)} in {self._seconds:.0f} s")
        for errand in self.stray:
            case = errand.case
            where = (
                "未开始 not begun"
                if case is None
                else f"{case.stage} {', '.join(case.tasks)} {case.settled} {case.state}"
            )
            lines.append(f"  ✗ {errand.item.item} {errand.no}: {where} ({errand.scenario.name})")
        return lines

    def _line(self, name: str, *cells: str) -> str:
        return _fit(name, max(_width(self._name(channel)) for channel in self._shown) + 1) + "".join(
            " " * (11 - _width(cell)) + cell for cell in cells
        )


def _fit(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
