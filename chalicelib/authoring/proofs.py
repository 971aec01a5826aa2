"""What holds in every situation: engine and reference agree, no gap, no dead rule, invariants hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from chalicelib.authoring import reference
from chalicelib.authoring.coherence import all_rules
from chalicelib.authoring.documents import Read
from chalicelib.authoring.domain import Band, Situation, Space, bands, spaces
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.problems import TOP, Problem, Say, problem
from chalicelib.decisions.engine import Decider, EngineError
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.form import Channel, Form, Text
from chalicelib.decisions.model import Invariant, Release, Rule

MOST = 5_000_000
ANY_ITEM = ""  # no item has this code, so no item's own rule matches


@dataclass
class Proof:
    """How many situations were gone through, and what was found."""

    situations: int = 0
    problems: list[Problem] = field(default_factory=list)


def prove(folder: Folder, release: Release, today: date) -> Proof:
    """
    Go through every situation of every band of effect dates.

    Invariants and gaps are looked for in bands that last until ``today`` or longer: those before
    decided cases that are closed, and stay as they were.
    """
    proof = Proof()
    walks = [(band, spaces(release, band)) for band in bands(release)]
    proof.situations = sum(len(space) for _, found in walks for space in found)
    if not any(band.first <= today for band, _ in walks):
        proof.problems.append(_general("gap", _NO_RULES))
    if proof.situations > MOST:
        proof.problems.append(_general("too-many-situations", _too_many(proof.situations)))
        return proof
    used: set[int] = set()
    for band, found in walks:
        current = band.last is None or band.last >= today
        try:
            decider = Decider(release.facts, band.rules)
            for space in found:
                walk = _Walk(folder, band, space, current)
                used |= walk.go(decider)
                proof.problems.extend(walk.problems)
        except EngineError:
            proof.problems.append(_general("engine-failed", _FAILED))
            return proof
    proof.problems.extend(_dead(folder, used))
    return proof


class _Walk:
    """One way through a space; of each mistake the first situation is told."""

    def __init__(self, folder: Folder, band: Band, space: Space, current: bool) -> None:
        self._band, self._space, self._current = band, space, current
        self._declared = folder.facts.declared
        self._left = list(folder.invariants) if current else []
        self._gap_told = self._difference_told = False
        self.problems: list[Problem] = []

    def go(self, decider: Decider) -> set[int]:
        """The rules (by identity) that decide somewhere."""
        used: set[int] = set()
        for situation in self._space:
            item = self._space.item or ANY_ITEM
            expected = reference.first(self._band.rules, item, situation)
            if decider.first(item, situation) is not expected:
                self._differs(situation)
            if expected is not None:
                used.add(id(expected))
            elif self._current:
                self._gap(situation)
            self._invariants(expected, situation)
        return used

    def _differs(self, situation: Situation) -> None:
        if not self._difference_told:
            self._difference_told = True
            self.problems.append(_general("engine-differs", _differs(self._words(situation))))

    def _gap(self, situation: Situation) -> None:
        if not self._gap_told:
            self._gap_told = True
            self.problems.append(_general("gap", _gap(self._words(situation))))

    def _invariants(self, rule: Rule | None, situation: Situation) -> None:
        channel = Channel.UNDETERMINED if rule is None else rule.choose
        for read in self._left:
            if channel not in read.form.expect and self._concerns(read.form, situation):
                self._left = [other for other in self._left if other is not read]
                say = _broken(read.form, self._words(situation), channel, rule)
                self.problems.append(_at(read, "invariant", say))

    def _concerns(self, invariant: Invariant, situation: Situation) -> bool:
        return all(reference.holds(condition, situation) for condition in invariant.when)

    def _words(self, situation: Situation) -> Text:
        words = in_words(self._declared, situation)
        day, item = self._band.first.isoformat(), self._space.item
        zh = f"{day} 起，{f'事项 {item}，' if item else ''}{words.zh}"
        en = f"from {day}, {f'item {item}, ' if item else ''}{words.en}"
        return Text(zh=zh, en=en)


def _dead(folder: Folder, used: set[int]) -> Iterator[Problem]:
    for _, read in all_rules(folder):
        if id(read.form) not in used:
            yield _at(read, "dead-rule", _DEAD)


def _general(code: str, say: Say) -> Problem:
    return problem("channels.yaml", TOP, code, say)


def _at(read: Read[Form], code: str, say: Say) -> Problem:
    return problem(read.document.file, read.node.at, code, say)


def _too_many(situations: int) -> Say:
    return Say(
        f"规则能区分的情形有 {situations} 种，超过 {MOST} 种，无法逐一验证。",
        f"The rules tell {situations} situations apart, more than the {MOST} that can be gone through.",
        "请减少规则判断的要素或数值界限。",
        "Test fewer facts, or fewer bounds of numbers.",
    )


def _differs(words: Text) -> Say:
    return Say(
        f"规则引擎与对照计算不一致：{words.zh}。",
        f"The engine and the reference disagree: {words.en}.",
        "这是程序错误，请勿发布，并报告此情形。",
        "This is a fault of the program: do not publish, and report the situation.",
    )


def _gap(words: Text) -> Say:
    return Say(
        f"没有规则管到这种情形：{words.zh}。",
        f"No rule covers this situation: {words.en}.",
        "请补充规则；确需人工判断的，请写明到窗口办理的规则。",
        "Add a rule; where a person should see the case, write a rule that sends it to the counter.",
    )


def _broken(invariant: Invariant, words: Text, channel: Channel, rule: Rule | None) -> Say:
    by = rule.rule if rule is not None else "-"
    return Say(
        f"不变式“{invariant.title.zh}”不成立：{words.zh}，得到 {channel}（规则 {by}）。",
        f"The invariant '{invariant.title.en}' fails: {words.en} gives {channel} (rule {by}).",
        "请修改该规则或其次序，或修改不变式。",
        "Change that rule or its place, or the invariant.",
    )


_FAILED = Say(
    "规则引擎出错，无法验证。",
    "The rule engine failed: nothing can be proved.",
    "请重试；再次出错时请报告，勿发布。",
    "Try again; if it fails again report it, and do not publish.",
)
_NO_RULES = Say(
    "今天没有任何规则有效。",
    "No rule is in effect today.",
    "请核对各规则的 from 和 until。",
    "Look at the 'from' and 'until' of the rules.",
)
_DEAD = Say(
    "这条规则永远用不上：符合它的情形都已由前面的规则决定。",
    "This rule never decides: earlier rules take all its situations.",
    "请删去，或移到前面，或收紧前面的规则。",
    "Remove it, move it up, or narrow the rules before it.",
)
