"""Decisions 决策 beside the channel of which less comes out than before, or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from chalicelib.authoring.comparing.counted import number_of
from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title
from chalicelib.authoring.comparing.moves import Move, Moves, number_words
from chalicelib.authoring.comparing.strictness.change import Change, Step, Strictness, Witness
from chalicelib.authoring.findings.telling import channel_words, joined, span
from chalicelib.authoring.space.domain import spans
from chalicelib.decisions.forms.form import UNDETERMINED, OutcomeName, Text
from chalicelib.decisions.forms.model import DecisionTable, Release
from chalicelib.decisions.tables import table


def outcomes(old: Release, new: Release, since: date, moves: Iterable[Moves]) -> Iterator[Change]:
    """
    Of every decision that both releases have: the situations that come out lighter, which is looser, or
    graver, and the same of what comes out where a fact is missing or no rule holds. Outcomes that have no
    order are for a person to judge.
    """
    for found in moves:
        was, now = (table(one, found.decides) for one in (old, new))
        at = Change(now.where.file, "", named(FILES["decisions"][1], now.title))
        ways: dict[Strictness, list[Move]] = {}
        for move in found.moves:
            ways.setdefault(_kind(was, now, move.from_, move.to), []).append(move)
        yield _told(at, "rules", {kind: _step(kind, found, each) for kind, each in ways.items()})
        if found.otherwise[0] != found.otherwise[1]:
            kind, words = _kind(was, now, *found.otherwise), _way(found, *found.otherwise)
            yield _told(at, "otherwise", {kind: Step(kind.value, words, since)})


def turned(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    Of decisions on clocks the outcomes that stand in another order: the gravest stand first, whoever watches
    is told when it gets worse, and the last means that all is well.
    """
    for name in new.decisions.keys() & old.decisions.keys():
        was, now = old.decisions[name], new.decisions[name]
        if "clock" not in (was.each, now.each):
            continue
        before, after = ([one.outcome for one in of.outcomes] for of in (was, now))
        called = {one.outcome: one.title for of in (was, now) for one in of.outcomes}
        stay = [one for one in before if one in after]
        pairs = [
            (one, other) for one, other in combinations(stay, 2) if after.index(one) > after.index(other)
        ]
        at = Change(now.where.file, "", named(FILES["decisions"][1], now.title))
        at = Change(at.file, "outcomes", at.key("outcomes", title(DecisionTable, "outcomes")).title)
        looser = [_lighter(called[one], called[other]) for one, other in pairs]
        stricter = [_graver(called[one], called[other]) for one, other in pairs]
        if before[-1] != after[-1]:
            looser.append(_well(called[before[-1]], called[after[-1]]))
        yield at.but(
            looser=Step("lighter", joined(looser), since) if looser else None,
            stricter=Step("graver", joined(stricter), since) if stricter else None,
        )


def _lighter(one: Text, other: Text) -> Text:
    return Text(
        zh=f"“{one.zh}”改后轻于“{other.zh}”：由“{other.zh}”变为“{one.zh}”不再通知监督单位",
        en=f'"{one.en}" is now lighter than "{other.en}": whoever supervises is told no longer where '
        f'"{other.en}" becomes "{one.en}"',
    )


def _graver(one: Text, other: Text) -> Text:
    return Text(
        zh=f"“{other.zh}”改后重于“{one.zh}”：由“{one.zh}”变为“{other.zh}”通知监督单位",
        en=f'"{other.en}" is now graver than "{one.en}": whoever supervises is told where '
        f'"{one.en}" becomes "{other.en}"',
    )


def _well(was: Text, now: Text) -> Text:
    return Text(
        zh=f"表示正常的结果（最后一项）：{was.zh} → {now.zh}",
        en=f"the outcome that means all is well (the last): {was.en} → {now.en}",
    )


def _told(at: Change, key: str, steps: dict[Strictness, Step]) -> Change:
    here = Change(at.file, key, at.key(key, title(DecisionTable, key, of_decision=True)).title)
    looser, stricter, unclear = map(
        steps.get, (Strictness.LOOSENED, Strictness.TIGHTENED, Strictness.UNCLEAR)
    )
    return here.but(looser=looser, stricter=stricter, unclear=unclear)


def _kind(was: DecisionTable, now: DecisionTable, from_: OutcomeName, to: OutcomeName) -> Strictness:
    """Whether the second outcome asks less of the office than the first, or more."""
    if _less(was, now, from_, to):
        return Strictness.LOOSENED
    return Strictness.TIGHTENED if _less(was, now, to, from_) else Strictness.UNCLEAR


def _less(was: DecisionTable, now: DecisionTable, one: OutcomeName, other: OutcomeName) -> bool:
    """
    Whether the second of two outcomes is lighter than the first: on clocks the gravest stand first; elsewhere
    what a unit or a person has to do is graver than what nobody has.
    """
    if "clock" in (was.each, now.each):
        orders = ([each.outcome for each in of.outcomes] for of in (now, was))
        known = next((order for order in orders if {one, other} <= {*order}), [one])
        return other in known[known.index(one) + 1 :]
    busy = {each.outcome for of in (was, now) for each in of.outcomes if each.unit is not None}
    return one in {UNDETERMINED, *busy} and other not in {UNDETERMINED, *busy}


def _step(kind: Strictness, found: Moves, moves: list[Move]) -> Step:
    """How many situations go each way, and the days on which any does; one of each stands with the moves."""
    first = moves[0].example
    return Step(
        kind.value,
        joined(_words(found, move) for move in moves),
        *_days(found, moves),
        Witness(first.item, dict(first.facts), (moves[0].to,)),
    )


def _days(found: Moves, moves: list[Move]) -> tuple[date, date | None]:
    """The first and the last day on which any situation goes one of these ways; None: that has no end."""
    periods = [
        days
        for day, days in zip(found.days, spans([day.on for day in found.days]), strict=True)
        if any((one.from_, one.to) in day.moves for one in moves)
    ]
    return periods[0].first, periods[-1].last


def _words(found: Moves, move: Move) -> Text:
    way, days = _way(found, move.from_, move.to), span(_days(found, [move])[0], None)
    number, zh, en = number_of(found, move)
    many = number_words(number)
    return Text(
        zh=f"{way.zh}：{days.zh}{many.zh}情形{zh}", en=f"{way.en}: {many.en} situations {days.en}{en}"
    )


def _way(found: Moves, from_: OutcomeName, to: OutcomeName) -> Text:
    was, now = (channel_words(found.called, one) for one in (from_, to))
    return Text(zh=f"{was.zh} → {now.zh}", en=f"{was.en} → {now.en}")
